/** A place in a JSON value: names and positions, joined by dots. */
export type Path = string;

/** A value inside a JSON value, and its place. */
export interface Leaf {
  readonly path: Path;
  readonly value: unknown;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** All values inside a JSON value, including containers, outermost first. */
export function everything(value: unknown, path: Path = ''): Leaf[] {
  if (!isContainer(value)) return [];
  return Object.entries(value as Record<string, unknown>).flatMap(([name, member]) => {
    const place = path === '' ? name : `${path}.${name}`;
    return [{ path: place, value: member }, ...everything(member, place)];
  });
}

/** The values without nested values. */
export function leaves(value: unknown): Leaf[] {
  return everything(value).filter((leaf) => !isContainer(leaf.value));
}

/** A copy with another value in one place. `undefined` removes it. */
export function withAt<T>(value: T, path: Path, replacement: unknown): T {
  const copy = structuredClone(value);
  const names = path.split('.');
  const last = names.pop() ?? '';
  const parent = names.reduce((node, name) => node[name] as Record<string, unknown>, copy as Record<string, unknown>);
  if (replacement === undefined) {
    if (Array.isArray(parent)) parent.splice(Number(last), 1);
    else delete parent[last];
  } else {
    parent[last] = replacement;
  }
  return copy;
}
