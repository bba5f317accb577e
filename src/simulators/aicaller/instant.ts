/** Reads an ISO 8601 instant in UTC, with a Z. Returns epoch milliseconds, or undefined for any other text. */
export function readUtcInstant(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
