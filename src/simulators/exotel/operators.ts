/** Bounds of a filter, all of them included. */
export interface Bounds<T> {
  gte?: T;
  lte?: T;
  eq?: T;
}

export type Operator = keyof Bounds<unknown>;

/**
 * Reads Exotel's filter operators, `gte:10s;lte:45s` or `eq:30s`. Undefined when an operator isn't
 * allowed here or comes twice, or when `read` doesn't understand a value.
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

/** Whether a served number, or a string with a number, lies within. One that isn't there doesn't. */
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
