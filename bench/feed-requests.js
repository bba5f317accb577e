import { graph } from './documents.js';
import { Load } from './load.js';
import { scenarios } from './scenarios.js';

/** What Switchboard learns of how busy the providers are changes what it asks for, in its first pages. */
const PAGES_TO_LEARN = 3;

/** The upstream requests that Switchboard makes for a page of the feed, by its size: the floor makes the same. */
export async function recordFeedRequests(switchboard, upstream) {
  const load = new Load({ url: switchboard.url, row: 'Switchboard', headers: { 'cache-control': 'no-cache' } });
  const recorded = {};
  for (const { first } of scenarios.filter(({ ask }) => ask === 'feed')) {
    const body = JSON.stringify(graph.feed(first));
    for (let page = 0; page < PAGES_TO_LEARN; page++) await load.askOnce(body);
    await upstream.ask('record');
    await load.askOnce(body);
    recorded[first] = await upstream.ask('recorded');
  }
  return recorded;
}
