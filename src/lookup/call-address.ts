import { BadUserInput } from '../model/bad-user-input.js';
import { CallProvider } from '../model/call-provider.js';
import { checkedId } from '../model/provider-id.js';
import type { GlobalId } from '../model/global-id.js';
import type { CallAddress } from './call-loaders.js';

/** Calls were created after 1970 and will have been before 2100, in seconds since 1970. */
const LATEST_SECONDS = Date.UTC(2100, 0, 1) / 1000;

/** Where to look for the call of a global id. Some ids carry when the call was created. @throws BadUserInput */
export function addressOf({ parts: [provider = '', providerCallId, time, ...rest] }: GlobalId, path: string): CallAddress {
  const seconds = time === undefined ? 0 : Number(time);
  const isCall = Object.hasOwn(CallProvider, provider) && providerCallId && rest.length === 0 && seconds >= 0 && seconds < LATEST_SECONDS;
  if (!isCall) throw new BadUserInput('This is not the id of a call.', path);
  const createdAt = new Date(seconds * 1000);
  return { provider, providerCallId: checkedId(providerCallId, path), ...(time !== undefined && { createdAt: { from: createdAt, to: createdAt } }) };
}
