/** Whether an integer that JavaScript's numbers may not hold could be in a text, within a string or outside. */
const MAY_HAVE_LONG_INTEGER = /[[:,\s-]\d{16}/;
/** An integer of so many digits, and no part of a longer number. */
const LONG_INTEGER = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/**
 * A vendor's JSON. Integers beyond 2^53 become texts: as numbers they would be rounded, and two calls would
 * get one id. An answer without such integers costs hardly more than JSON.parse. @throws SyntaxError
 */
export function readJson(json: string): unknown {
  const read: unknown = JSON.parse(json);
  return MAY_HAVE_LONG_INTEGER.test(json) ? JSON.parse(withLongIntegersQuoted(json)) : read;
}

/** For valid JSON only: every string that begins has an end. */
function withLongIntegersQuoted(json: string): string {
  let written = '';
  for (let at = 0; at < json.length; ) {
    const quote = json.indexOf('"', at);
    const stringStart = quote < 0 ? json.length : quote;
    const stringEnd = quote < 0 ? json.length : endOfString(json, quote);
    written += json.slice(at, stringStart).replace(LONG_INTEGER, quoted) + json.slice(stringStart, stringEnd);
    at = stringEnd;
  }
  return written;
}

function quoted(integer: string): string {
  return Number.isSafeInteger(Number(integer)) ? integer : `"${integer}"`;
}

/** Behind the quote that ends a string: one with an even number of backslashes before it. */
function endOfString(json: string, start: number): number {
  for (let quote = json.indexOf('"', start + 1); ; quote = json.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (json[quote - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
  }
}
