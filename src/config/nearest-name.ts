/** The maximum number of wrong, missing or extra letters. */
const MAX_MISTAKES = 2;
/** Shorter names are too similar to variables of other programs. */
const MIN_LENGTH = 7;

/** The name that is nearest to a mistyped one. Null if none is similar. */
export function nearestName(typed: string, names: readonly string[]): string | null {
  const upper = typed.toUpperCase();
  if (upper.length < MIN_LENGTH) return null;
  const near = names
    .filter((name) => name.length >= MIN_LENGTH && Math.abs(name.length - upper.length) <= MAX_MISTAKES)
    .map((name) => ({ name, mistakes: mistakesIn(upper, name) }))
    .filter(({ mistakes }) => mistakes <= MAX_MISTAKES)
    .sort((a, b) => a.mistakes - b.mistakes);
  return near[0]?.name ?? null;
}

/** The Levenshtein distance: letters to insert, delete or replace. */
function mistakesIn(typed: string, name: string): number {
  let above = Array.from({ length: name.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...typed].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...name].entries()) {
      const changed = (above[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(changed, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    above = current;
  }
  return above.at(-1) ?? 0;
}
