import type { RecordedRequest } from '../../src/simulators/index.js';
import { bulkRequests, sidsIn, windowIn } from '../support/exotel-requests.js';
import { eventually } from '../support/eventually.js';
import { codesIn } from '../support/graph.js';
import { askUntilLeaving } from '../support/leaving.js';
import { lookUp, serveCall } from '../support/lookups.js';
import { aliased } from '../support/operations.js';
import { type Replica, useReplicas } from '../support/replicas.js';
import { ago, DAY, exotelRow, serve, sid, sids } from '../vendors/rows.js';
import { useSilentVendor } from '../support/silent-vendor.js';
import { AICALLER, EXOTEL, SKIPCALL } from '../vendors/index.js';

/** Long enough for the requests of two clients, even on a slow machine. */
const ONE_BATCH = { LOOKUP_WINDOW_MS: '250' };
const replicas = useReplicas({});
const exotel = () => replicas.simulators.exotel;
const serveSids = (...some: string[]) => serve(exotel(), ...some.map((one) => exotelRow(one, ago(DAY))));

describe('Concurrent clients share requests:', () => {
  test('300 clients with one Sid each cost at most four requests, and one more for each quarter of a second in which they arrive', async () => {
    serveSids(...sids(300));
    const began = performance.now();
    const answers = await Promise.all(sids(300).map((one) => lookUp(replicas.first, 'EXOTEL', one)));
    expect(answers.map(({ data }) => data.a0?.providerCallId)).toEqual(sids(300));
    expect(exotel().requests.length).toBe(bulkRequests(exotel()).length);
    expect(bulkRequests(exotel()).length).toBeLessThanOrEqual(4 + Math.floor((performance.now() - began) / 250));
    expect(bulkRequests(exotel()).flatMap(sidsIn).sort()).toEqual(sids(300).sort());
  });

  test.each([
    ['EXOTEL', EXOTEL],
    ['AICALLER, with one id per request', AICALLER],
    ['SKIPCALL, with one id per request', SKIPCALL],
  ])('fifty clients with the same id cost one request, including those that come while it is pending: %s', async (_, vendor) => {
    const { id } = serveCall(replicas, vendor, 1);
    const simulator = replicas.simulators[vendor.simulator];
    simulator.faults.add({ fault: { kind: 'delay', milliseconds: 600 }, times: Infinity });
    const look = () => lookUp(replicas.first, vendor.provider, id);
    const first = look();
    await eventually('the request', () => simulator.requests.length === 1);
    const answers = await Promise.all([first, ...Array.from({ length: 49 }, look)]);
    expect(new Set(answers.map(({ data }) => data.a0?.providerCallId))).toEqual(new Set([id]));
    expect(simulator.requests.length).toBe(1);
  });

  test('several Sids of two clients cost one request, and each client gets its own calls', async () => {
    serveSids(...sids(5));
    const replica = await replicas.start(ONE_BATCH);
    const [one, other] = await Promise.all([[sid(0), sid(1), sid(2)], [sid(2), sid(3), sid(4)]].map((asked) => replica.data(aliased('EXOTEL', asked))));
    expect([one, other].map((data) => Object.values(data as object).map(({ providerCallId }: any) => providerCallId))).toEqual([[sid(0), sid(1), sid(2)], [sid(2), sid(3), sid(4)]]);
    expect(bulkRequests(exotel()).map((request) => sidsIn(request).sort())).toEqual([sids(5).sort()]);
  });

  test('if the provider fails, all get the error of one request', async () => {
    const replica = await replicas.start(ONE_BATCH);
    exotel().faults.add({ fault: { kind: 'status', status: 503 } });
    serveSids(sid(1), sid(2));
    const answers = await Promise.all([lookUp(replica, 'EXOTEL', sid(1)), lookUp(replica, 'EXOTEL', sid(2)), lookUp(replica, 'EXOTEL', sid(1))]);
    expect(answers.map(codesIn)).toEqual([['PROVIDER_UNAVAILABLE'], ['PROVIDER_UNAVAILABLE'], ['PROVIDER_UNAVAILABLE']]);
    expect(exotel().requests.length).toBe(1);
  });

  test('processes share no requests, and give the same answers', async () => {
    serveSids(sid(1));
    exotel().faults.add({ fault: { kind: 'delay', milliseconds: 300 }, times: Infinity });
    const processes = [replicas.first, await replicas.start()];
    const answers = await Promise.all([...processes, ...processes].map((replica) => lookUp(replica, 'EXOTEL', sid(1))));
    expect(answers.map(({ data }) => data.a0?.providerCallId)).toEqual([sid(1), sid(1), sid(1), sid(1)]);
    expect(exotel().requests.length).toBe(2);
  });
});

