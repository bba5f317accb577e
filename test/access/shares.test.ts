import { once } from 'node:events';
import { connect } from 'node:net';
import WebSocket from 'ws';
import { eventually } from '../support/eventually.js';
import { writeGlobalId } from '../support/global-ids.js';
import { useReplicas } from '../support/replicas.js';
import { Subscriber } from '../support/subscriber.js';
import { request } from '../support/switchboard.js';
import { bearer, useIssuer } from '../support/tokens.js';
import { SKIPCALL } from '../vendors/index.js';
import { ago, exotelRow, HOUR, serve, sid } from '../vendors/rows.js';

const issuer = useIssuer();
const replicas = useReplicas({});
const CALL = 'query ($id: ID!) { call(id: $id) { id } }';
/** One request for each look-up. */
const vendor = () => replicas.simulators.skipcall;
const rows = [1, 2, 3, 4, 5].map((number) => SKIPCALL.row(number));
const idOf = (number: number) => writeGlobalId('Call', 'SKIPCALL', String(rows[number - 1]?.['id']));
beforeEach(() => serve(vendor(), ...rows));
const UPDATES = 'subscription { callUpdated { id } }';

async function startWith(settings: Record<string, string>) {
  const { switchboard } = await replicas.start({ ...issuer.settings, ...settings });
  const askAs = async (sub: string) => {
    const headers = bearer(await issuer.token({ sub }));
    return (query: string, variables = {}, more = {}) => request(switchboard.url, query, variables, { ...headers, ...more });
  };
  return { switchboard, askAs };
}

