import { ProviderError, type ProviderErrorFacts } from '../upstream/provider-error.js';
import { readMessage } from './message.js';

type Written = Pick<ProviderError, 'provider' | 'code' | 'message'> & { readonly facts?: Omit<ProviderErrorFacts, 'retryAfter'> & { readonly retryAfter?: string } };

/** Serializes why a look-up failed. */
export function writeFailure({ provider, code, message, facts }: ProviderError): string {
  return JSON.stringify({ provider, code, message, facts });
}

/** Undefined if this process can't read it. */
export function readFailure(text: string): ProviderError | undefined {
  const written = readMessage<Written>(text);
  if (!written?.provider || !written.code) return undefined;
  const { provider, code, message, facts } = written;
  const { retryAfter, ...others } = facts ?? {};
  return new ProviderError(provider, code, message, { ...others, ...(retryAfter !== undefined && { retryAfter: new Date(retryAfter) }) });
}
