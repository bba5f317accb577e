import fc from 'fast-check';
import type { HttpAnswer } from '../../src/upstream/http.js';
import { Urgency } from '../../src/upstream/upstream-context.js';
import { AccountBudget } from '../../src/upstream/account-budget.js';
import { runs } from '../support/property.js';

const ANSWER: HttpAnswer = { status: 200, headers: {}, body: {} };
const budgetOf = (limit: number) => new AccountBudget('an account', limit, null, Date.now);

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
