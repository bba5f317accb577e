/**
 * Converts a number in a row to E.164. Rows have numbers with a plus, with the country code alone, or national with
 * a leading zero. Returns any other value unchanged.
 */
export function normalise(served: unknown): unknown {
  if (typeof served !== 'string') return served;
  if (/^0\d{10}$/.test(served)) return `+91${served.slice(1)}`;
  if (/^91\d{10}$/.test(served)) return `+${served}`;
  return served;
}
