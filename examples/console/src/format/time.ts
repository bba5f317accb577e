/** Times in the reader's zone and language. */
const minute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const second = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });

export const formatMinute = (instant: string): string => minute.format(new Date(instant));
/** With seconds and the zone. */
export const formatInstant = (instant: string): string => second.format(new Date(instant));
export const formatClock = (instant: string): string => clock.format(new Date(instant));
export const formatDay = (instant: string): string => day.format(new Date(instant));

/** An instant as <input type="datetime-local"> has it: in the reader's zone, without saying so. */
export function toLocalInput(instant: string | null): string {
  if (instant === null) return '';
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function fromLocalInput(value: string): string | null {
  const date = new Date(value);
  return value === '' || Number.isNaN(date.getTime()) ? null : date.toISOString();
}
