/**
 * `npm run soak -- --minutes 30`: a process with a small heap at half of the load that it can take, while its
 * providers fail in turns. Prints each minute what memory it takes and how it answered: after the first
 * minutes memory is to stay where it is.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { startChild, stopAll } from './child.js';
import { startSwitchboard } from './contenders.js';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' }, heap: { type: 'string', default: '256' } } });
const MINUTE_MS = 60_000;
const CLIENTS = 8;
const CALIBRATION_MS = 15_000;
const FAULT_EVERY_MS = 7000;
const FAULTS = [
  { kind: 'status', status: 500, times: 20 },
  { kind: 'status', status: 429, times: 5, headers: { 'retry-after': '2' } },
  { kind: 'html', times: 10 },
  { kind: 'malformed-json', times: 10 },
  { kind: 'reset', times: 10 },
  { kind: 'reset-mid-body', times: 10 },
  { kind: 'delay', milliseconds: 1500, times: 20 },
  { kind: 'hang', times: 2 },
];

const dataDir = mkdtempSync(join(tmpdir(), 'switchboard-soak-'));
const vendors = await startChild('bench/upstream.js');
const environment = await vendors.ask('environment');
const switchboard = await startSwitchboard({ ...environment, INTROSPECTION: 'false', NODE_OPTIONS: `--max-old-space-size=${values.heap}`, SKIPCALL_REQUESTS_PER_MINUTE: '0' }, dataDir);
const sids = await vendors.ask('exotel sids', 2000);
const addresses = Object.entries(environment).filter(([name]) => name.endsWith('_BASE_URL')).map(([, url]) => url);
const counts = { operations: 0, withErrors: 0, notAnswered: 0 };
let isOver = false;

const pick = (list) => list[Math.floor(Math.random() * list.length)];
const hex = () => Math.random().toString(16).slice(2).padEnd(16, '0').repeat(2).slice(0, 32);
/** Each as often as its number says, in a hundred. */
const OPERATIONS = [
  [30, () => ({ query: '{ calls(first: 50) { nodes { id status contact { name } recordings { url } } pageInfo { endCursor } sources { status } totalCount } }' })],
  [5, () => ({ query: '{ calls(first: 20, orderBy: OLDEST_FIRST, filter: { statuses: [COMPLETED], duration: { min: 30 } }) { nodes { id } sources { code } } }' })],
  [30, () => ({ query: 'query ($ids: [String!]!) { callsByProviderIds(provider: EXOTEL, providerCallIds: $ids) { id status price { amount } } }', variables: { ids: Array.from({ length: 20 }, () => pick(sids)) } })],
  [10, () => ({ query: 'query ($id: String!) { callByProviderId(provider: EXOTEL, providerCallId: $id) { id } }', variables: { id: hex() } })],
  [2, () => ({ query: 'query ($n: String!) { contactByPhoneNumber(phoneNumber: $n) { name calls(first: 5) { nodes { id } } } }', variables: { n: `+1202555${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}` } })],
  [10, () => ({ query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids: Array.from({ length: 50 }, hex) } })],
  [13, () => ({
    query: 'mutation ($input: CreatePhoneCallInput!) { createPhoneCall(input: $input) { call { id } userErrors { code } } }',
    variables: { input: { idempotencyKey: hex(), teamId: 't', callTemplateId: 'c', nameOfHuman: 'Ada', toPhoneNumber: '+12025550143', promptVariableValues: [] } },
  })],
];

function operation() {
  let left = 100 * Math.random();
  return OPERATIONS.find(([share]) => (left -= share) < 0)[1]();
}

async function ask() {
  try {
    const headers = { 'content-type': 'application/json', ...(Math.random() < 0.02 && { 'cache-control': 'no-cache' }) };
    const response = await fetch(switchboard.url, { method: 'POST', headers, body: JSON.stringify(operation()) });
    const { errors } = await response.json();
    if (errors) counts.withErrors += 1;
  } catch {
    counts.notAnswered += 1;
  }
  counts.operations += 1;
}

/** Subscribers that come and go. */
async function subscribe() {
  while (!isOver) {
    const socket = new WebSocket(switchboard.url.replace('http', 'ws'), 'graphql-transport-ws');
    socket.on('error', () => undefined);
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('message', (data) => {
      if (JSON.parse(String(data)).type !== 'connection_ack') return;
      for (let id = 0; id < 20; id++) socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload: { query: 'subscription { callUpdated { id status contact { name } } }' } }));
    });
    await wait(1000 + 4000 * Math.random());
    socket.terminate();
  }
}

async function breakProviders() {
  while (!isOver) {
    const { times, ...fault } = pick(FAULTS);
    const body = JSON.stringify({ ...fault, times });
    await fetch(`${new URL(pick(addresses)).origin}/_simulator/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).catch(() => undefined);
    await wait(FAULT_EVERY_MS);
  }
}

/** `perSecond` operations of all clients together, or as many as can be. */
async function load(perSecond) {
  const client = async () => {
    while (!isOver) {
      const began = performance.now();
      await ask();
      const pause = (1000 * CLIENTS) / perSecond - (performance.now() - began);
      if (pause > 0) await wait(pause);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

async function memory() {
  const text = await (await fetch(new URL('/metrics', switchboard.url))).text();
  const value = (name) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1] ?? 0);
  const megabytes = (name) => Math.round(value(name) / 2 ** 20);
  return { heap: megabytes('nodejs_heap_size_used_bytes'), resident: megabytes('process_resident_memory_bytes'), lagMs: Math.round(1000 * value('nodejs_eventloop_lag_p99_seconds')) };
}

const began = performance.now();
const until = setTimeout(() => (isOver = true), CALIBRATION_MS);
await load(Number.POSITIVE_INFINITY);
clearTimeout(until);
const most = (1000 * counts.operations) / (performance.now() - began);
console.log(`At full load ${Math.round(most)} operations a second; ${values.minutes} minutes at half of that.`);
isOver = false;
const background = [load(most / 2), subscribe(), subscribe(), breakProviders()];
for (let minute = 1; minute <= Number(values.minutes); minute++) {
  Object.assign(counts, { operations: 0, withErrors: 0, notAnswered: 0 });
  await wait(MINUTE_MS);
  console.log(JSON.stringify({ minute, ...(await memory().catch(() => ({ gone: true }))), ...counts }));
}
isOver = true;
await Promise.all(background);
await stopAll();
rmSync(dataDir, { recursive: true, force: true });
