import { leaves } from './leaves.js';
import { indianTime } from '../vendors/rows.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const DECIMAL = /^-?\d+(\.\d+)?$/;
const RFC_2822 = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}$/;
/** An instant with a space and its zone. */
const SPACED = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/;
/** From 2001 to 2286: so many seconds since 1970, which no duration reaches and no id of the samples has. */
const EPOCH_SECONDS = /^\d{10}$/;

/**
 * The ways in which a value may be written and still be the same: an instant in any of the vendors'
 * notations, a decimal with other zeros, a word in another case or with other hyphens.
 */
function readings(value: unknown): string[] {
  if (typeof value === 'boolean') return [String(value)];
  const text = String(value);
  // A decimal keeps its sign.
  const read = DECIMAL.test(text) ? [`number ${Number(text)}`] : [text.toLowerCase().replace(/[\s_-]/g, '')];
  if (EPOCH_SECONDS.test(text)) read.push(new Date(Number(text) * 1000).toISOString());
  if (SPACED.test(text)) read.push(new Date(text.replace(' ', 'T')).toISOString());
  if (RFC_2822.test(text)) read.push(new Date(text).toISOString());
  if (INSTANT.test(text)) read.push(new Date(text).toISOString(), indianTime(Date.parse(text)).replace(/[\s_-]/g, ''));
  return read;
}

/** Whether a value of a vendor's is in an answer, in one notation or another, by itself or as some of the words of a longer text. */
export function isIn(answer: unknown, value: unknown): boolean {
  const wanted = new Set(readings(value));
  return leaves(answer).some((leaf) => readings(leaf.value).some((reading) => wanted.has(reading)) || hasWords(leaf.value, value));
}

function hasWords(text: unknown, words: unknown): boolean {
  return typeof text === 'string' && typeof words === 'string' && /^\p{L}+$/u.test(words) && text.split(' ').includes(words);
}
