import { describe, expect, test } from '@jest/globals';
import { useChildren } from '../support/child.js';
import { closedPort } from '../support/closed-port.js';
import { posts } from '../support/dialing.js';
import { eventually } from '../support/eventually.js';
import type { Data } from '../support/graph.js';
import { failing, failNextPost, intention, outcome, placeBehindTheScenes } from '../support/intentions.js';
import { type Replica, useReplicas } from '../support/replicas.js';
import { describeOnEachStore, describeOnPostgres, openStore } from '../support/stores.js';

const health = async (url: string, state: string) => (await fetch(new URL(`/health/${state}`, url))).status;
const FOUND = { call: { id: expect.any(String) }, userErrors: [] };

describeOnEachStore(({ settings }) => {
  const children = useChildren();
  const replicas = useReplicas({});

  test('Processes that start together before an empty store agree on its schema, and on one call', async () => {
    const started = await Promise.all([1, 2, 3].map(() => children.start({ ...replicas.simulators.environment, ...settings })));
    expect(await Promise.all(started.map(({ url }) => health(url, 'ready')))).toEqual([200, 200, 200]);
    const wish = intention();
    const outcomes = await Promise.all(started.map((child) => outcome(child, wish)));
    expect(outcomes).toMatchObject([FOUND, FOUND, FOUND]);
    expect(new Set(outcomes.map(({ call }) => call?.['id'])).size).toBe(1);
    expect(posts(replicas.first).length).toBe(1);
  }, 20_000);

  test('A store that is up to date is opened by several at once', async () => {
    const stores = [1, 2, 3, 4].map(() => openStore(settings));
    expect(await Promise.all(stores.map((store) => store.isReady()))).toEqual([true, true, true, true]);
    await Promise.all(stores.map((store) => store.close()));
  });
});

describe('With the store down', () => {
  const replicas = useReplicas({}, { calls: 5 });
  const lost = async () => replicas.start({ DATABASE_URL: (await closedPort()).replace('http:', 'postgresql:') + '/switchboard' });

  test('nothing is dialled, and that is said', async () => {
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

  test('the process is alive and not ready', async () => {
    const { switchboard } = await lost();
    expect([await health(switchboard.url, 'live'), await health(switchboard.url, 'ready')]).toEqual([200, 503]);
  });
});

describeOnPostgres(({ settings, cluster }) => {
  const replicas = useReplicas(settings);
  const url = () => settings['DATABASE_URL'] ?? '';

  test('A store that comes back is used again', async () => {
    const wish = intention();
    await cluster.close(url());
    expect(await outcome(replicas.first, wish)).toMatchObject(failing('PROVIDER_UNAVAILABLE'));
    expect(await health(replicas.first.switchboard.url, 'ready')).toBe(503);
    await cluster.reopen(url());
    expect(await health(replicas.first.switchboard.url, 'ready')).toBe(200);
    expect(await outcome(replicas.first, wish)).toMatchObject({ ...FOUND, replayed: false });
    expect(posts(replicas.first).length).toBe(1);
  });

  describe('A store that goes away while AICaller has the request', () => {
    /** What is answered when the store is closed between the POST and its answer. */
    async function loseStore(replica: Replica, wish: Data, isPlaced: boolean) {
      failNextPost(replica, { kind: 'hang' }, (request) => isPlaced && placeBehindTheScenes(replica, request));
      const asked = outcome(replica, wish);
      await eventually('the POST', () => posts(replica).length === 1);
      await cluster.close(url());
      return asked;
    }

    test.each([true, false])('is no reason to say that nothing was sent (the call was placed: %s)', async (isPlaced) => {
      const wish = intention();
      const replica = await replicas.start({ UPSTREAM_TIMEOUT_MS: '300' });
      const { call, userErrors } = await loseStore(replica, wish, isPlaced);
      if (call === null) expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
      else expect(isPlaced).toBe(true);
      await cluster.reopen(url());
      expect(await outcome(replica, wish)).toMatchObject(isPlaced ? { ...FOUND, replayed: true } : { ...failing('OUTCOME_UNKNOWN'), replayed: true });
      expect(posts(replica).length).toBe(1);
    });
  });
});
