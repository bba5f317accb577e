import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from './child.js';
import { endpoints, graph, lookups } from './documents.js';
import { hundreds } from './hundreds.js';

/**
 * The rows of each table. `ask` has the body of a request for what is to be asked, and lacks what a
 * contender can't do; `idsIn` finds the providers' ids in an answer, in the order in which a client has them.
 * A variant asks the same process in another way. A peer may fail under load, which is counted; the others may not.
 */
export function contendersOf({ environment, dataDir, feedRequests, access }) {
  const start = {
    switchboard: () => startSwitchboard(environment, dataDir),
    access: () => startSwitchboard({ ...environment, ...access.settings }, mkdtempSync(join(dataDir, 'access-'))),
    floor: () => startChild('bench/floor.js', environment),
    yoga: () => startChild('bench/peers/yoga.js', environment),
    mesh: () => startChild('bench/peers/mesh/server.js', environment),
  };
  const bulk = (sids) => ({
    vendor: 'exotel',
    path: `/v1/Accounts/${environment.EXOTEL_ACCOUNT_SID}/Calls.json?Sid=${sids.join('%2C')}&PageSize=${sids.length}`,
  });
  const inHundreds = (sids) => hundreds(sids).map(bulk);
  return [
    {
      name: 'floor',
      row: 'floor',
      start: start.floor,
      ask: { one: inHundreds, aliases: inHundreds, list: inHundreds, feed: (first) => feedRequests[first] },
      idsIn: (answers, asked) => inOrderOf(asked, answers.flatMap(rowsIn)),
    },
    { name: 'switchboard', row: 'Switchboard, live', start: start.switchboard, ask: graph, headers: { 'cache-control': 'no-cache' }, idsIn: idsInGraph },
    {
      name: 'switchboard',
      row: 'Switchboard, cached',
      start: start.switchboard,
      ask: lookups,
      isPrimed: true,
      isVariant: true,
      idsIn: idsInGraph,
    },
    { name: 'access', row: 'Switchboard with access, live', start: start.access, ask: graph, headers: { 'cache-control': 'no-cache', ...access.headers }, idsIn: idsInGraph },
    {
      name: 'access',
      row: 'Switchboard with access, cached',
      start: start.access,
      ask: lookups,
      headers: access.headers,
      isPrimed: true,
      isVariant: true,
      idsIn: idsInGraph,
    },
    { name: 'yoga', row: 'yoga by hand', isPeer: true, start: start.yoga, ask: lookups, idsIn: idsInGraph },
    {
      name: 'mesh',
      row: 'Mesh',
      isPeer: true,
      start: start.mesh,
      ask: { one: endpoints.single, aliases: endpoints.single, list: endpoints.single },
      idsIn: ({ data }) => Object.values(data).map((answer) => answer?.Call.Sid),
    },
    {
      name: 'mesh',
      row: 'Mesh, client batches',
      isPeer: true,
      start: start.mesh,
      isVariant: true,
      ask: { aliases: inBulk, list: inBulk },
      idsIn: ({ data }, asked) => inOrderOf(asked, Object.values(data).flatMap(rowsIn)),
    },
  ];
}

/** A Switchboard at the simulated providers, with all else as it is by default in production. */
export function startSwitchboard(environment, dataDir) {
  return startChild('dist/main.js', {
    ...environment,
    PORT: '0',
    LOG_LEVEL: 'silent',
    DATA_DIR: dataDir,
    // Not allowed in production.
    RECORDING_ALLOW_LOOPBACK: '',
    // What the vendors allow an account would be the only thing measured.
    EXOTEL_REQUESTS_PER_MINUTE: '1000000',
    PLIVO_REQUESTS_PER_5_SECONDS: '0',
  });
}

function inBulk(sids) {
  return endpoints.bulk(hundreds(sids).map((some) => some.join()));
}

function idsInGraph({ data }) {
  const [answered] = Object.values(data);
  const calls = answered?.nodes ?? Object.values(data).flat();
  return calls.map((call) => call?.providerCallId);
}

/** The ids of the calls in any provider's answer. Plivo lists those that are going on by their ids alone. */
function rowsIn({ Calls, calls, data, objects, ...single }) {
  const rows = Calls ?? calls ?? data ?? objects ?? [single];
  return rows.map((row) => (typeof row === 'string' ? row : String(row.Sid ?? row.sid ?? row.call_uuid ?? row.id ?? row._id)));
}

/** Exotel answers in an order of its own, which is left to the client to mend. */
function inOrderOf(asked, ids) {
  if (!Array.isArray(asked)) return ids;
  const found = new Set(ids);
  return asked.filter((id) => found.has(id));
}
