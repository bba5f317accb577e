import type { Verdict } from '../providers/assumptions/assumption.js';
import type { AccountReport } from './examine.js';

const WORDS: Readonly<Record<Verdict, string>> = { HOLDS: 'holds', DOES_NOT_HOLD: "doesn't hold", CANNOT_BE_TOLD: "can't be told" };
const GAP = '  ';

/** The reports for people: a line for each assumption, then the sums. */
export function asTable(reports: readonly AccountReport[]): string {
  const rows = [['account', 'assumption', 'verdict', 'reason'], ...reports.flatMap(rowsOf)];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(GAP).trimEnd());
  return [...lines, '', '* Answers depend on it.', ...reports.map(({ account, requests, requestsAllowed }) => `${account}: ${requests} of ${requestsAllowed} allowed requests.`), summaryOf(reports)].join('\n');
}

function rowsOf({ account, assumptions }: AccountReport): string[][] {
  if (assumptions.length === 0) return [[account, '  Its assumptions are declared.', WORDS.CANNOT_BE_TOLD, 'Its provider declares none, so nothing was asked.']];
  return assumptions.map(({ claim, answersDepend, verdict, reason }) => [account, `${answersDepend ? '*' : ' '} ${claim}`, WORDS[verdict], reason]);
}

function summaryOf(reports: readonly AccountReport[]): string {
  const verdicts = reports.flatMap(({ assumptions }) => assumptions.map(({ verdict }) => verdict));
  const count = (wanted: Verdict) => verdicts.filter((verdict) => verdict === wanted).length;
  return `${count('HOLDS')} hold, ${count('DOES_NOT_HOLD')} don't hold, ${count('CANNOT_BE_TOLD')} can't be told.`;
}
