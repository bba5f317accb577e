/** Switchboard with simulated providers, a CRM, and a gateway in front of both: `npm start -- --gateway hive --port 4100`. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { compose } from './compose.js';
import { gateways } from './gateways/index.js';
import { queries } from './queries/index.js';
import { describe, startSubgraphs } from './subgraphs.js';

const { gateway, port } = readOptions();
if (!(await isFree(port))) exit(`Port ${port} can't be had. Name another one with --port.`);

const subgraphs = await startSubgraphs();
const described = await describe(subgraphs);
const urls = Object.fromEntries(described.map(({ name, url }) => [name, url]));
const front = await gateways[gateway]({ supergraph: compose(described), urls, port });

for (const { name, url } of described) console.log(`${name.padEnd(12)} ${url}`);
console.log(`${'gateway'.padEnd(12)} ${front.url}   (${gateway})`);
console.log('\nQueries to try, all of them in queries/:');
for (const [name, { about }] of Object.entries(queries)) console.log(`  ${name.padEnd(16)} ${about}`);
console.log(`\nFor example:\n\n${queries['account-calls'].text}\n\nCtrl-C stops everything.`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await front.close();
    await Promise.all(Object.values(subgraphs).map((subgraph) => subgraph.close()));
    process.exit(0);
  });
}

function readOptions() {
  const options = { gateway: { type: 'string', default: 'apollo' }, port: { type: 'string', default: '4100' } };
  try {
    const { gateway, port: written } = parseArgs({ options }).values;
    const port = Number(written);
    if (Object.hasOwn(gateways, gateway) && Number.isInteger(port) && port >= 0 && port <= 65_535) return { gateway, port };
  } catch {
    // An option that there is not.
  }
  return exit(`Usage: npm start -- [--gateway ${Object.keys(gateways).join('|')}] [--port 4100; 0 takes any that is free]`);
}

/** Asked beforehand: not every gateway's server says so in a way that can be caught. */
async function isFree(port) {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

function exit(message) {
  console.error(message);
  process.exit(1);
}
