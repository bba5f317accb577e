export function table(heads, rows) {
  return [heads, heads.map((_, index) => (index === 0 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Three digits that mean something. */
export function number(value) {
  if (value === undefined || !Number.isFinite(value)) return '–';
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value === 0 ? '0' : String(Number(value.toPrecision(value < 1 ? 2 : 3)));
}

export function times(value, floor) {
  return floor === undefined ? '–' : `${number(value / floor)}×`;
}
