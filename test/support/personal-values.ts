import type { AccountReport } from '../../src/doctor/examine.js';
import { asTable } from '../../src/doctor/table.js';

/** Everything that doctor can print about some accounts, each line once. */
export function printed(reports: readonly AccountReport[]): string {
  const lines = reports.flatMap((report) => [...asTable([report]).split('\n').map((line) => line.replace(/ +/g, ' ')), ...JSON.stringify(report, null, 2).split('\n')]);
  return [...new Set(lines)].join('\n');
}

const NAMES = new Set(['nameOfHuman', 'full_name', 'firstName', 'lastName', 'CallerName', 'alias']);
const TEXTS = new Set(['notes', 'note', 'toEmailAddress', 'sip']);
const IDS = new Set(['id', 'user_id', 'original_call_id']);

/** The values in a vendor's row that identify a person, a number or a call: names, texts, and what has several digits. */
export function personalIn(value: unknown, name = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((member) => personalIn(member, name));
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([inner, member]) => personalIn(member, inner));
  const text = String(value);
  if (NAMES.has(name)) return text.split(' ').filter((word) => word.length > 2 && word !== 'null');
  if (TEXTS.has(name) && text !== '') return [text];
  const isId = IDS.has(name) || (typeof value === 'string' && /\d{4}/.test(text));
  return isId && text.length >= 5 ? [text] : [];
}

/** Whether a text has a value as a whole word. */
export function isWritten(text: string, value: string): boolean {
  const at = text.indexOf(value);
  return at >= 0 && !/\w/.test(text[at - 1] ?? ' ') && !/\w/.test(text[at + value.length] ?? ' ');
}

