/** A JSON object whose fields are not validated yet. */
export type Json = Readonly<Record<string, unknown>>;

/** The value if it is an object. Null for anything else, including lists. */
export function record(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

/** The value if it is a list. An empty list for anything else. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects in a list. Other members are left out. */
export function records(value: unknown): Json[] {
  return list(value).map(record).filter((entry) => entry !== null);
}
