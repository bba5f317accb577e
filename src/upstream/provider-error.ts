import type { AccountName } from '../model/account.js';
import type { CallProviderName } from '../model/call-provider.js';

/** Why a request to a provider failed. Public: clients act on these codes. */
export type ProviderErrorCode =
  | 'PROVIDER_TIMEOUT'
  | 'PROVIDER_UNAVAILABLE'
  | 'PROVIDER_UNAUTHORIZED'
  | 'PROVIDER_RATE_LIMITED'
  | 'PROVIDER_BAD_RESPONSE'
  /** The caller has used its own share of the account's limit. */
  | 'RATE_LIMITED'
  | 'CALL_OUT_OF_HISTORY'
  /** The limit of reads for one page of a list was reached. */
  | 'READ_LIMIT';

export interface ProviderErrorFacts {
  /** When a retry can succeed. */
  readonly retryAfter?: Date;
  /** The HTTP status, if the provider answered. */
  readonly status?: number;
  /** The provider's own words, shortened and redacted. */
  readonly reason?: string;
  /** It is certain that the request never reached the provider. */
  readonly notSent?: boolean;
  /** The response exceeded the size limit. A request for less can succeed. */
  readonly tooLarge?: boolean;
  /** The response was not JSON, e.g. the page of a proxy. */
  readonly isNotJson?: boolean;
  /** We stopped waiting too early to blame the provider. */
  readonly abandoned?: boolean;
}

/**
 * A failed request to a provider. Errors of the HTTP library are never kept, not even as `cause`, because they
 * contain credentials.
 */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  /** The account that was asked. Null until it is known, because providers know no accounts. */
  account: AccountName | null = null;

  constructor(
    readonly provider: CallProviderName,
    readonly code: ProviderErrorCode,
    message: string,
    readonly facts: ProviderErrorFacts = {},
  ) {
    super(message);
  }

  /** Notes the account that was asked. */
  at(account: AccountName): this {
    this.account = account;
    return this;
  }
}

/** The provider did not answer in time. `abandoned`: we stopped waiting too early to blame the provider. */
export function tooLate(provider: CallProviderName, abandoned: boolean, notSent = false): ProviderError {
  return new ProviderError(provider, 'PROVIDER_TIMEOUT', `${provider} did not answer in time.`, { abandoned, notSent });
}

/** For `catch`: returns a ProviderError as a value. @throws any other error */
export function failureAsValue(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  throw error;
}
