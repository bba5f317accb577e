import { list, record } from '../model/json-value.js';

const HIDDEN = '[hidden]';
/** Shorter texts are words of the language more often than values. */
const SHORTEST = 4;
/** So much of a text is looked at, whatever its length: searching costs time, and everybody waits meanwhile. */
const LOOKED_AT = 1500;
/** The end of what is looked at is not shown: an address that is cut off there could not be told from a word. */
const NOT_SHOWN = 400;
/** Whatever stands between blanks, quotes and angle brackets. */
const WORD = /[^\s<>"']+/g;
const PHONE_NUMBER = /\+?\d[\d\s().-]{5,}\d/g;

/** A part of a text, from its first character to the one after its last. */
type Span = readonly [from: number, to: number];

/**
 * The beginning of a vendor's words, at most `longest` characters, without what they may repeat:
 * credentials, what we sent, addresses and numbers of people. Takes the same time for any text.
 */
export function redact(words: string, secrets: readonly string[], sent: unknown, longest: number): string {
  const seen = words.slice(0, LOOKED_AT);
  const isCut = seen.length < words.length;
  const folded = fold(seen);
  const values = new Set([...secrets, ...textsIn(sent)].filter(({ length }) => length >= SHORTEST).flatMap(spellings).map(fold));
  const hidden = [...[...values].flatMap((value) => occurrences(folded, value, isCut)), ...addresses(seen), ...numbers(seen)];
  return start(withoutSpans(seen, hidden, isCut ? LOOKED_AT - NOT_SHOWN : LOOKED_AT), longest);
}

/** Every text in what was sent; field names are none of them. */
function textsIn(sent: unknown): string[] {
  if (typeof sent === 'string') return [sent];
  const members = record(sent);
  return members ? Object.values(members).flatMap(textsIn) : list(sent).flatMap(textsIn);
}

/** How the beginning of a value may be written: as it is, in JSON, packed, in an address, in hexadecimal digits. */
function spellings(value: string): string[] {
  const beginning = start(value.toWellFormed(), LOOKED_AT);
  const inJson = JSON.stringify(beginning).slice(1, -1);
  // Some write a slash in JSON with a backslash.
  const plain = [beginning, inJson, inJson.replaceAll('/', '\\/'), encodeURIComponent(beginning)];
  return [...plain, ...packed(beginning, beginning.length < value.length)].map((spelled) => spelled.slice(0, LOOKED_AT)).filter(({ length }) => length >= SHORTEST);
}

/** A value in base64, wherever in the packed text it begins, and in hexadecimal digits. */
function packed(value: string, isCut: boolean): string[] {
  const bytes = Buffer.from(value);
  const inBase64 = [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    // The characters at both ends depend on the bytes around, too.
    const inner = text.slice(offset === 0 ? 0 : 4, -4);
    return offset === 0 && !isCut ? [inner, text] : [inner];
  });
  return [...inBase64, ...inBase64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')), bytes.toString('hex')];
}

/**
 * A text whose letters' case makes no difference, of the same length, so that places in it are places in
 * the original: a letter that would become two is left as it is.
 */
function fold(text: string): string {
  if (/^\p{ASCII}*$/u.test(text)) return text.toLowerCase();
  // First to capitals: the two small sigmas have one capital.
  return Array.from(text, (letter) => sameLength(letter, sameLength(letter, letter.toUpperCase()).toLowerCase())).join('');
}

function sameLength(letter: string, other: string): string {
  return other.length === letter.length ? other : letter;
}

/** Where a value stands in a text; where the text is cut, a value whose rest is cut off stands at its end. */
function occurrences(text: string, value: string, isCut: boolean): Span[] {
  const spans: Span[] = [];
  for (let from = text.indexOf(value); from >= 0; from = text.indexOf(value, from + 1)) {
    const [previous, end] = spans.at(-1) ?? [0, -1];
    if (from <= end) spans[spans.length - 1] = [previous, from + value.length];
    else spans.push([from, from + value.length]);
  }
  if (!isCut) return spans;
  const beginning = value.slice(0, SHORTEST);
  const couldBegin = Math.max(0, text.length - value.length + 1);
  for (let from = text.indexOf(beginning, couldBegin); from >= 0; from = text.indexOf(beginning, from + 1)) {
    if (value.startsWith(text.slice(from))) return [...spans, [from, text.length]];
  }
  return spans;
}

/** Words with something on both sides of an @, and a dot within what follows it. */
function addresses(text: string): Span[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: word, index }): Span[] => {
    const parts = word.split('@');
    return parts.some((part, position) => position > 0 && parts[position - 1] !== '' && part.slice(1, -1).includes('.')) ? [[index, index + word.length]] : [];
  });
}

function numbers(text: string): Span[] {
  return [...text.matchAll(PHONE_NUMBER)].map(({ 0: number, index }) => [index, index + number.length]);
}

/** The text up to `end` with one mark for each part that is hidden; parts that overlap are one. */
function withoutSpans(text: string, spans: Span[], end: number): string {
  let shown = '';
  let at = 0;
  for (const [from, to] of spans.sort(([a], [b]) => a - b)) {
    if (from >= end) break;
    if (from > at || (from === 0 && at === 0)) shown += text.slice(at, from) + HIDDEN;
    at = Math.max(at, to);
  }
  return shown + text.slice(at, Math.max(at, end));
}

/** The first characters of a text; two halves of one character stay together. */
function start(text: string, length: number): string {
  if (text.length <= length) return text;
  return text.slice(0, /[\uD800-\uDBFF]/.test(text.charAt(length - 1)) ? length - 1 : length);
}
