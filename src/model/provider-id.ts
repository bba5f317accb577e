import { BadUserInput } from './bad-user-input.js';

const LONGEST = 256;

/**
 * A provider's own id that a client sent. It becomes part of a URL path: an id of dots would change the path,
 * and a lone surrogate can't be encoded. @throws BadUserInput
 */
export function checkedId(id: string, path: string): string {
  if (!isProviderId(id)) throw new BadUserInput(`a provider's id has 1 to ${LONGEST} characters, not only dots and no control characters.`, path);
  return id;
}

/** Whether a text can be a provider's id. Control characters are not allowed, because some databases can't store them. */
export function isProviderId(id: string): boolean {
  return id.trim() !== '' && id.length <= LONGEST && !/^\.+$/.test(id) && !/[\p{Cs}\p{Cc}]/u.test(id);
}
