import type { ValidationError } from 'class-validator';

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

/** An address of this graph as a webhook: it would name another intention. */
export function ownWebhooks(webhooks: readonly { readonly url: string; readonly field: readonly string[] }[], isOwn: (url: string) => boolean): UserErrorFacts[] {
  return webhooks.filter(({ url }) => isOwn(url)).map(({ field }) => ({ code: 'INVALID_INPUT' as const, message: `${field.join('.')} is an address of this graph.`, field }));
}
