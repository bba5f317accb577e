import type { ValidationError } from 'class-validator';

/** Codes of errors that are part of a mutation's result. */
export type UserErrorCode = 'INVALID_INPUT' | 'IDEMPOTENCY_KEY_REUSED' | 'PROVIDER_REJECTED' | 'PROVIDER_UNAVAILABLE' | 'OUTCOME_UNKNOWN' | 'NOT_ALLOWED';

export interface UserErrorFacts {
  readonly code: UserErrorCode;
  readonly message: string;
  /** Path in the input; null if the error is not about one field. */
  readonly field: readonly string[] | null;
}

/** One error for each broken rule, with the path of the field. The given value is not repeated. */
export function invalidInput(errors: readonly ValidationError[], path: readonly string[] = []): UserErrorFacts[] {
  return errors.flatMap(({ property, constraints, children }) => {
    const field = [...path, property];
    const own = Object.values(constraints ?? {}).map((message) => ({ code: 'INVALID_INPUT' as const, message: `${field.join('.')} ${message}.`, field }));
    return [...own, ...invalidInput(children ?? [], field)];
  });
}

/** An error for a number that must not be called. The number is not repeated. */
export function numberNotAllowed(toPhoneNumber: string, prefixes: readonly string[]): UserErrorFacts[] {
  if (prefixes.length === 0 || prefixes.some((prefix) => toPhoneNumber.startsWith(prefix))) return [];
  return [{ code: 'NOT_ALLOWED', message: `toPhoneNumber is not a number that may be called. Allowed are numbers that begin with ${prefixes.join(', ')}.`, field: ['toPhoneNumber'] }];
}

/** The message for a caller who has placed too many calls. */
export function tooManyCalls(until: Date): string {
  return `This caller has placed as many calls as allowed per hour. Place the next one after ${until.toISOString()}.`;
}

/** Errors for webhooks with an address of this graph. Such an address could name another intention. */
export function ownWebhooks(webhooks: readonly { readonly url: string; readonly field: readonly string[] }[], isOwn: (url: string) => boolean): UserErrorFacts[] {
  return webhooks.filter(({ url }) => isOwn(url)).map(({ field }) => ({ code: 'INVALID_INPUT' as const, message: `${field.join('.')} is an address of this graph.`, field }));
}
