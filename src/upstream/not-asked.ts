import type { CallProviderName } from '../model/call-provider.js';
import { ProviderError, type ProviderErrorCode } from './provider-error.js';

/** A request that was not sent, for reasons of our own: there is no use in trying it again at once. */
export class NotAsked extends ProviderError {
  constructor(provider: CallProviderName, code: ProviderErrorCode, message: string, retryAfter?: Date) {
    super(provider, code, message, { nothingSent: true, ...(retryAfter && { retryAfter }) });
  }
}
