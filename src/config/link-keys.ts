import { createHash } from 'node:crypto';
import { EnvError, makeValidator } from 'envalid';

export const MIN_LINK_KEY_LENGTH = 32;

/** Keys that sign links, from secrets separated by commas. */
export const linkKeys = makeValidator<readonly Buffer[]>((value) => {
  const secrets = value.split(',').map((secret) => secret.trim());
  if (!secrets.every((secret) => /^[\w-]+$/.test(secret) && secret.length >= MIN_LINK_KEY_LENGTH)) throw new EnvError(`not a list of secrets of at least ${MIN_LINK_KEY_LENGTH} letters, digits, - and _`);
  return secrets.map((secret) => createHash('sha256').update(secret).digest());
});
