import type { CallProviderName } from '../model/call-provider.js';
import { ProviderError, type ProviderErrorCode } from './provider-error.js';

/** A request that was not sent, because of a limit of ours or an open breaker. An immediate retry is useless. */
export class RequestNotSent extends ProviderError {
  constructor(provider: CallProviderName, code: ProviderErrorCode, message: string, retryAfter?: Date) {
    super(provider, code, message, { notSent: true, ...(retryAfter && { retryAfter }) });
  }
}
