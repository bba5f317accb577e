/** Whether a text is a decimal number such as 1.500, written out. */
export function isDecimal(text: string): boolean {
  return /^-?\d{1,30}(\.\d{1,30})?$/.test(text);
}

/** Compares two decimals exactly: as floats, 0.1 + 0.2 would be more than 0.3. */
export function compareDecimals(a: string, b: string): number {
  const places = Math.max(fraction(a).length, fraction(b).length);
  const difference = scaled(a, places) - scaled(b, places);
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

function fraction(decimal: string): string {
  return decimal.split('.')[1] ?? '';
}

function scaled(decimal: string, places: number): bigint {
  return BigInt(decimal.replace('.', '') + '0'.repeat(places - fraction(decimal).length));
}
