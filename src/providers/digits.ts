const ZERO = '0'.charCodeAt(0);

/** The number that the digits of a text write from `start` to before `end`. Makes no text of them: lists have several times in each row. */
export function digits(text: string, start: number, end: number): number {
  let read = 0;
  for (let at = start; at < end; at++) read = 10 * read + text.charCodeAt(at) - ZERO;
  return read;
}