describe('Operations in progress', () => {
  test('are limited for each caller; others are served meanwhile', async () => {
    const { switchboard, askAs } = await startWith({ CALLER_OPERATIONS: '2' });
    const [ada, grace] = [await askAs('ada'), await askAs('grace')];
    vendor().faults.add({ fault: { kind: 'hang' }, times: 2 });
    const leaving = new AbortController();
    const hanging = [1, 2].map(async (number) =>
      fetch(switchboard.url, {
        method: 'POST',
        signal: leaving.signal,
        headers: { 'content-type': 'application/json', ...bearer(await issuer.token({ sub: 'ada' })) },
        body: JSON.stringify({ query: CALL, variables: { id: idOf(number) } }),
      }).catch(() => undefined),
    );
    await eventually('two requests under way', () => vendor().requests.length === 2);
    const refused = await fetch(switchboard.url, { method: 'POST', headers: { 'content-type': 'application/json', origin: 'https://studio.apollographql.com', ...bearer(await issuer.token({ sub: 'ada' })) }, body: '{"query":"{ __typename }"}' });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('access-control-expose-headers')).toContain('retry-after');
    const { errors } = (await refused.json()) as { errors: { extensions: Record<string, string> }[] };
    expect(errors).toEqual([{ message: 'A caller may have at most 2 operations in progress. Try again later.', extensions: { code: 'RATE_LIMITED', retryAfter: expect.stringMatching(/Z$/) } }]);
    expect((await grace('{ __typename }')).status).toBe(200);
    leaving.abort();
    await Promise.all(hanging);
    await eventually('room for another one', async () => (await ada('{ __typename }')).status === 200);
  });

  test('that wait behind others on a connection end with it', async () => {
    const { switchboard, askAs } = await startWith({ CALLER_OPERATIONS: '3' });
    vendor().faults.add({ fault: { kind: 'hang' }, times: 3 });
    const { hostname, port, pathname, host } = new URL(switchboard.url);
    const socket = connect(Number(port), hostname);
    const token = await issuer.token({ sub: 'ada' });
    for (const number of [1, 2, 3]) {
      const body = JSON.stringify({ query: CALL, variables: { id: idOf(number) } });
      socket.write(`POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nAuthorization: Bearer ${token}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    }
    await eventually('three requests under way', () => vendor().requests.length === 3);
    socket.destroy();
    const ada = await askAs('ada');
    await eventually('room for three', async () => (await Promise.all([1, 2, 3].map(() => ada('{ __typename }')))).every(({ status }) => status === 200));
  });

  test('of many callers are all served', async () => {
    const { askAs } = await startWith({});
    const callers = await Promise.all(Array.from({ length: 30 }, (_, number) => askAs(`caller-${number}`)));
    const answers = await Promise.all(callers.map((ask) => ask('{ calls(first: 1) { nodes { id } } }')));
    expect(answers.map(({ status, errors }) => ({ status, errors }))).toEqual(callers.map(() => ({ status: 200, errors: undefined })));
  });
});

describe('Requests that a caller causes at an account', () => {
  test('are limited per minute; the answer says when to come again, and others are served', async () => {
    const { askAs } = await startWith({ CALLER_REQUESTS_PER_MINUTE: '3', CACHE_MAX_CALLS: '100', CACHE_UNSETTLED_SECONDS: '60' });
    const ada = await askAs('ada');
    for (const number of [1, 2, 3]) expect((await ada(CALL, { id: idOf(number) })).data.call.id).toBe(idOf(number));
    const { data, errors } = await ada(CALL, { id: idOf(4) });
    expect(data).toEqual({ call: null });
    expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', provider: 'SKIPCALL', providerAccount: 'skipcall' } }]);
    const wait = Date.parse(String(errors?.[0]?.extensions['retryAfter'])) - Date.now();
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60_000);
    expect(vendor().requests).toHaveLength(3);
    // What is known costs nothing, and other callers and accounts have their own share.
    expect((await ada(CALL, { id: idOf(1) })).data.call.id).toBe(idOf(1));
    expect((await (await askAs('grace'))(CALL, { id: idOf(4) })).data.call.id).toBe(idOf(4));
  });

  test('count once for a caller whose operations share them, and in parts for several callers', async () => {
    serve(replicas.simulators.exotel, ...[1, 2, 3, 4, 5, 6].map((number) => exotelRow(sid(number), ago(HOUR))));
    const { askAs } = await startWith({ CALLER_REQUESTS_PER_MINUTE: '2', LOOKUP_WINDOW_MS: '100' });
    const [ada, grace] = [await askAs('ada'), await askAs('grace')];
    const find = async (ask: typeof ada, numbers: number[]) => Promise.all(numbers.map(async (number) => (await ask(CALL, { id: writeGlobalId('Call', 'EXOTEL', sid(number)) })).errors?.[0]?.extensions['code'] ?? 'OK'));
    expect(await find(ada, [1, 2, 3, 4])).toEqual(['OK', 'OK', 'OK', 'OK']);
    expect(replicas.simulators.exotel.requests).toHaveLength(1);
    // Half a request each, so that ada has half of one left.
    expect(await Promise.all([find(ada, [5]), find(grace, [6])])).toEqual([['OK'], ['OK']]);
    expect(await find(ada, [1])).toEqual(['OK']);
    expect(await find(ada, [2])).toEqual(['RATE_LIMITED']);
  });

  test('are missing in a list, which says so', async () => {
    const { askAs } = await startWith({ CALLER_REQUESTS_PER_MINUTE: '1' });
    const ada = await askAs('ada');
    serve(replicas.simulators.exotel, exotelRow(sid(1), ago(HOUR)));
    expect((await ada(CALL, { id: writeGlobalId('Call', 'EXOTEL', sid(1)) })).errors).toBeUndefined();
    const { data } = await ada('{ calls(first: 1, filter: { providers: [EXOTEL] }) { sources { provider status code retryAfter } } }');
    expect(data.calls.sources).toContainEqual({ provider: 'EXOTEL', status: 'FAILED', code: 'RATE_LIMITED', retryAfter: expect.any(String) });
  });

  test("are two fifths of the account's limit by default", async () => {
    const { askAs } = await startWith({ EXOTEL_REQUESTS_PER_MINUTE: '4' });
    const [ada, grace] = [await askAs('ada'), await askAs('grace')];
    const codes = [];
    serve(replicas.simulators.exotel, ...[1, 2, 3, 4, 5].map((number) => exotelRow(sid(number), ago(HOUR))));
    for (const ask of [ada, ada, ada, grace, grace]) codes.push((await ask(CALL, { id: writeGlobalId('Call', 'EXOTEL', sid(codes.length + 1)) })).errors?.[0]?.extensions['code'] ?? 'OK');
    expect(codes).toEqual(['OK', 'OK', 'RATE_LIMITED', 'OK', 'OK']);
  });

  test('are not limited without access: all clients are one caller then', async () => {
    const replica = await replicas.start({ EXOTEL_REQUESTS_PER_MINUTE: '4' });
    serve(replicas.simulators.exotel, ...[1, 2, 3, 4].map((number) => exotelRow(sid(number), ago(HOUR))));
    for (const number of [1, 2, 3, 4]) expect((await replica.ask(CALL, { id: writeGlobalId('Call', 'EXOTEL', sid(number)) })).errors).toBeUndefined();
  });
});

describe('WebSockets', () => {
  test('of one caller are limited', async () => {
    const { switchboard } = await startWith({ CALLER_SOCKETS: '1' });
    const connect = async (sub: string) => new Subscriber(switchboard.url, UPDATES, {}, { authorization: `Bearer ${await issuer.token({ sub })}` });
    const first = await connect('ada');
    await first.isHeard();
    expect(await (await connect('ada')).ends()).toBe(1013);
    const other = await connect('grace');
    await other.isHeard();
    first.vanish();
    await eventually('room for another one', async () => {
      const next = await connect('ada');
      const isHeard = await Promise.race([next.isHeard().then(() => next.end === undefined), next.ends().then(() => false)]);
      next.close();
      return isHeard;
    });
    other.close();
  });

  test('that say nothing make room for callers', async () => {
    const { switchboard } = await startWith({ MAX_SOCKETS: '2' });
    const silent = [1, 2].map(() => new WebSocket(switchboard.url.replace('http:', 'ws:'), 'graphql-transport-ws'));
    for (const socket of silent) socket.on('error', () => undefined);
    await Promise.all(silent.map((socket) => once(socket, 'open')));
    const subscriber = new Subscriber(switchboard.url, UPDATES, {}, { authorization: `Bearer ${await issuer.token()}` });
    await subscriber.isHeard();
    expect(subscriber.end).toBeUndefined();
    subscriber.close();
    for (const socket of silent) socket.terminate();
  });
});

test('The report about upstream requests names only providers of the caller', async () => {
  const { switchboard } = await startWith({});
  const headers = { 'content-type': 'application/json', 'x-upstream-trace': '1', ...bearer(await issuer.token({ accounts: ['exotel'] })) };
  const answer = await fetch(switchboard.url, { method: 'POST', headers, body: JSON.stringify({ query: '{ calls(first: 1) { nodes { id } } }' }) });
  expect(Object.keys(((await answer.json()) as { extensions: { upstream: object } }).extensions.upstream)).toEqual(['EXOTEL']);
});
