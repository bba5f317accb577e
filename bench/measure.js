import { checkAnswers } from './check.js';
import { Load } from './load.js';
import { Meter } from './meter.js';
import { percentile } from './percentile.js';

export const BURSTS = 5;
/** The first opens the connections, and is not measured. */
const BURSTS_BEFORE = 1;
const PRIMING_CONNECTIONS = 8;

/**
 * Lets one contender do one scenario.
 * @returns a line of the table for each number of connections
 */
export async function measure(scenario, contender, { child, upstream, sids, seconds }) {
  const load = new Load({ ...contender, url: child.url });
  const asked = scenario.batches?.(sids) ?? [scenario.first];
  const bodies = asked.map((one) => JSON.stringify(contender.ask[scenario.ask](one)));
  const meter = new Meter(child, upstream);

  await checkAnswers({ scenario, contender, load, bodies, asked });
  if (contender.isPrimed) await load.askEach(bodies, PRIMING_CONNECTIONS);
  if (scenario.isBurst) return [await measureBursts(load, meter, bodies)];
  await load.keepAsking(bodies, Math.max(...scenario.connections), seconds / 2);
  const lines = [];
  for (const connections of scenario.connections) lines.push(await measureLoad(load, meter, bodies, connections, seconds));
  return lines;
}

async function measureLoad(load, meter, bodies, connections, seconds) {
  await meter.start();
  const { latencies, elapsed, failed } = await load.keepAsking(bodies, connections, seconds);
  return { connections, ...figures(latencies, elapsed, failed), ...(await meter.stop(latencies.length + failed)) };
}

async function measureBursts(load, meter, bodies) {
  const bursts = await load.burst(bodies, BURSTS_BEFORE + BURSTS, async (index) => {
    if (index === BURSTS_BEFORE) await meter.start();
  });
  const measured = bursts.slice(BURSTS_BEFORE);
  const latencies = measured.flatMap((burst) => burst.latencies);
  const elapsed = measured.reduce((sum, burst) => sum + burst.elapsed, 0);
  const failed = measured.reduce((sum, burst) => sum + burst.failed, 0);
  return { connections: bodies.length, ...figures(latencies, elapsed, failed), ...(await meter.stop(latencies.length + failed)) };
}

function figures(latencies, elapsed, failed) {
  return {
    operations: latencies.length,
    failed,
    throughput: latencies.length / (elapsed / 1000),
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  };
}
