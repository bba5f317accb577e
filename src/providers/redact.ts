import { list, record } from './reading.js';

const HIDDEN = '[hidden]';
/** Shorter texts are words of the language more often than values. */
const SHORTEST = 4;
const E_MAIL = /[^\s@<>"']+@[^\s@<>"']+\.[^\s@<>"']+/g;
const PHONE_NUMBER = /\+?\d[\d\s().-]{5,}\d/g;

/** A vendor's words without what they may repeat: credentials, what we sent, addresses and numbers of people. */
export function redact(words: string, secrets: readonly string[], sent: unknown): string {
  // The longest first: a part of it must not break it up.
  const values = [...secrets, ...textsIn(sent)].flatMap(spellings).filter(({ length }) => length >= SHORTEST).sort((a, b) => b.length - a.length);
  const known = values.reduce((text, value) => text.replace(new RegExp(escaped(value), 'giu'), HIDDEN), words);
  return known.replace(E_MAIL, HIDDEN).replace(PHONE_NUMBER, HIDDEN);
}

/** Every text in what was sent; field names are none of them. */
function textsIn(sent: unknown): string[] {
  if (typeof sent === 'string') return [sent];
  const members = record(sent);
  return members ? Object.values(members).flatMap(textsIn) : list(sent).flatMap(textsIn);
}

/** How a value may be written in an address, in JSON, or packed. */
function spellings(value: string): string[] {
  return [value, JSON.stringify(value).slice(1, -1), Buffer.from(value).toString('base64'), ...(/\p{Cs}/u.test(value) ? [] : [encodeURIComponent(value)])];
}

function escaped(value: string): string {
  return value.replace(/[\\^$.*+?()[\]{}|/-]/g, (character) => (character === '-' ? '\\x2d' : `\\${character}`));
}
