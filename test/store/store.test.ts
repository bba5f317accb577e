import { useChildren } from '../support/child.js';
import { closedPort } from '../support/closed-port.js';
import { posts } from '../support/dialing.js';
import { eventually } from '../support/eventually.js';
import { failing, failNextPost, intention, outcome, placeBehindTheScenes } from '../support/intentions.js';
import { useReplicas } from '../support/replicas.js';
import { describeOnEachStore, describeOnPostgres, openStore } from '../support/stores.js';

const health = async (url: string, state: string) => (await fetch(new URL(`/health/${state}`, url))).status;
const FOUND = { call: { id: expect.any(String) }, userErrors: [] };

describeOnEachStore(({ settings }) => {
  const children = useChildren();
  const replicas = useReplicas({});

  test('Processes that start together with an empty store agree on its schema, and on one call', async () => {
    const started = await Promise.all([1, 2].map(() => children.start({ ...replicas.simulators.environment, ...settings })));
    expect(await Promise.all(started.map(({ url }) => health(url, 'ready')))).toEqual([200, 200]);
    const wish = intention();
    const outcomes = await Promise.all(started.map((child) => outcome(child, wish)));
    expect(outcomes).toMatchObject([FOUND, FOUND]);
    expect(new Set(outcomes.map(({ call }) => call?.['id'])).size).toBe(1);
    expect(posts(replicas.first).length).toBe(1);
  });

  test('Several processes can open an up-to-date store at once', async () => {
    const stores = [1, 2, 3, 4].map(() => openStore(settings));
    expect(await Promise.all(stores.map((store) => store.isReady()))).toEqual([true, true, true, true]);
    await Promise.all(stores.map((store) => store.close()));
  });
});

describe('An empty embedded store', () => {
  const children = useChildren();

  test('can be opened by many at once, and gets its tables once', async () => {
    for (let round = 1; round <= 10; round += 1) {
      const settings = { DATA_DIR: children.folder('empty') };
      const stores = [1, 2, 3, 4].map(() => openStore(settings));
      expect(await Promise.all(stores.map((store) => store.isReady()))).toEqual([true, true, true, true]);
      await Promise.all(stores.map((store) => store.close()));
    }
  });
});

describe('If the disk is full', () => {
  const children = useChildren();
  const replicas = useReplicas({});

  test('the process is live but not ready, and nothing is dialled', async () => {
    const child = await children.start({ ...replicas.simulators.environment, DATA_DIR: children.folder('full') }, 600_000);
    expect(await health(child.url, 'ready')).toBe(200);
    await eventually('the disk to be full', () => health(child.url, 'ready'), (status) => status === 503);
    expect(await health(child.url, 'ready')).toBe(503);
    expect(await health(child.url, 'live')).toBe(200);
    expect(await outcome(child, intention())).toMatchObject(failing('PROVIDER_UNAVAILABLE'));
    expect(posts(replicas.first)).toEqual([]);
  });
});

describe('If the store is down', () => {
  const replicas = useReplicas({}, { calls: 5 });
  const lost = async () => replicas.start({ DATABASE_URL: (await closedPort()).replace('http:', 'postgresql:') + '/switchboard' });

  test('nothing is dialled, and the error says so', async () => {
    expect(await outcome(await lost(), intention())).toMatchObject(failing('PROVIDER_UNAVAILABLE'));
    const { idempotencyKey: _, ...withoutKey } = intention();
    expect(await outcome(await lost(), withoutKey)).toMatchObject(failing('PROVIDER_UNAVAILABLE'));
    expect(posts(replicas.first)).toEqual([]);
  });

  test('queries are answered', async () => {
    const placed = await outcome(replicas.first, intention());
    const graph = await lost();
    expect(await graph.data('query ($id: ID!) { call(id: $id) { id } calls(first: 1) { nodes { id } } }', { id: placed.call?.['id'] })).toEqual({
      call: placed.call,
      calls: { nodes: [placed.call] },
    });
  });

  test('the process is live but not ready', async () => {
    const { switchboard } = await lost();
    expect([await health(switchboard.url, 'live'), await health(switchboard.url, 'ready')]).toEqual([200, 503]);
  });
});

describeOnPostgres(({ settings, sql, close, reopen }) => {
  const replicas = useReplicas(settings);

  test('The store is used again when it is back', async () => {
    const wish = intention();
    await close();
    expect(await outcome(replicas.first, wish)).toMatchObject(failing('PROVIDER_UNAVAILABLE'));
    expect(await health(replicas.first.switchboard.url, 'ready')).toBe(503);
    await reopen();
    expect(await health(replicas.first.switchboard.url, 'ready')).toBe(200);
    expect(await outcome(replicas.first, wish)).toMatchObject({ ...FOUND, replayed: false });
    expect(posts(replicas.first).length).toBe(1);
  });

  test('A stalled store does not execute a failed write later: the key is free', async () => {
    const wish = intention();
    const stalled = sql('begin; lock table intentions in access exclusive mode; select pg_sleep(60)').catch(() => undefined);
    const sleeper = "from pg_stat_activity where datname = current_database() and query like '%pg_sleep(60)' and wait_event = 'PgSleep'";
    await eventually('the lock', () => sql(`select count(*) ${sleeper}`), (count) => count === '1');
    expect(await outcome(replicas.first, wish)).toMatchObject(failing('PROVIDER_UNAVAILABLE'));
    await sql(`select pg_terminate_backend(pid) ${sleeper}`);
    await stalled;
    expect(await outcome(replicas.first, wish)).toMatchObject({ ...FOUND, replayed: false });
    expect(posts(replicas.first).length).toBe(1);
  });

  test('A store failure while AICaller has the request does not mean that nothing was sent', async () => {
    const [placed, unplaced] = [intention(), intention()];
    const replica = await replicas.start({ UPSTREAM_TIMEOUT_MS: '300' });
    failNextPost(replica, { kind: 'hang' }, (request) => placeBehindTheScenes(replica, request));
    const first = outcome(replica, placed);
    await eventually('the first POST', () => posts(replica).length === 1);
    failNextPost(replica, { kind: 'hang' });
    const second = outcome(replica, unplaced);
    await eventually('the second POST', () => posts(replica).length === 2);
    await close();
    const { call, userErrors } = await first;
    if (call === null) expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    expect(await second).toMatchObject(failing('OUTCOME_UNKNOWN'));
    await reopen();
    expect(await Promise.all([outcome(replica, placed), outcome(replica, unplaced)])).toMatchObject([{ ...FOUND, replayed: true }, failing('OUTCOME_UNKNOWN')]);
    expect(posts(replica).length).toBe(2);
  });
});
