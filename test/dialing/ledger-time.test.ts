import { useClock } from '../support/clock.js';
import { posts } from '../support/dialing.js';
import { eventually } from '../support/eventually.js';
import { failing, failNextPost, intention, ledgerEntry, outcome, placeBehindTheScenes } from '../support/intentions.js';
import { useReplicas } from '../support/replicas.js';
import { describeOnEachStore } from '../support/stores.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const clock = useClock();

describeOnEachStore(({ settings }) => {
  const replicas = useReplicas(settings, { now: () => Date.now() });
  const postCount = () => posts(replicas.first).length;
  const entryOf = ({ idempotencyKey }: { idempotencyKey: string }) => ledgerEntry(settings, 'idempotency_key', idempotencyKey);

  describe('A call that is not found', () => {
    test('is searched for 15 minutes, then the client is told to decide on a new key', async () => {
      const wish = intention();
      failNextPost(replicas.first, { kind: 'status', status: 500 });
      const first = await outcome(replicas.first, wish);
      clock.advance(14 * MINUTE_MS);
      expect(await outcome(replicas.first, wish)).toEqual({ ...first, replayed: true });
      clock.advance(2 * MINUTE_MS);
      const last = await outcome(replicas.first, wish);
      expect(last).toMatchObject({ ...failing('OUTCOME_UNKNOWN'), replayed: true });
      expect(last.userErrors[0]?.message).toMatch(/new key/);
      expect(await outcome(await replicas.start(), wish)).toEqual(last);
      expect(postCount()).toBe(1);
      expect(await outcome(replicas.first, { ...wish, idempotencyKey: intention().idempotencyKey })).toMatchObject({ replayed: false, userErrors: [] });
      expect(postCount()).toBe(2);
    });

    test('is given up in the background too', async () => {
      const wish = intention();
      failNextPost(replicas.first, { kind: 'reset' });
      await outcome(replicas.first, wish);
      clock.advance(16 * MINUTE_MS);
      await replicas.start();
      await eventually('the ledger to give up', async () => (await entryOf(wish))?.state === 'NOT_FOUND');
    });
  });

  describe('An attempt of a process that ended', () => {
    test('is not searched for while it may be in progress, but afterwards', async () => {
      const wish = intention();
      const doomed = await replicas.start({ UPSTREAM_TIMEOUT_MS: '700' });
      failNextPost(replicas.first, { kind: 'hang' });
      const lost = outcome(doomed, wish);
      await eventually('the POST', () => postCount() === 1);
      let isAnswered = false;
      const asked = outcome(replicas.first, wish).finally(() => (isAnswered = true));
      const reads = replicas.simulators.aicaller.requests.length;
      await eventually('another process that asks', async () => (await entryOf(wish))?.state === 'ATTEMPTED');
      expect([isAnswered, replicas.simulators.aicaller.requests.length]).toEqual([false, reads]);
      const [post] = posts(replicas.first);
      placeBehindTheScenes(replicas.first, { body: post?.body ?? '{}' });
      clock.advance(5000);
      expect(await asked).toEqual({ call: { id: expect.any(String) }, replayed: true, userErrors: [] });
      expect(postCount()).toBe(1);
      await lost;
    });
  });

  describe('A key', () => {
    test('is kept for at least a day, and can be used again when it is deleted', async () => {
      const wish = intention();
      const first = await outcome(replicas.first, wish);
      clock.advance(23 * HOUR_MS);
      expect(await outcome(await replicas.start({ LEDGER_RETENTION_HOURS: '24' }), wish)).toEqual({ ...first, replayed: true });
      clock.advance(2 * HOUR_MS);
      const forgetful = await replicas.start({ LEDGER_RETENTION_HOURS: '24' });
      await eventually('the ledger to forget', async () => (await entryOf(wish)) === undefined);
      expect(await outcome(forgetful, wish)).toMatchObject({ replayed: false, userErrors: [] });
      expect(postCount()).toBe(2);
    });

    test('returns its call again although callDelayedUntil is in the past by then', async () => {
      const wish = intention({ callDelayedUntil: new Date(Date.now() + MINUTE_MS).toISOString() });
      const first = await outcome(replicas.first, wish);
      expect(first).toMatchObject({ replayed: false, userErrors: [] });
      clock.advance(2 * MINUTE_MS);
      expect(await outcome(replicas.first, wish)).toEqual({ ...first, replayed: true });
      expect(postCount()).toBe(1);
    });
  });
});
