import fc from 'fast-check';
import type { HttpAnswer } from '../../src/upstream/http.js';
import { Urgency } from '../../src/upstream/upstream-context.js';
import { AccountBudget } from '../../src/upstream/account-budget.js';
import { ProviderError } from '../../src/upstream/provider-error.js';
import { runs } from '../support/property.js';

const ANSWER: HttpAnswer = { status: 200, headers: {}, body: {} };
const budgetOf = (limit: number) => new AccountBudget('an account', { requests: limit, windowSeconds: 60 }, null, Date.now);

/** How many requests of an urgency are sent before one is refused. */
async function sentUntilRefused(budget: AccountBudget, urgency: Urgency): Promise<number> {
  for (let sent = 0; ; sent++) if ('waitMs' in (await budget.spend(urgency, async () => ANSWER))) return sent;
}

describe('With a budget of a hundred requests per minute,', () => {
  test.each([
    ['sixty are for polling', Urgency.SWEEP, 60],
    ['ninety are for further pages', Urgency.WALK, 90],
    ['all are for look-ups that a client waits for', Urgency.INTERACTIVE, 100],
  ])('%s', async (_, urgency, share) => {
    expect(await sentUntilRefused(budgetOf(100), urgency)).toBe(share);
  });

  test('more urgent requests can use what less urgent requests leave', async () => {
    const budget = budgetOf(100);
    const shares = [];
    for (const urgency of [Urgency.SWEEP, Urgency.WALK, Urgency.INTERACTIVE]) shares.push(await sentUntilRefused(budget, urgency));
    expect(shares).toEqual([60, 30, 10]);
  });

  test('the reserve for more urgent requests remains after twenty page requests were refused at once', async () => {
    const budget = budgetOf(100);
    await sentUntilRefused(budget, Urgency.WALK);
    const refused = await Promise.all(Array.from({ length: 20 }, () => budget.spend(Urgency.WALK, async () => ANSWER)));
    expect(refused.every((result) => 'waitMs' in result)).toBe(true);
    expect(await sentUntilRefused(budget, Urgency.INTERACTIVE)).toBe(10);
  });

  test('a refused request gets the time to wait', async () => {
    const budget = budgetOf(100);
    await sentUntilRefused(budget, Urgency.INTERACTIVE);
    const refused = await budget.spend(Urgency.INTERACTIVE, async () => ANSWER);
    expect(refused).toEqual({ waitMs: expect.any(Number) });
    expect((refused as { waitMs: number }).waitMs).toBeLessThanOrEqual(60_000);
    expect((refused as { waitMs: number }).waitMs).toBeGreaterThan(50_000);
  });
});

test('With any concurrency and urgency, no more requests than the limit are sent in a minute', async () => {
  const urgency = fc.constantFrom(Urgency.SWEEP, Urgency.WALK, Urgency.INTERACTIVE);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 20 }), fc.array(urgency, { maxLength: 50, size: 'max' }), async (limit, asked) => {
      const budget = budgetOf(limit);
      let sent = 0;
      const send = async () => {
        sent += 1;
        return ANSWER;
      };
      const results = await Promise.all(asked.map((one) => budget.spend(one, send)));
      expect(sent).toBe(results.filter((result) => 'answer' in result).length);
      expect(sent).toBeLessThanOrEqual(limit);
      expect(sent + (await sentUntilRefused(budget, Urgency.INTERACTIVE))).toBeLessThanOrEqual(limit);
    }),
    runs(100),
  );
});

describe('With a budget of three hundred requests in five seconds,', () => {
  const WINDOW_MS = 5000;
  const shortBudget = (requests: number, now: () => number) => new AccountBudget('an account', { requests, windowSeconds: 5 }, null, now);

  test('any five seconds have at most three hundred, whenever they are asked for', async () => {
    const burst = fc.record({ pauseMs: fc.integer({ min: 0, max: 2500 }), requests: fc.integer({ min: 1, max: 400 }) });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 6, max: 300 }), fc.array(burst, { maxLength: 15, size: 'max' }), async (limit, bursts) => {
        let clock = 1_700_000_000_000;
        const budget = shortBudget(limit, () => clock);
        const sentAt: number[] = [];
        for (const { pauseMs, requests } of bursts) {
          clock += pauseMs;
          await Promise.all(Array.from({ length: requests }, () => budget.spend(Urgency.INTERACTIVE, async () => (sentAt.push(clock), ANSWER))));
        }
        const most = Math.max(0, ...sentAt.map((from) => sentAt.filter((at) => at >= from && at < from + WINDOW_MS).length));
        expect(most).toBeLessThanOrEqual(limit);
      }),
      runs(30),
    );
  });

  test('a refused request waits until the next span, and is sent then', async () => {
    let clock = 1_700_000_000_000;
    const budget = shortBudget(300, () => clock);
    expect(await sentUntilRefused(budget, Urgency.INTERACTIVE)).toBe(50);
    const refused = (await budget.spend(Urgency.INTERACTIVE, async () => ANSWER)) as { waitMs: number };
    expect(refused.waitMs).toBeLessThanOrEqual(1100);
    clock += refused.waitMs;
    expect(await sentUntilRefused(budget, Urgency.INTERACTIVE)).toBe(50);
  });

  test('each urgency has its share of a span', async () => {
    const budget = shortBudget(300, () => 1_700_000_000_000);
    const shares = [];
    for (const urgency of [Urgency.SWEEP, Urgency.WALK, Urgency.INTERACTIVE]) shares.push(await sentUntilRefused(budget, urgency));
    expect(shares).toEqual([30, 15, 5]);
  });

  test('the state counts the whole window, and says when it is over', async () => {
    let clock = 1_700_000_000_000;
    const budget = shortBudget(300, () => clock);
    expect(await budget.state()).toEqual({ limit: 300, windowSeconds: 5, left: 300, resetsAt: null });
    await sentUntilRefused(budget, Urgency.INTERACTIVE);
    clock += 1100;
    await sentUntilRefused(budget, Urgency.INTERACTIVE);
    const { left, resetsAt } = await budget.state();
    expect(left).toBe(200);
    clock = Number(resetsAt);
    expect(await budget.state()).toEqual({ limit: 300, windowSeconds: 5, left: 300, resetsAt: null });
  });

  test('nothing is sent until the instant that a refusal names', async () => {
    let clock = 1_700_000_000_000;
    const budget = shortBudget(300, () => clock);
    const refusal = new ProviderError('SKIPCALL', 'PROVIDER_RATE_LIMITED', 'Too many.', { retryAfter: new Date(clock + 3000) });
    await expect(budget.spend(Urgency.INTERACTIVE, async () => Promise.reject(refusal))).rejects.toBe(refusal);
    for (const pauseMs of [0, 1500, 1400]) {
      clock += pauseMs;
      expect(await sentUntilRefused(budget, Urgency.INTERACTIVE)).toBe(0);
    }
    clock += 1100;
    expect(await sentUntilRefused(budget, Urgency.INTERACTIVE)).toBe(50);
  });

  test('a caller gets its share by the minute', () => {
    expect(shortBudget(300, Date.now).requestsPerMinute).toBe(3600);
  });
});
