/** A field of a row or of a nested object. Undefined if a broken row lacks it. */
export function field(row: unknown, name: string): unknown {
  return typeof row === 'object' && row !== null ? (row as Record<string, unknown>)[name] : undefined;
}

/** A list in a row. Empty if a broken row has another value. */
export function listField(row: unknown, name: string): unknown[] {
  const value = field(row, name);
  return Array.isArray(value) ? value : [];
}
