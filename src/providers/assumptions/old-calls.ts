import type { Call } from '../../model/call.js';
import { ProviderError } from '../../upstream/provider-error.js';
import { type Assumption, cannotBeTold, doesNotHold, holds, type Inquiry } from './assumption.js';
import { refusalOf } from './not-asked.js';
import { counted } from './sample.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Epoch milliseconds, both ends included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** That a vendor still lists old calls. `list`: the calls in a span, of which it may return some days more. */
export function oldCallsListed(facts: Omit<Assumption, 'check'>, spanAt: (now: number) => Span, list: (span: Span, inquiry: Inquiry) => Promise<readonly Call[]>): Assumption {
  return {
    ...facts,
    async check(inquiry) {
      const now = inquiry.now();
      const span = spanAt(now);
      const days = `${Math.round((now - span.to) / DAY_MS)} to ${Math.round((now - span.from) / DAY_MS)} days ago`;
      try {
        const calls = await list(span, inquiry);
        const isNear = ({ createdAt }: Call) => createdAt.getTime() >= span.from - 3 * DAY_MS && createdAt.getTime() <= span.to + 3 * DAY_MS;
        if (calls.some((call) => !call.isTimeless && !isNear(call))) return doesNotHold(`Asked for calls of ${days}, it lists calls of other days.`);
        if (calls.length === 0) return cannotBeTold(`It has no calls of ${days}: they are deleted, or there were none.`);
        return holds(`It lists ${counted(calls.length, 'call')} of ${days}.`);
      } catch (error) {
        if (error instanceof ProviderError && error.facts.tooLarge) return holds(`It lists many calls of ${days}.`);
        const refusal = refusalOf(error);
        if (refusal === null) throw error;
        return doesNotHold(`It refuses to list calls of ${days} (HTTP ${refusal}).`);
      }
    },
  };
}
