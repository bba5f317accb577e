import { startSwitchboard } from './contenders.js';
import { Load } from './load.js';
import { percentile } from './percentile.js';

const PAGE_SIZE = 50;
const DEPTHS = [1, 2, 10, 40, 100, 200, 400];
const COLD_RUNS = 5;
const QUERY = `query ($after: String) { calls(first: ${PAGE_SIZE}, after: $after) { nodes { id provider status createdAt from { e164 } } pageInfo { endCursor } } }`;

/**
 * What a page of the feed costs by its depth: upstream requests and time, on a walk (rows read ahead are
 * still there) and cold (in a process that has seen none of the other pages).
 */
export async function measureDepths({ environment, dataDir, upstream }) {
  const deepest = Math.max(...DEPTHS);
  const walked = await inNewProcess(async (load) => {
    const pages = [];
    for (let page = 1, after; page <= deepest; page++) {
      const measured = await measurePage(load, after, upstream);
      pages.push({ ...measured, after });
      after = measured.endCursor;
    }
    return pages;
  });

  const depths = [];
  for (const depth of DEPTHS) {
    const walk = walked[depth - 1];
    const cold = [];
    for (let run = 0; run < COLD_RUNS; run++) cold.push(await inNewProcess((load) => measurePage(load, walk.after, upstream)));
    depths.push({ depth, walk, cold: { requests: cold[0].requests, milliseconds: percentile(cold.map(({ milliseconds }) => milliseconds), 0.5) } });
  }
  const vendors = Object.keys(walked[0].requests);
  const total = Object.fromEntries(vendors.map((vendor) => [vendor, walked.reduce((sum, { requests }) => sum + requests[vendor], 0)]));
  return { depths, vendors: vendors.filter((vendor) => total[vendor] > 0), total, deepest, pageSize: PAGE_SIZE, coldRuns: COLD_RUNS };

  async function inNewProcess(use) {
    const switchboard = await startSwitchboard(environment, dataDir);
    const load = new Load({ url: switchboard.url, row: 'Switchboard' });
    // The first request of a process is about the process, not about the feed.
    await load.askOnce(JSON.stringify({ query: '{ __typename }' }));
    const result = await use(load);
    await switchboard.stop();
    return result;
  }
}

async function measurePage(load, after, upstream) {
  const before = await upstream.ask('counts');
  const begin = performance.now();
  const { data } = await load.askOnce(JSON.stringify({ query: QUERY, variables: { after } }));
  const milliseconds = performance.now() - begin;
  const counts = await upstream.ask('counts');
  return { milliseconds, requests: Object.fromEntries(Object.entries(counts).map(([vendor, count]) => [vendor, count - before[vendor]])), endCursor: data.calls.pageInfo.endCursor };
}
