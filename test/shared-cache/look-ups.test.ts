import { eventually } from '../support/eventually.js';
import { codesIn } from '../support/graph.js';
import { askUntilLeaving } from '../support/leaving.js';
import { lookUp, serveCall } from '../support/lookups.js';
import { aliased } from '../support/operations.js';
import { describeWithRedis } from '../support/redis.js';
import { type Replica, useReplicas } from '../support/replicas.js';
import { ago, DAY, exotelRow, serve, sid } from '../vendors/rows.js';
import { AICALLER, EXOTEL, SKIPCALL, TWILIO } from '../vendors/index.js';

describeWithRedis('Processes that share a Redis', (redis) => {
  const replicas = useReplicas({});
  const exotel = () => replicas.simulators.exotel;
  const start = (settings: Record<string, string> = {}) => replicas.start({ REDIS_URL: redis.url, CACHE_MAX_CALLS: '20000', ...settings });
  const fleet = (size: number, settings?: Record<string, string>) => Promise.all(Array.from({ length: size }, () => start(settings)));
  const found = (replica: Replica, id: string) => lookUp(replica, 'EXOTEL', id).then(({ data }) => data.a0?.providerCallId);
  beforeEach(() => redis.run('FLUSHALL'));

  test('request a call once, whoever asks for it', async () => {
    const [first, second, third] = await fleet(3);
    serve(exotel(), exotelRow(sid(1), ago(DAY)));
    expect(await found(first!, sid(1))).toBe(sid(1));
    expect([await found(second!, sid(1)), await found(third!, sid(1)), await found(await start(), sid(1))]).toEqual([sid(1), sid(1), sid(1)]);
    expect(exotel().requests.length).toBe(1);
  });

  test.each([['EXOTEL', EXOTEL], ['AICALLER', AICALLER], ['SKIPCALL', SKIPCALL], ['TWILIO', TWILIO]])('request a call once if all are asked in one instant: %s', async (_, vendor) => {
    const some = await fleet(4);
    const { id } = serveCall(replicas, vendor, 1);
    const simulator = replicas.simulators[vendor.simulator];
    simulator.faults.add({ fault: { kind: 'delay', milliseconds: 300 }, times: Infinity });
    const answers = await Promise.all(some.flatMap((replica) => [1, 2, 3].map(() => lookUp(replica, vendor.provider, id))));
    expect(new Set(answers.map(({ data }) => data.a0?.providerCallId))).toEqual(new Set([id]));
    expect(simulator.requests.length).toBe(1);
  });

  test('share an error, and ask again afterwards', async () => {
    const some = await fleet(3, { UPSTREAM_TIMEOUT_MS: '1000' });
    const { id } = serveCall(replicas, AICALLER, 1);
    const { aicaller } = replicas.simulators;
    aicaller.faults.add({ fault: { kind: 'hang' } });
    const answers = await Promise.all(some.map((replica) => lookUp(replica, 'AICALLER', id)));
    expect(answers.map(codesIn)).toEqual([['PROVIDER_TIMEOUT'], ['PROVIDER_TIMEOUT'], ['PROVIDER_TIMEOUT']]);
    expect(aicaller.requests.length).toBe(1);
    expect((await lookUp(some[1]!, 'AICALLER', id)).data.a0?.providerCallId).toBe(id);
  });

  test('know together that a call does not exist', async () => {
    const some = await fleet(2);
    for (const replica of some) expect((await lookUp(replica, 'AICALLER', 'none')).data.a0).toBeNull();
    expect(replicas.simulators.aicaller.requests.length).toBe(1);
  });

  test('forget together what was deleted or changed, as soon as one of them reads it anew', async () => {
    const [first, second] = await fleet(2);
    const { row, id } = serveCall(replicas, AICALLER, 1, { status: 'completed' });
    const statusAt = async (replica: Replica, headers = {}) => (await lookUp(replica, 'AICALLER', id, 'status', headers)).data.a0?.status ?? null;
    expect([await statusAt(first!), await statusAt(second!)]).toEqual(['COMPLETED', 'COMPLETED']);
    row['status'] = 'failed';
    expect([await statusAt(first!), await statusAt(second!)]).toEqual(['COMPLETED', 'COMPLETED']);
    expect(await statusAt(first!, { 'cache-control': 'no-cache' })).toBe('FAILED');
    await eventually('the other process to hear of it', () => statusAt(second!), (status) => status === 'FAILED');
    replicas.simulators.aicaller.rows.length = 0;
    expect(await statusAt(second!, { 'cache-control': 'no-cache' })).toBeNull();
    await eventually('the first process to hear of it', () => statusAt(first!), (status) => status === null);
    expect(replicas.simulators.aicaller.requests.length).toBe(3);
  });

  test('take over from a process whose client leaves', async () => {
    const [first, second] = await fleet(2);
    const { id } = serveCall(replicas, AICALLER, 1);
    const { aicaller } = replicas.simulators;
    aicaller.faults.add({ fault: { kind: 'delay', milliseconds: 60_000 } });
    const client = askUntilLeaving(first!.switchboard, aliased('AICALLER', [id]));
    await eventually('the request', () => aicaller.requests.length === 1);
    const waiting = lookUp(second!, 'AICALLER', id);
    client.leave();
    await client.answer;
    expect((await waiting).data.a0?.providerCallId).toBe(id);
    expect(aicaller.requests.length).toBe(2);
  });

  test('keep nothing in Redis that reveals a number, a name or an id', async () => {
    const replica = (await fleet(1))[0]!;
    const { row, id } = serveCall(replicas, AICALLER, 1);
    await lookUp(replica, 'AICALLER', id, 'from { e164 } contact { name }');
    const keys = (await redis.run('KEYS', '*')) as string[];
    const values = await Promise.all(keys.map((key) => redis.run('HGETALL', key)));
    const stored = JSON.stringify([keys, values]);
    expect(keys.length).toBeGreaterThan(0);
    for (const secret of [id, String(row['phoneNumber']), 'completed']) expect(stored).not.toContain(secret);
  });
});
