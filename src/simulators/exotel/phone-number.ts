/**
 * A number in a row as E.164, whichever way it is served: with a plus, with the country code alone,
 * or national behind a zero. What isn't a number comes back unchanged.
 */
export function normalise(served: unknown): unknown {
  if (typeof served !== 'string') return served;
  if (/^0\d{10}$/.test(served)) return `+91${served.slice(1)}`;
  if (/^91\d{10}$/.test(served)) return `+${served}`;
  return served;
}
