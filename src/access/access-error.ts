import { GraphQLError } from 'graphql';
import type { Scope } from '../model/scope.js';

const RETRY_AFTER_SECONDS = 5;

/** No token, or one that is not accepted. Why is only in the log, because it would help an attacker. */
export class Unauthenticated extends GraphQLError {
  /** `hasToken`: the client sent a token. */
  constructor(readonly hasToken: boolean) {
    super(hasToken ? 'The token is not accepted. Get a new one.' : 'A token is needed: send the header "authorization: Bearer <token>".', {
      extensions: { code: 'UNAUTHENTICATED', http: { status: 401, headers: new Map([['www-authenticate', `Bearer realm="switchboard"${hasToken ? ', error="invalid_token"' : ''}`]]) } },
    });
  }
}

/** The token can't be checked now, because its issuer's keys can't be read. */
export class KeysUnavailable extends GraphQLError {
  constructor() {
    super("Tokens can't be checked now. Try again.", {
      extensions: { code: 'AUTH_UNAVAILABLE', http: { status: 503, headers: new Map([['retry-after', String(RETRY_AFTER_SECONDS)]]) } },
    });
  }
}

/** The caller uses as much as one caller may. */
export class RateLimited extends GraphQLError {
  constructor(message: string, retryAfter: Date) {
    const seconds = Math.max(1, Math.ceil((retryAfter.getTime() - Date.now()) / 1000));
    super(`${message} Try again later.`, {
      extensions: { code: 'RATE_LIMITED', retryAfter: retryAfter.toISOString(), http: { status: 429, headers: new Map([['retry-after', String(seconds)]]) } },
    });
  }
}

/** The caller lacks rights that the operation needs. Nothing was fetched. */
export class Forbidden extends GraphQLError {
  constructor(required: readonly Scope[], missing: readonly Scope[]) {
    super(`This operation needs a token with the scopes ${missing.join(', ')}.`, { extensions: { code: 'FORBIDDEN', requiredScopes: required } });
  }
}
