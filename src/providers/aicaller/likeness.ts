import { comparableText } from '../../model/comparable-text.js';
import type { PhoneCallTraits } from './phone-call-request.js';
import { identifier, verbatim } from '../reading.js';
import { type Json, records } from '../../model/json-value.js';

/** How closely a row matches the requested call. */
export enum Likeness {
  /** Template, name and variables are exactly as sent. */
  SAME,
  /** The name is trimmed or in another case, default variables were added, or empty variables were dropped. */
  SIMILAR,
  OTHER,
}

type Pair = readonly [key: string, value: string];

/** Compares a row with a request. Number and time are not compared: the list was already filtered by them. */
export function likenessOf(row: Json, traits: PhoneCallTraits): Likeness {
  const name = verbatim(row['nameOfHuman']) ?? '';
  const sent = traits.promptVariableValues.map(({ key, value }): Pair => [key, value]);
  const shown = records(row['promptVariableValues']).map(({ key, value }): Pair => [verbatim(key) ?? '', verbatim(value) ?? '']);
  if (identifier(row['callTemplateId']) !== traits.callTemplateId || comparableText(name) !== comparableText(traits.nameOfHuman)) return Likeness.OTHER;
  if (name === traits.nameOfHuman && written(shown).join() === written(sent).join()) return Likeness.SAME;
  const there = new Set(written(shown.map(([key, value]) => [key, comparableText(value)])));
  const wanted = sent.filter(([, value]) => comparableText(value) !== '');
  return written(wanted.map(([key, value]) => [key, comparableText(value)])).every((pair) => there.has(pair)) ? Likeness.SIMILAR : Likeness.OTHER;
}

function written(pairs: readonly Pair[]): string[] {
  return pairs.map((pair) => JSON.stringify(pair)).sort();
}
