import { setImmediate as turn } from 'node:timers/promises';
import { Urgency } from '../../src/providers/provider.js';
import { Turns } from '../../src/upstream/turns.js';
import { contextOf } from '../support/upstream-context.js';

/** A task that ends when it is told to. */
function task(): { readonly run: () => Promise<void>; end: () => void; begun: boolean } {
  const one = { begun: false, end: (): void => undefined, run: (): Promise<void> => Promise.resolve() };
  const ended = new Promise<void>((resolve) => (one.end = resolve));
  one.run = () => {
    one.begun = true;
    return ended;
  };
  return one;
}

describe('Turns at one provider', () => {
  test('are taken by so many at once', async () => {
    const turns = new Turns('EXOTEL', 2);
    const tasks = [task(), task(), task()];
    const taken = tasks.map(({ run }) => turns.take(contextOf(), run));
    await turn();
    expect(tasks.map(({ begun }) => begun)).toEqual([true, true, false]);
    expect(turns.underWay).toBe(2);
    tasks[0]?.end();
    await taken[0];
    await turn();
    expect(tasks[2]?.begun).toBe(true);
    for (const { end } of tasks) end();
    await Promise.all(taken);
    expect(turns.underWay).toBe(0);
  });

  test('go to the most urgent first, and among them to who came first', async () => {
    const turns = new Turns('EXOTEL', 1);
    const first = task();
    const order: string[] = [];
    const waiting = [turns.take(contextOf(), first.run)];
    for (const [name, urgency] of [['sweep', Urgency.SWEEP], ['walk', Urgency.WALK], ['one', Urgency.INTERACTIVE], ['another', Urgency.INTERACTIVE]] as const) {
      waiting.push(turns.take(contextOf({ urgency }), async () => void order.push(name)));
    }
    first.end();
    await Promise.all(waiting);
    expect(order).toEqual(['one', 'another', 'walk', 'sweep']);
  });

  test('go to an operation with one request before another one\'s many, however long those have waited', async () => {
    const turns = new Turns('EXOTEL', 1);
    const first = task();
    const order: string[] = [];
    const of = (requestId: string) => contextOf({ origin: { requestId, span: undefined, isSpent: false, sent: () => undefined } });
    const waiting = [turns.take(of('one of many'), first.run)];
    for (let request = 0; request < 3; request++) waiting.push(turns.take(of('one of many'), async () => void order.push('many')));
    waiting.push(turns.take(of('alone'), async () => void order.push('alone')));
    first.end();
    await Promise.all(waiting);
    expect(order).toEqual(['alone', 'many', 'many', 'many']);
  });

  test('are not taken by who has gone in the meantime', async () => {
    const turns = new Turns('EXOTEL', 1);
    const [first, second] = [task(), task()];
    const client = new AbortController();
    const taken = turns.take(contextOf(), first.run);
    const refused = expect(turns.take(contextOf({ signal: client.signal }), second.run)).rejects.toMatchObject({ code: 'PROVIDER_TIMEOUT', facts: { givenUp: true } });
    client.abort();
    await refused;
    first.end();
    await taken;
    await turn();
    expect(second.begun).toBe(false);
  });

  test('are not waited for by any number: too many are refused at once, and the others are served', async () => {
    const turns = new Turns('EXOTEL', 1);
    const first = task();
    const taken = turns.take(contextOf(), first.run);
    let served = 0;
    const refused: unknown[] = [];
    const waiting = Array.from({ length: 15_000 }, () => turns.take(contextOf(), async () => void (served += 1)).catch((error: unknown) => refused.push(error)));
    await turn();
    expect(refused.length).toBeGreaterThan(1000);
    expect(refused[0]).toMatchObject({ name: 'ProviderError', facts: { nothingSent: true } });
    first.end();
    await Promise.all([taken, ...waiting]);
    expect(served).toBe(15_000 - refused.length);
  });
});
