import { ProviderError, type ProviderErrorFacts } from '../upstream/provider-error.js';

type Written = Pick<ProviderError, 'provider' | 'code' | 'message'> & { readonly facts: Omit<ProviderErrorFacts, 'retryAfter'> & { readonly retryAfter?: string } };

/** Serializes why a look-up failed. */
export function writeFailure({ provider, code, message, facts }: ProviderError): string {
  return JSON.stringify({ provider, code, message, facts });
}

export function readFailure(text: string): ProviderError {
  const { provider, code, message, facts } = JSON.parse(text) as Written;
  const { retryAfter, ...others } = facts;
  return new ProviderError(provider, code, message, { ...others, ...(retryAfter !== undefined && { retryAfter: new Date(retryAfter) }) });
}
