import { startApollo } from './apollo.js';
import { startHive } from './hive.js';
import { startStitch } from './stitch.js';

/** By the name that `--gateway` takes. Each is given the composed supergraph and the subgraphs' addresses, and uses what it needs. */
export const gateways = { apollo: startApollo, hive: startHive, stitch: startStitch };
