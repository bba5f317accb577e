/** Whether a text may contain an integer beyond 2^53, inside or outside strings. */
const MAY_HAVE_LONG_INTEGER = /[[:,\s-]\d{16}/;
/** An integer of at least 16 digits that is not part of a longer number. */
const LONG_INTEGER = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/**
 * Parses a vendor's JSON. Integers beyond 2^53 become strings, because rounding could give two calls the same id.
 * Without such integers it takes hardly longer than JSON.parse. @throws SyntaxError
 */
export function readJson(json: string): unknown {
  const read: unknown = JSON.parse(json);
  return MAY_HAVE_LONG_INTEGER.test(json) ? JSON.parse(withLongIntegersQuoted(json)) : read;
}

/** Needs valid JSON, in which every string ends. */
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

/** The position after the quote that ends a string. An even number of backslashes precedes that quote. */
function endOfString(json: string, start: number): number {
  for (let quote = json.indexOf('"', start + 1); ; quote = json.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (json[quote - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
  }
}
