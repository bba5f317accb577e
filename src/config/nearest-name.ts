/** So many letters may be wrong, missing or too many. */
const MOST_MISTAKES = 2;
/** Names of other programs are as near to each other where they are short. */
const SHORTEST = 7;

/** The name that a mistyped one is nearest to; null where it is like none of them. */
export function nearestName(typed: string, names: readonly string[]): string | null {
  const upper = typed.toUpperCase();
  if (upper.length < SHORTEST) return null;
  const near = names
    .filter((name) => name.length >= SHORTEST && Math.abs(name.length - upper.length) <= MOST_MISTAKES)
    .map((name) => ({ name, mistakes: mistakesIn(upper, name) }))
    .filter(({ mistakes }) => mistakes <= MOST_MISTAKES)
    .sort((a, b) => a.mistakes - b.mistakes);
  return near[0]?.name ?? null;
}

/** How many letters have to be put in, left out or changed to come from one text to the other (Levenshtein). */
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
