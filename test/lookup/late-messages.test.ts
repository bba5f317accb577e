import { CallCache } from '../../src/lookup/call-cache.js';
import type { SharedCalls } from '../../src/lookup/shared-calls.js';
import { SharedLookup } from '../../src/lookup/shared-lookup.js';
import type { LookupOutcome } from '../../src/providers/provider.js';
import { eventually } from '../support/eventually.js';
import { secondsOf, state } from '../support/sharing-process.js';
import { contextOf } from '../support/upstream-context.js';

const HOUR_MS = 3_600_000;
const CLAIMED_AT = 10;

/** A look-up that has claimed a call, and whose request is in progress when a message about the call arrives. */
async function heardMeanwhile(before: number) {
  const told: string[] = [];
  let hear: Parameters<SharedCalls['hear']>[1] = () => undefined;
  const shared: SharedCalls = {
    ask: async () => ({ kind: 'MINE', claim: { claimedAt: String(CLAIMED_AT) }, known: null }),
    keep: async () => {
      told.push('kept');
      return true;
    },
    end: () => void told.push('ended'),
    hear: (_, heard) => (hear = heard),
    outdated: () => undefined,
  };
  const { providerCallId } = state(2);
  let answer: ((outcome: LookupOutcome) => void) | null = null;
  const vendor = { idsPerRequest: 1, find: () => new Promise<LookupOutcome[]>((resolve) => (answer = (outcome) => resolve([outcome]))) };
  const cache = new CallCache({ maxCalls: 10, maxBytes: 2 ** 20, settledMs: HOUR_MS, unsettledMs: HOUR_MS, absentMs: HOUR_MS }, () => Date.now());
  const lookup = new SharedLookup({ account: 'aicaller', name: 'AICALLER', lookup: vendor }, cache, 0, { batchSent: () => undefined, cacheRead: () => undefined }, { isSpent: false }, shared);
  const found = lookup.find([{ providerCallId }], contextOf({ isFresh: true }));
  const answered = await eventually('the request', () => answer);
  hear(providerCallId, before);
  answered?.(state(2));

  return { found: secondsOf((await found)[0] ?? null), known: secondsOf(cache.get('aicaller', { providerCallId }) ?? null), told };
}

test('What was claimed after another process had told its state is newer, although the message comes later', async () => {
  expect(await heardMeanwhile(CLAIMED_AT - 1)).toEqual({ found: 2, known: 2, told: ['kept'] });
});

test('What may have been read before another process told its state is not kept', async () => {
  expect(await heardMeanwhile(CLAIMED_AT + 1)).toEqual({ found: 2, known: null, told: ['ended'] });
});
