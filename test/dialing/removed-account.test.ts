import type { Ledger } from '../../src/dialing/ledger.js';
import type { Outcome } from '../../src/dialing/intention.js';
import { Settler } from '../../src/dialing/settler.js';
import type { IntentionRow } from '../../src/store/tables.js';
import { contextOf } from '../support/upstream-context.js';

const HOUR = 60 * 60 * 1000;

test('A call with an open outcome at an account that was removed is given up after a day, with a warning', async () => {
  const concluded: Outcome[] = [];
  const ledger = { traitsOf: () => ({ toPhoneNumber: '+12025550143' }), conclude: async (_: string, outcome: Outcome) => void concluded.push(outcome) } as unknown as Ledger;
  let now = 0;
  const settler = new Settler([], ledger, () => now);
  const intention = { id: '1', account: 'aicaller-gone', state: 'UNKNOWN', attempted_at: 0, attempt_ends_at: 1 } as IntentionRow;
  now = 23 * HOUR;
  expect(await settler.settle(intention, contextOf())).toBeNull();
  now = 25 * HOUR;
  expect(await settler.settle(intention, contextOf())).toMatchObject({ call: null, outcome: { state: 'NOT_FOUND', reason: expect.stringMatching(/may have been placed anyway: aicaller-gone is not configured/) } });
  expect(concluded).toHaveLength(1);
});
