import { setImmediate as turn } from 'node:timers/promises';
import { Urgency } from '../../src/upstream/upstream-context.js';
import { ConcurrencyLimit } from '../../src/upstream/concurrency-limit.js';
import { contextOf } from '../support/upstream-context.js';

/** A task that ends on command. */
function task(): { readonly run: () => Promise<void>; end: () => void; begun: boolean } {
  const one = { begun: false, end: (): void => undefined, run: (): Promise<void> => Promise.resolve() };
  const ended = new Promise<void>((resolve) => (one.end = resolve));
  one.run = () => {
    one.begun = true;
    return ended;
  };
  return one;
}

describe('The concurrency limit of a provider', () => {
  test('runs at most this many tasks at once', async () => {
    const limit = new ConcurrencyLimit('EXOTEL', 2);
    const tasks = [task(), task(), task()];
    const taken = tasks.map(({ run }) => limit.run(contextOf(), run));
    await turn();
    expect(tasks.map(({ begun }) => begun)).toEqual([true, true, false]);
    expect(limit.inProgress).toBe(2);
    tasks[0]?.end();
    await taken[0];
    await turn();
    expect(tasks[2]?.begun).toBe(true);
    for (const { end } of tasks) end();
    await Promise.all(taken);
    expect(limit.inProgress).toBe(0);
  });

  test('runs the most urgent task first, and the oldest of equally urgent ones', async () => {
    const limit = new ConcurrencyLimit('EXOTEL', 1);
    const first = task();
    const order: string[] = [];
    const waiting = [limit.run(contextOf(), first.run)];
    for (const [name, urgency] of [['sweep', Urgency.SWEEP], ['walk', Urgency.WALK], ['one', Urgency.INTERACTIVE], ['another', Urgency.INTERACTIVE]] as const) {
      waiting.push(limit.run(contextOf({ urgency }), async () => void order.push(name)));
    }
    first.end();
    await Promise.all(waiting);
    expect(order).toEqual(['one', 'another', 'walk', 'sweep']);
  });

  test('runs the only request of an operation before those of an operation with many, even if these have waited longer', async () => {
    const limit = new ConcurrencyLimit('EXOTEL', 1);
    const first = task();
    const order: string[] = [];
    // The same id, because clients choose it.
    const of = (operation: object) => contextOf({ origin: { requestId: 'same', operation, span: undefined, isSpent: false, shares: [], sent: () => undefined } });
    const many = {};
    const waiting = [limit.run(of(many), first.run)];
    for (let request = 0; request < 3; request++) waiting.push(limit.run(of(many), async () => void order.push('many')));
    waiting.push(limit.run(of({}), async () => void order.push('alone')));
    first.end();
    await Promise.all(waiting);
    expect(order).toEqual(['alone', 'many', 'many', 'many']);
  });

  test('runs the only request of a caller before those of a caller with many operations, who can not fill the queue', async () => {
    const limit = new ConcurrencyLimit('EXOTEL', 1);
    const first = task();
    const order: string[] = [];
    const caller = () => ({ waitMs: () => 0, sent: () => undefined });
    const by = (share: ReturnType<typeof caller>) => contextOf({ origin: { requestId: 'same', operation: {}, span: undefined, isSpent: false, shares: [share], sent: () => undefined } });
    const greedy = caller();
    const waiting = [limit.run(by(greedy), first.run)];
    let refused = 0;
    for (let request = 0; request < 9000; request++) waiting.push(limit.run(by(greedy), async () => void order.push('greedy')).catch(() => void (refused += 1)));
    waiting.push(limit.run(by(caller()), async () => void order.push('other')));
    first.end();
    await Promise.all(waiting);
    expect(order[0]).toBe('other');
    expect(refused).toBeGreaterThan(3000);
  });

  test('runs nothing for a client that has disconnected', async () => {
    const limit = new ConcurrencyLimit('EXOTEL', 1);
    const [first, second] = [task(), task()];
    const client = new AbortController();
    const taken = limit.run(contextOf(), first.run);
    const refused = expect(limit.run(contextOf({ signal: client.signal }), second.run)).rejects.toMatchObject({ code: 'PROVIDER_TIMEOUT', facts: { abandoned: true } });
    client.abort();
    await refused;
    first.end();
    await taken;
    await turn();
    expect(second.begun).toBe(false);
  });

  test('refuses at once when its queue is full, and runs the rest', async () => {
    const limit = new ConcurrencyLimit('EXOTEL', 1);
    const first = task();
    const taken = limit.run(contextOf(), first.run);
    let served = 0;
    const refused: unknown[] = [];
    const waiting = Array.from({ length: 15_000 }, () => limit.run(contextOf(), async () => void (served += 1)).catch((error: unknown) => refused.push(error)));
    await turn();
    expect(refused.length).toBeGreaterThan(1000);
    expect(refused[0]).toMatchObject({ name: 'ProviderError', facts: { notSent: true } });
    first.end();
    await Promise.all([taken, ...waiting]);
    expect(served).toBe(15_000 - refused.length);
  });
});
