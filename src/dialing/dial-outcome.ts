import type { Call } from '../model/call.js';
import type { ProviderError } from '../upstream/provider-error.js';
import type { Outcome } from './intention.js';
import type { UserErrorCode, UserErrorFacts } from './user-error.js';

/** The result of createPhoneCall. */
export interface DialOutcome {
  readonly call: Call | null;
  /** The idempotency key was used before. */
  readonly replayed: boolean;
  readonly userErrors: readonly UserErrorFacts[];
}

/** The outcome of a failed attempt. Only a refusal, or a request that was never sent, is certain; after any other error the phone may ring. */
export function judge({ message, facts }: ProviderError): Outcome {
  const { status = 0, notSent, reason } = facts;
  if (notSent) return { state: 'NOT_SENT', reason: message };
  // 408 means that the vendor stopped reading. It may have placed the call before.
  if (status >= 400 && status < 500 && status !== 408) return { state: 'REFUSED', reason: reason ?? message };
  return { state: 'UNKNOWN', reason: message };
}

/** The result that the client gets for an outcome. */
export function explain({ state, reason = '' }: Outcome, replayed: boolean): DialOutcome {
  switch (state) {
    case 'NOT_SENT':
      return { ...failed('PROVIDER_UNAVAILABLE', `${reason} Nothing was sent: a retry is safe.`), replayed };
    case 'REFUSED':
      return { ...failed('PROVIDER_REJECTED', `The provider refused: ${reason}`), replayed };
    case 'NOT_FOUND':
    case 'SEVERAL':
      return { ...failed('OUTCOME_UNKNOWN', reason), replayed };
    case 'UNKNOWN':
    case 'PLACED':
      return {
        ...failed('OUTCOME_UNKNOWN', 'The answer was lost, so the phone may ring. A search for the call is running. Retry with the same key.'),
        replayed,
      };
  }
}

export function failed(code: UserErrorCode, message: string, field: readonly string[] | null = null): DialOutcome {
  return { call: null, replayed: false, userErrors: [{ code, message, field }] };
}

/** The result for a key that was used for something else. */
export function keyReused(): DialOutcome {
  return failed('IDEMPOTENCY_KEY_REUSED', 'This key belongs to another input or to another account. Nothing was sent.', ['idempotencyKey']);
}
