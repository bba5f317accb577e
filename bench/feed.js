/**
 * What a page of the feed costs by its depth: upstream requests and time, on a walk (rows read ahead are
 * still there) and cold (in a process that has seen none of the other pages). The simulated providers run
 * in this process, the product in its own.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulators } from '../dist/simulators/index.js';

const CALLS = 5000;
const PAGE_SIZE = 50;
const DEPTHS = [1, 2, 10, 40, 100];
const COLD_RUNS = 5;
const QUERY = `query ($after: String) { calls(first: ${PAGE_SIZE}, after: $after) { nodes { id provider status createdAt from { e164 } } pageInfo { endCursor } } }`;

const simulators = await startSimulators({ calls: CALLS });
const dataDir = mkdtempSync(join(tmpdir(), 'switchboard-bench-'));
const vendors = ['aicaller', 'contactCenter', 'exotel'];

async function startProduct() {
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: { ...process.env, ...simulators.environment, PORT: '0', LOG_LEVEL: 'error', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  const url = /http:\S+/.exec(String(line))?.[0];
  await ask(url, '{ __typename }');
  return { url, stop: () => once(child, 'exit', child.kill()) };
}

async function ask(url, query, variables) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

async function measurePage(url, after) {
  for (const vendor of vendors) simulators[vendor].requests.length = 0;
  const start = performance.now();
  const { calls } = await ask(url, QUERY, { after });
  const milliseconds = performance.now() - start;
  return { milliseconds, requests: vendors.map((vendor) => simulators[vendor].requests.length), endCursor: calls.pageInfo.endCursor };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);

console.log(`${CALLS} calls at each of three listing providers, pages of ${PAGE_SIZE}; Node ${process.version}, ${cpus()[0]?.model}\n`);
row('page', 'walk: requests (AICaller, contact centre, Exotel)', 'walk: ms', 'cold: requests', `cold: ms, median of ${COLD_RUNS}`);
row('---', '---', '---', '---', '---');

const product = await startProduct();
await measurePage(product.url);
const cursors = [undefined];
const walked = [];
for (let page = 1; page <= Math.max(...DEPTHS); page++) {
  const measured = await measurePage(product.url, cursors[page - 1]);
  walked[page] = measured;
  cursors[page] = measured.endCursor;
}
await product.stop();

for (const depth of DEPTHS) {
  const cold = [];
  for (let run = 0; run < COLD_RUNS; run++) {
    const fresh = await startProduct();
    cold.push(await measurePage(fresh.url, cursors[depth - 1]));
    await fresh.stop();
  }
  const { requests, milliseconds } = walked[depth];
  row(depth, requests.join(', '), milliseconds.toFixed(0), cold[0].requests.join(', '), median(cold.map((one) => one.milliseconds)).toFixed(0));
}
const total = walked.filter(Boolean).reduce((sum, { requests }) => sum.map((count, at) => count + requests[at]), [0, 0, 0]);
console.log(`\nA walk of ${Math.max(...DEPTHS)} pages: ${total.join(', ')} requests.`);
await simulators.close();
rmSync(dataDir, { recursive: true, force: true });
