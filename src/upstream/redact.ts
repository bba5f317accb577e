import { list, record } from '../model/json-value.js';

const HIDDEN = '[hidden]';
/** Shorter texts are mostly ordinary words, so they are not hidden. */
const MIN_LENGTH = 4;
/** Only this part of a text is searched, because the search blocks the process. */
const SEARCHED_LENGTH = 1500;
/** The end of a cut text is not shown: an address that is cut off there would not be recognised. */
const UNSHOWN_LENGTH = 400;
/** Text between white space, quotes and angle brackets. */
const WORD = /[^\s<>"']+/g;
const PHONE_NUMBER = /\+?\d[\d\s().-]{5,}\d/g;

/** A part of a text. `to` is exclusive. */
type Span = readonly [from: number, to: number];

/**
 * The beginning of a vendor's message, at most `maxLength` characters. Hides what the message may repeat:
 * credentials, values that we sent, e-mail addresses and phone numbers. The time does not depend on the text.
 */
export function redact(words: string, secrets: readonly string[], sent: unknown, maxLength: number): string {
  const searched = words.slice(0, SEARCHED_LENGTH);
  const isCut = searched.length < words.length;
  const folded = fold(searched);
  const values = new Set([...secrets, ...textsIn(sent)].filter(({ length }) => length >= MIN_LENGTH).flatMap(spellings).map(fold));
  const hidden = [...[...values].flatMap((value) => occurrences(folded, value, isCut)), ...addresses(searched), ...numbers(searched)];
  return start(withoutSpans(searched, hidden, isCut ? SEARCHED_LENGTH - UNSHOWN_LENGTH : SEARCHED_LENGTH), maxLength);
}

/** All string values in the sent body, without field names. */
function textsIn(sent: unknown): string[] {
  if (typeof sent === 'string') return [sent];
  const members = record(sent);
  return members ? Object.values(members).flatMap(textsIn) : list(sent).flatMap(textsIn);
}

/** The encodings of a value's beginning: plain, JSON, URL, base64 and hexadecimal. */
function spellings(value: string): string[] {
  const beginning = start(value.toWellFormed(), SEARCHED_LENGTH);
  const inJson = JSON.stringify(beginning).slice(1, -1);
  // Some JSON encoders escape slashes.
  const plain = [beginning, inJson, inJson.replaceAll('/', '\\/'), encodeURIComponent(beginning)];
  return [...plain, ...binaryEncodings(beginning, beginning.length < value.length)].map((spelled) => spelled.slice(0, SEARCHED_LENGTH)).filter(({ length }) => length >= MIN_LENGTH);
}

/** A value in base64, at each of the three alignments, and in hexadecimal. */
function binaryEncodings(value: string, isCut: boolean): string[] {
  const bytes = Buffer.from(value);
  const inBase64 = [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    // The characters at both ends also depend on the neighbouring bytes.
    const inner = text.slice(offset === 0 ? 0 : 4, -4);
    return offset === 0 && !isCut ? [inner, text] : [inner];
  });
  return [...inBase64, ...inBase64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')), bytes.toString('hex')];
}

/**
 * Folds case without changing the length, so that positions are valid in the original. A letter that would become
 * two is not changed.
 */
function fold(text: string): string {
  if (/^\p{ASCII}*$/u.test(text)) return text.toLowerCase();
  // Upper case first, because both small sigmas have the same capital.
  return Array.from(text, (letter) => sameLength(letter, sameLength(letter, letter.toUpperCase()).toLowerCase())).join('');
}

function sameLength(letter: string, other: string): string {
  return other.length === letter.length ? other : letter;
}

/** The spans of a value in a text. In a cut text, also a value at the end whose rest was cut off. */
function occurrences(text: string, value: string, isCut: boolean): Span[] {
  const spans: Span[] = [];
  for (let from = text.indexOf(value); from >= 0; from = text.indexOf(value, from + 1)) {
    const [previous, end] = spans.at(-1) ?? [0, -1];
    if (from <= end) spans[spans.length - 1] = [previous, from + value.length];
    else spans.push([from, from + value.length]);
  }
  if (!isCut) return spans;
  const beginning = value.slice(0, MIN_LENGTH);
  const couldBegin = Math.max(0, text.length - value.length + 1);
  for (let from = text.indexOf(beginning, couldBegin); from >= 0; from = text.indexOf(beginning, from + 1)) {
    if (value.startsWith(text.slice(from))) return [...spans, [from, text.length]];
  }
  return spans;
}

/** Words with text on both sides of an @ and a dot inside the part after it. */
function addresses(text: string): Span[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: word, index }): Span[] => {
    const parts = word.split('@');
    return parts.some((part, position) => position > 0 && parts[position - 1] !== '' && part.slice(1, -1).includes('.')) ? [[index, index + word.length]] : [];
  });
}

function numbers(text: string): Span[] {
  return [...text.matchAll(PHONE_NUMBER)].map(({ 0: number, index }) => [index, index + number.length]);
}

/** The text up to `end`, with HIDDEN in place of each span. Overlapping spans become one. */
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

/** The first characters of a text. Does not split a surrogate pair. */
function start(text: string, length: number): string {
  if (text.length <= length) return text;
  return text.slice(0, /[\uD800-\uDBFF]/.test(text.charAt(length - 1)) ? length - 1 : length);
}
