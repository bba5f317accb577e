import { BadUserInput } from '../model/bad-user-input.js';
import type { GlobalId } from '../model/global-id.js';
import type { CallAddress } from './call-loaders.js';

/** Where to look for the call of a global id. Some ids carry when the call was created, in seconds since 1970. */
export function addressOf({ parts: [provider, providerCallId, seconds, ...rest] }: GlobalId): CallAddress {
  const createdAt = seconds === undefined ? undefined : new Date(Number(seconds) * 1000);
  if (!provider || !providerCallId || rest.length > 0 || (createdAt && Number.isNaN(createdAt.getTime()))) {
    throw new BadUserInput('This is not the id of a call.', 'id');
  }
  return { provider, providerCallId, ...(createdAt && { createdAt: { from: createdAt, to: createdAt } }) };
}
