import type { IncomingHttpHeaders } from 'node:http';
import type { ClockSkew } from '../../upstream/observed-clock.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';

/** What a provider takes for granted about its vendor, and how to ask the vendor whether it is so. */
export interface Assumption {
  /** Unique within the provider, such as `order`. */
  readonly id: string;
  /** A sentence for people. */
  readonly claim: string;
  /** Answers are wrong or incomplete if it does not hold. */
  readonly answersDepend: boolean;
  /** Reads only. @throws ProviderError if the vendor could not be asked */
  check(inquiry: Inquiry): Promise<Finding>;
}

/** One account that is asked. All its checks share it. */
export interface Inquiry {
  /** For every request. */
  readonly context: UpstreamContext;
  /** The headers of the answers so far. */
  readonly headers: readonly IncomingHttpHeaders[];
  /** How far the vendor's clock is ahead; null until an answer has told. */
  readonly clockSkew: ClockSkew | null;
  /** The provider's id of an existing call, from the user. Null if none is given. */
  readonly callId: string | null;
  /** Epoch milliseconds. */
  now(): number;
}

export type Verdict = 'HOLDS' | 'DOES_NOT_HOLD' | 'CANNOT_BE_TOLD';

/** What asking told. `reason` never has a value of a call: only counts, times, hosts and names of fields. */
export interface Finding {
  readonly verdict: Verdict;
  readonly reason: string;
}

export function holds(reason: string): Finding {
  return { verdict: 'HOLDS', reason };
}

export function doesNotHold(reason: string): Finding {
  return { verdict: 'DOES_NOT_HOLD', reason };
}

export function cannotBeTold(reason: string): Finding {
  return { verdict: 'CANNOT_BE_TOLD', reason };
}

/** Asks once, for all checks that need the same answer. A failure is shared too, and not asked again. */
export function shared<T>(ask: (inquiry: Inquiry) => Promise<T>): (inquiry: Inquiry) => Promise<T> {
  let asked: Promise<T> | undefined;
  return (inquiry) => (asked ??= ask(inquiry));
}
