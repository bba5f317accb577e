import { BadUserInput } from './bad-user-input.js';

const LONGEST = 256;

/**
 * A provider's own id as a client gives it. It becomes part of an address: dots alone would lead elsewhere,
 * and half a character can't be written. @throws BadUserInput
 */
export function checkedId(id: string, path: string): string {
  if (!isProviderId(id)) throw new BadUserInput(`an id has 1 to ${LONGEST} characters, and not dots alone.`, path);
  return id;
}

/** Whether a text can be a provider's id. Control characters can't be stored by every database. */
export function isProviderId(id: string): boolean {
  return id.trim() !== '' && id.length <= LONGEST && !/^\.+$/.test(id) && !/[\p{Cs}\p{Cc}]/u.test(id);
}
