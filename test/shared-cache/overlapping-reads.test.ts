import { Call } from '../../src/model/call.js';
import { eventually } from '../support/eventually.js';
import { describeWithRedis } from '../support/redis.js';
import { type Read, secondsOf, SharingProcess, state } from '../support/sharing-process.js';

/** Each test has an older state, 1, and a newer one, 2. Once somebody has got the newer one, nobody gets the older. */
describeWithRedis('Of reads that overlap in several processes, the older one does not win', (redis) => {
  const started: SharingProcess[] = [];
  const start = async (windowMs?: number, idsPerRequest?: number | null) => {
    const one = await new SharingProcess(redis.url, windowMs, idsPerRequest).start();
    started.push(one);
    return one;
  };
  /** A plain read that is in progress: its request was sent. */
  const begin = async (process: SharingProcess): Promise<{ found: Promise<unknown>; read: Read }> => {
    const found = process.find();
    return { found, read: await process.read() };
  };
  const readNewer = async (process: SharingProcess) => {
    const found = process.find(true);
    (await process.read()).answer(state(2));
    expect(secondsOf(await found)).toBe(2);
  };
  const isNotOlder = (process: SharingProcess) => eventually('the newer state, or a request', () => process.seconds(), (seconds) => seconds === 2 || seconds === 'asks');
  const entryOf = async () => ((await redis.run('KEYS', 'switchboard:1:call:*')) as string[])[0] ?? '';
  beforeEach(async () => {
    redis.resume();
    await redis.kill();
    await redis.start();
  });
  afterEach(() => {
    for (const one of started.splice(0)) one.close();
  });

  test('if Redis takes it late', async () => {
    const [one, two] = [await start(), await start()];
    const older = await begin(one);
    await readNewer(two);
    await one.hears();
    redis.stall();
    older.read.answer(state(1));
    await older.found;
    redis.resume();
    await one.isConnected();
    await isNotOlder(one);
    await isNotOlder(two);
  });

  test('if it began while Redis stalled', async () => {
    const [one, two] = [await start(), await start()];
    redis.stall();
    const older = await begin(one);
    redis.resume();
    await Promise.all([one.isConnected(), two.isConnected()]);
    await readNewer(two);
    older.read.answer(state(1));
    await older.found;
    await isNotOlder(two);
    await isNotOlder(one);
  });

  test('if the newer one could only be told after a stall', async () => {
    const [one, two] = [await start(), await start()];
    const older = await begin(two);
    redis.stall();
    await readNewer(one);
    redis.resume();
    await Promise.all([one.isConnected(), two.hears()]);
    older.read.answer(state(1));
    await older.found;
    await isNotOlder(one);
    await isNotOlder(two);
  });

  test('if Redis has lost everything meanwhile', async () => {
    const [one, two] = [await start(), await start()];
    const older = await begin(two);
    await readNewer(one);
    await redis.run('FLUSHALL');
    older.read.answer(state(1));
    await older.found;
    await isNotOlder(one);
  });

  test('if a look-up claimed the call early, waited in its batch, and read it last', async () => {
    const [one, two] = [await start(1000, 100), await start()];
    const plain = one.find();
    await eventually('the claim', async () => ((await redis.run('KEYS', 'switchboard:1:look-up:*')) as string[]).length > 0);
    const fresh = two.find(true);
    (await two.read()).answer(state(1));
    await fresh;
    (await one.read()).answer(state(2));
    expect(secondsOf(await plain)).toBe(2);
    await isNotOlder(one);
    await isNotOlder(two);
  });

  test('for a client that comes after the newer one was told', async () => {
    const [one, two] = [await start(), await start()];
    const older = await begin(one);
    await readNewer(two);
    await one.hears();
    expect(await one.seconds()).toBe(2);
    older.read.answer(state(1));
    await older.found;
    await isNotOlder(one);
  });

  test('if the newer state is too large for Redis', async () => {
    const [one, two] = [await start(), await start()];
    const older = await begin(two);
    older.read.answer(state(1));
    await older.found;
    const fresh = one.find(true);
    (await one.read()).answer(new Call({ ...state(2).facts, notes: 'x'.repeat(150_000) }));
    await fresh;
    await isNotOlder(two);
  });

  test('if Redis restarts with data from before', async () => {
    const [one, two] = [await start(), await start()];
    const older = await begin(two);
    older.read.answer(state(1));
    await older.found;
    const key = await entryOf();
    const entry = (await redis.run('HGETALL', key)) as string[];
    await readNewer(one);
    await redis.kill();
    await redis.start();
    await redis.run('HSET', key, ...entry);
    await Promise.all([one.isConnected(), two.isConnected()]);
    await isNotOlder(two);
    await isNotOlder(one);
  });

  test("if Redis' clock was ahead", async () => {
    const [one, two] = [await start(), await start()];
    const older = await begin(two);
    older.read.answer(state(1));
    await older.found;
    const ahead = String((Date.now() + 3_600_000) * 1000);
    await redis.run('HSET', await entryOf(), 'stamp', ahead, 'kept', ahead, 'until', ahead);
    await readNewer(one);
    await isNotOlder(one);
  });
});
