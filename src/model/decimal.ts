/** Whether a text is a plain decimal number such as 1.500, without an exponent or grouping. */
export function isDecimal(text: string): boolean {
  return /^-?\d{1,30}(\.\d{1,30})?$/.test(text);
}

/** What is written out already, as nearly all numbers are. */
const PLAIN = /^(?:0|[1-9]\d{0,29})(?:\.\d{1,30})?$/;
/** A sign, digits with an optional point, and an optional exponent of ten. */
const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,2}))?$/i;
/** Commas between thousands, as in 1,234.50 or 1,23,456.50. A number without a point does not match: its comma may be a decimal comma. */
const GROUPED = /^[+-]?\d{1,3}(?:,\d{2,3})*,\d{3}\.\d+$/;

/**
 * Converts a decimal number in any notation to a plain one: 1e-7 becomes 0.0000001, .50 becomes 0.50, 1,234.50
 * becomes 1234.50. Keeps trailing zeros. Null if it is no number, is ambiguous, or has over 30 digits on a side.
 */
export function writtenOut(text: string): string | null {
  const trimmed = text.trim();
  if (PLAIN.test(trimmed)) return trimmed;
  const [, sign = '', whole = '', fraction = '', power = '0'] = DECIMAL.exec(GROUPED.test(trimmed) ? trimmed.replaceAll(',', '') : trimmed) ?? [];
  const digits = whole + fraction;
  if (digits === '') return null;
  const point = whole.length + Number(power);
  const before = digits.slice(0, Math.max(0, point)) + '0'.repeat(Math.max(0, point - digits.length));
  const behind = '0'.repeat(Math.max(0, -point)) + digits.slice(Math.max(0, point));
  const decimal = `${sign === '-' ? '-' : ''}${before.replace(/^0+(?=\d)/, '') || '0'}${behind && `.${behind}`}`;
  return isDecimal(decimal) ? decimal : null;
}

/** Compares two decimals exactly. As floats, 0.1 + 0.2 is more than 0.3. */
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
