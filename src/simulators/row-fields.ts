/** A field of a row, or of something nested in one; undefined where a broken row doesn't have it. */
export function field(row: unknown, name: string): unknown {
  return typeof row === 'object' && row !== null ? (row as Record<string, unknown>)[name] : undefined;
}

/** A list in a row; empty where a broken row has something else. */
export function listField(row: unknown, name: string): unknown[] {
  const value = field(row, name);
  return Array.isArray(value) ? value : [];
}
