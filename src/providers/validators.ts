import { EnvError, makeValidator } from 'envalid';

/** A text with a rule; `rule` ends the sentence "NAME is …". */
export function checkedText(allows: (value: string) => boolean, rule: string) {
  return makeValidator<string>((value) => {
    if (!allows(value)) throw new EnvError(rule);
    return value;
  });
}

/** A credential: what was given never appears in a message. Line breaks would end a header. */
export const secret = checkedText((value) => /^[\x21-\x7e]+$/.test(value), 'not a credential: only visible ASCII characters can be sent');

/** An http(s) address that a documented path can be put behind; a slash at its end is dropped. */
export const baseUrl = makeValidator<string>((value) => {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw new EnvError('not an absolute http or https URL');
  if (url.username || url.password) throw new EnvError('a URL with credentials in it: they belong in their own variables');
  if (url.search || url.hash) throw new EnvError('a URL with a query or fragment: only what precedes the documented path is wanted');
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

/** Host names without ports, separated by commas; `*` stands for any. */
export const hostNames = makeValidator<readonly string[]>((value) => {
  const all = value.split(',').map((name) => name.trim().toLowerCase());
  const wrong = all.find((name) => name !== '*' && (!URL.canParse(`http://${name}`) || new URL(`http://${name}`).hostname !== name));
  if (wrong !== undefined) throw new EnvError('not a list of host names such as calls.example.com, without ports');
  return all;
});

/** How many requests a vendor allows an account in a minute; 0 for any number. */
export const requestsPerMinute = checkedText((value) => /^\d{1,7}$/.test(value), 'not a whole number of requests');

/** One of some words. */
export function oneOf<const Word extends string>(...words: readonly Word[]) {
  return makeValidator<Word>((value) => {
    const word = words.find((one) => one === value);
    if (word === undefined) throw new EnvError(`none of ${words.join(', ')}`);
    return word;
  });
}
