import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SIMULATED_VENDORS, startSimulators } from '../../../dist/simulators/index.js';
import { compose } from '../compose.js';
import { gateways } from '../gateways/index.js';
import { describe, startSubgraphs } from '../subgraphs.js';
import { startRecorder } from './recorder.js';

/** The simulated providers in this process, a Switchboard before them, the CRM, a recorder before each, and the gateways named. */
export async function startEverything(names = Object.keys(gateways)) {
  const began = Date.now();
  // A clock that stands: the gateways are asked one after the other, and are to find the same world.
  const simulators = await startSimulators({ now: () => began });
  const dataDir = mkdtempSync(join(tmpdir(), 'supergraph-'));
  const subgraphs = await startSubgraphs({
    ...simulators.environment,
    DATA_DIR: dataDir,
    // One gateway's provoked failures are not to be felt through the next.
    BREAKER_FAILURES: '1000',
    EXOTEL_REQUESTS_PER_MINUTE: '0',
  });
  const recorders = Object.fromEntries(await Promise.all(Object.entries(subgraphs).map(async ([name, { url }]) => [name, await startRecorder(url)])));
  const supergraph = compose(await describe(recorders));
  const urls = Object.fromEntries(Object.entries(recorders).map(([name, { url }]) => [name, url]));
  const fronts = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await gateways[name]({ supergraph, urls, port: 0 })])));
  const vendors = Object.fromEntries(SIMULATED_VENDORS.map((name) => [name, simulators[name]]));
  const counted = { ...recorders, ...vendors };
  return {
    subgraphs,
    recorders,
    vendors,
    fronts,
    forget() {
      for (const { requests } of Object.values(counted)) requests.length = 0;
      for (const { faults } of Object.values(vendors)) faults.clear();
    },
    /** How many requests each subgraph and each vendor has got since everything was forgotten. */
    counts: () => Object.fromEntries(Object.entries(counted).map(([name, { requests }]) => [name, requests.length])),
    async close() {
      await Promise.all(Object.values(fronts).map((front) => front.close()));
      for (const recorder of Object.values(recorders)) recorder.close();
      await Promise.all(Object.values(subgraphs).map((subgraph) => subgraph.close()));
      await simulators.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
