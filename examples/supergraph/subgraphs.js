import { dataOf } from './ask.js';
import { startCrm } from './crm/crm.js';
import { startSwitchboard } from '../switchboard.js';

/** Starts the subgraphs, by name. One of your own goes here: whatever has a url that serves GraphQL, and can be closed. */
export async function startSubgraphs(settings) {
  const switchboard = await startSwitchboard(settings);
  try {
    return { switchboard, crm: await startCrm(switchboard.url) };
  } catch (error) {
    await switchboard.close();
    throw error;
  }
}

/** What composition needs to know of each: its name, its address, and the SDL that it tells of itself. */
export function describe(subgraphs) {
  return Promise.all(
    Object.entries(subgraphs).map(async ([name, { url }]) => {
      const { _service } = await dataOf(url, '{ _service { sdl } }');
      return { name, url, sdl: _service.sdl };
    }),
  );
}
