import type { ValidationError } from 'class-validator';
import type { PhoneCallRequest } from '../providers/phone-call-request.js';

/** What a mutation tells its caller instead of failing. */
export type UserErrorCode = 'INVALID_INPUT' | 'IDEMPOTENCY_KEY_REUSED' | 'PROVIDER_REJECTED' | 'PROVIDER_UNAVAILABLE' | 'OUTCOME_UNKNOWN';

export interface UserErrorFacts {
  readonly code: UserErrorCode;
  readonly message: string;
  /** Path in the input; null where it is not about one field. */
  readonly field: readonly string[] | null;
}

/** One error for each broken rule, with the path of the field; what was given is not repeated. */
export function invalidInput(errors: readonly ValidationError[], path: readonly string[] = []): UserErrorFacts[] {
  return errors.flatMap(({ property, constraints, children }) => {
    const field = [...path, property];
    const own = Object.values(constraints ?? {}).map((message) => ({ code: 'INVALID_INPUT' as const, message: `${field.join('.')} ${message}.`, field }));
    return [...own, ...invalidInput(children ?? [], field)];
  });
}

/** Our own addresses for notifications, which are put in by ourselves: another intention's would be taken for this one's. */
export function ownWebhooks({ phoneCallWebhooks }: Pick<PhoneCallRequest, 'phoneCallWebhooks'>, isOwn: (url: string) => boolean): UserErrorFacts[] {
  return (phoneCallWebhooks ?? []).flatMap(({ url }, index) => {
    const field = ['phoneCallWebhooks', String(index), 'url'];
    return isOwn(url) ? [{ code: 'INVALID_INPUT' as const, message: `${field.join('.')} is an address of this graph.`, field }] : [];
  });
}
