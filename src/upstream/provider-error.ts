import type { CallProviderName } from '../model/call-provider.js';

/** Why a provider could not be asked, or not be understood. Public: clients act on it. */
export type ProviderErrorCode =
  | 'PROVIDER_TIMEOUT'
  | 'PROVIDER_UNAVAILABLE'
  | 'PROVIDER_UNAUTHORIZED'
  | 'PROVIDER_RATE_LIMITED'
  | 'PROVIDER_BAD_RESPONSE'
  | 'CALL_OUT_OF_HISTORY'
  /** A page of a list was read as far as one may be. */
  | 'READ_LIMIT';

export interface ProviderErrorFacts {
  /** When asking again can help. */
  readonly retryAfter?: Date;
  /** The HTTP status the provider answered, if it answered. */
  readonly status?: number;
  /** The provider's own words, short, with nothing secret in them. */
  readonly reason?: string;
  /** It is certain that the request never reached the provider. */
  readonly nothingSent?: boolean;
  /** The answer was longer than what is accepted: asking for less can help. */
  readonly tooLarge?: boolean;
  /** The answer was no JSON, such as the page of a proxy in between. */
  readonly isNotJson?: boolean;
  /** It was we who stopped waiting, before that says anything of the provider. */
  readonly givenUp?: boolean;
}

/**
 * A provider that failed. Made of harmless parts only: what the HTTP library throws holds credentials,
 * and is never kept, not even as a cause.
 */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';

  constructor(
    readonly provider: CallProviderName,
    readonly code: ProviderErrorCode,
    message: string,
    readonly facts: ProviderErrorFacts = {},
  ) {
    super(message);
  }
}

/** A provider whose answer did not come in time. `givenUp`: it is we who stopped waiting, too soon to say anything of it. */
export function tooLate(provider: CallProviderName, givenUp: boolean, nothingSent = false): ProviderError {
  return new ProviderError(provider, 'PROVIDER_TIMEOUT', `${provider} did not answer in time.`, { givenUp, nothingSent });
}

/** For `catch`: a provider's failure becomes a value among others; anything else is thrown on. */
export function failureAsValue(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  throw error;
}
