import { EnvError, makeValidator } from 'envalid';
import { LEAST_IN_SHORT_WINDOW } from '../upstream/request-limit.js';

/** A text with a rule; `rule` completes the sentence "NAME is …". */
export function checkedText(allows: (value: string) => boolean, rule: string) {
  return makeValidator<string>((value) => {
    if (!allows(value)) throw new EnvError(rule);
    return value;
  });
}

/** A credential: its value never appears in a message. A line break would end the header. */
export const secret = checkedText((value) => /^[\x21-\x7e]+$/.test(value), 'not a credential: only visible ASCII characters can be sent');

/** An http(s) address to which a documented path can be appended; a trailing slash is dropped. */
export const baseUrl = makeValidator<string>((value) => {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw new EnvError('not an absolute http or https URL');
  if (url.username || url.password) throw new EnvError('a URL with credentials in it: they belong in their own variables');
  if (url.search || url.hash) throw new EnvError('a URL with a query or fragment: set only the part before the documented path');
  return value.replace(/(?<!\/)\/+$/, '');
});

/** A whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number) {
  return makeValidator<number>((value) => {
    const read = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(read >= least && read <= most)) throw new EnvError(`not a whole number from ${least} to ${most}`);
    return read;
  });
}

/** Origins as browsers send them, separated by commas. */
export const origins = makeValidator<readonly string[]>((value) => {
  const all = value.split(',').map((origin) => origin.trim());
  const wrong = all.find((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin);
  if (wrong !== undefined) throw new EnvError('not a list of origins such as https://app.example.com');
  return all;
});

/** Host names without ports, separated by commas; `*` means any. */
export const hostNames = makeValidator<readonly string[]>((value) => {
  const all = value.split(',').map((name) => name.trim().toLowerCase());
  const wrong = all.find((name) => name !== '*' && (!URL.canParse(`http://${name}`) || new URL(`http://${name}`).hostname !== name));
  if (wrong !== undefined) throw new EnvError('not a list of host names such as calls.example.com, without ports');
  return all;
});

/** Beginnings of phone numbers in E.164, separated by commas. */
export const phonePrefixes = makeValidator<readonly string[]>((value) => {
  const all = value.split(',').map((prefix) => prefix.trim());
  if (all.some((prefix) => !/^\+[1-9]\d{0,14}$/.test(prefix))) throw new EnvError('not a list of beginnings of numbers such as +1,+4420');
  return all;
});

/** A rate limit of an account, in requests per minute; 0 for no limit. */
export const requestsPerMinute = checkedText((value) => /^\d{1,7}$/.test(value), 'not a whole number of requests');

/** A rate limit of an account in a window shorter than a minute; 0 for no limit. */
export const requestsPerShortWindow = checkedText(
  (value) => /^\d{1,7}$/.test(value) && (Number(value) === 0 || Number(value) >= LEAST_IN_SHORT_WINDOW),
  `not 0 or a whole number of at least ${LEAST_IN_SHORT_WINDOW} requests`,
);

/** One of the given words. */
export function oneOf<const Word extends string>(...words: readonly Word[]) {
  return makeValidator<Word>((value) => {
    const word = words.find((one) => one === value);
    if (word === undefined) throw new EnvError(`none of ${words.join(', ')}`);
    return word;
  });
}
