import { BadUserInput } from './bad-user-input.js';

const LONGEST = 256;

/**
 * A provider's own id as a client gives it. It becomes part of an address: dots alone would lead elsewhere,
 * and half a character can't be written. @throws BadUserInput
 */
export function checkedId(id: string, path: string): string {
  const isId = id.trim() !== '' && id.length <= LONGEST && !/^\.+$/.test(id) && !/\p{Cs}/u.test(id);
  if (!isId) throw new BadUserInput(`an id has 1 to ${LONGEST} characters, and not dots alone.`, path);
  return id;
}
