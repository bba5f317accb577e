import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

/**
 * The supergraph of the subgraphs, as text: their types joined by their keys, and who resolves what.
 * @throws Error with all that is wrong with them. A hint counts: it says that two subgraphs don't quite agree.
 */
export function compose(subgraphs) {
  const { supergraphSdl, errors = [], hints = [] } = composeServices(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
  const problems = [...errors, ...hints].map(({ message }) => message);
  if (problems.length > 0) throw new Error(`The subgraphs don't compose:\n${problems.join('\n')}`);
  return supergraphSdl;
}
