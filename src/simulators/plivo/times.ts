const HOUR = 3_600_000;
const ACCOUNT_ZONE = '+05:30';
const ACCOUNT_OFFSET = 5.5 * HOUR;

/** An instant as rows have it: whole seconds in the account's zone. */
export function writeTime(milliseconds: number): string {
  return `${new Date(milliseconds + ACCOUNT_OFFSET).toISOString().slice(0, 19).replace('T', ' ')}${ACCOUNT_ZONE}`;
}

/** An instant as calls that are going on have it: in UTC, without a zone. */
export function writeSessionStart(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 23).replace('T', ' ')}000`;
}

/** A time of a row in epoch milliseconds. NaN if it is not readable. */
export function readRowTime(value: unknown): number {
  return typeof value === 'string' && /[+-]\d{2}:\d{2}$/.test(value) ? Date.parse(value.replace(' ', 'T')) : Number.NaN;
}

/** A time of a filter in epoch milliseconds: YYYY-MM-DD HH:MM[:ss[.uuuuuu]] in UTC. */
export function readFilterTime(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$/.test(text)) return undefined;
  const read = Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(read) ? undefined : read;
}