describe('A client that disconnects', () => {
  const silent = useSilentVendor();
  const ask = ({ switchboard }: Replica, ...asked: string[]) => askUntilLeaving(switchboard, aliased('EXOTEL', asked));

  test('does not affect another client that waits for the same call', async () => {
    serveSids(...sids(3));
    const replica = await replicas.start(ONE_BATCH);
    exotel().faults.add({ fault: { kind: 'delay', milliseconds: 300 } });
    const leaving = ask(replica, sid(0), sid(1));
    const staying = ask(replica, sid(1), sid(2));
    const [request] = await eventually('the request of both', () => bulkRequests(exotel()), ({ length }) => length > 0);
    expect(request && sidsIn(request).sort()).toEqual(sids(3));
    leaving.leave();
    expect(await leaving.answer).toBe('left');
    expect(await staying.answer).toEqual({ data: { a0: { providerCallId: sid(1) }, a1: { providerCallId: sid(2) } } });
    expect(exotel().requests.length).toBe(1);
  });

  test('cancels the request only when no other client waits for it', async () => {
    const replica = await replicas.start({ ...ONE_BATCH, EXOTEL_BASE_URL: silent.url });
    const { id } = serveCall(replicas, SKIPCALL, 1);
    const clients = [ask(replica, sid(1)), ask(replica, sid(1), sid(2))];
    await eventually('the request', () => silent.received === 1);
    clients[0]?.leave();
    await clients[0]?.answer;
    // The effects of the disconnection have happened by the time the others are answered.
    for (let other = 0; other < 3; other++) await lookUp(replica, 'SKIPCALL', id);
    expect(silent.abandoned).toBe(0);
    clients[1]?.leave();
    await eventually('the request to be stopped', () => silent.abandoned === 1);
    expect(silent.received).toBe(1);
  });

  test('leaves the call to be requested again by the next client', async () => {
    const replica = await replicas.start({ EXOTEL_BASE_URL: silent.url });
    const { received, abandoned } = silent;
    for (const number of [1, 2]) {
      const leaving = ask(replica, sid(1));
      await eventually(`request ${number}`, () => silent.received === received + number);
      leaving.leave();
      await eventually('the request to be stopped', () => silent.abandoned === abandoned + number);
    }
  });
});

describe('A Sid that does not exist', () => {
  const isOlder = (request: RecordedRequest) => windowIn(request) !== null;
  const isSingle = ({ path }: RecordedRequest) => !path.endsWith('/Calls.json');

  test.each([
    ['among ongoing calls', isSingle],
    ['in older windows of the history', isOlder],
  ])('is searched for %s, and its neighbours in the batch do not wait', async (_, isSlow) => {
    serveSids(sid(1), sid(2));
    const replica = await replicas.start(ONE_BATCH);
    exotel().faults.add({ fault: { kind: 'hang' }, times: Infinity, when: isSlow });
    const missing = askUntilLeaving(replica.switchboard, aliased('EXOTEL', [sid(5000)]));
    const answers = await Promise.all([lookUp(replica, 'EXOTEL', sid(1)), lookUp(replica, 'EXOTEL', sid(2))]);
    await eventually('the slow request', () => exotel().requests.some(isSlow));
    missing.leave();
    expect(await missing.answer).toBe('left');
    expect(answers.map(({ data }) => data.a0)).toEqual([{ providerCallId: sid(1) }, { providerCallId: sid(2) }]);
    const latest = bulkRequests(exotel()).filter((request) => !isOlder(request));
    expect(latest.map((request) => sidsIn(request).sort())).toEqual([[sid(1), sid(2), sid(5000)]]);
  });
});
