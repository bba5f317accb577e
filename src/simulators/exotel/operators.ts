/** Inclusive bounds of a filter. */
export interface Bounds<T> {
  gte?: T;
  lte?: T;
  eq?: T;
}

export type Operator = keyof Bounds<unknown>;

/**
 * Reads Exotel's filter operators, e.g. `gte:10s;lte:45s` or `eq:30s`. Undefined if an operator is not allowed or
 * repeated, or if `read` returns undefined for a value.
 */
export function readBounds<T>(
  text: string,
  allowed: readonly Operator[],
  read: (value: string) => T | undefined,
): Bounds<T> | undefined {
  const bounds: Bounds<T> = {};
  for (const condition of text.split(';')) {
    const colon = condition.indexOf(':');
    const operator = allowed.find((name) => name === condition.slice(0, colon));
    const value = read(condition.slice(colon + 1));
    if (!operator || value === undefined || bounds[operator] !== undefined) return undefined;
    bounds[operator] = value;
  }
  return bounds;
}

/** Whether a number, or a string with a number, is within the bounds. False for a missing value. */
export function isWithin({ gte, lte, eq }: Bounds<number>, served: unknown): boolean {
  if (typeof served !== 'number' && typeof served !== 'string') return false;
  const number = Number(served);
  return (
    served !== '' &&
    !Number.isNaN(number) &&
    (gte === undefined || number >= gte) &&
    (lte === undefined || number <= lte) &&
    (eq === undefined || number === eq)
  );
}
