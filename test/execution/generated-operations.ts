import fc from 'fast-check';

/** How a field's value comes about. */
const BEHAVIOURS = ['value', 'value', 'value', 'value', 'promise', 'late promise', 'null', 'undefined', 'throws', 'throws GraphQLError', 'rejects', 'returned error', 'wrong', 'method'] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

/** An operation of the odd schema, and what its fields do. */
export interface OddOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** What the field at a path does. */
  readonly behaviourAt: (path: string) => Behaviour;
}

export const ODD_SCHEMA = `
  enum Color { RED GREEN }
  input Range { from: Int = 1, to: Int, colors: [Color!] = [RED] }
  interface Thing { id: ID! name: String must: String! }
  type Apple implements Thing { ${fieldsOf('Apple')} }
  type Pear implements Thing { ${fieldsOf('Pear')} stem: Float }
  union Fruit = Apple | Pear
  type Query { ${fieldsOf('Apple')} }
`;

function fieldsOf(self: string): string {
  return `
    id: ID! name: String must: String! color: Color count: Int! flag: Boolean
    self: ${self} strict: Apple! thing: Thing fruit: Fruit things: [Thing] fruits: [Fruit!] all: [Apple!]! numbers: [[Int!]]
    scaled(by: Int = 2, range: Range, color: Color): Int sum(numbers: [Int!]!): String
  `;
}

const LEAVES = ['id', 'name', 'must', 'color', 'count', 'flag', 'numbers', '__typename'];
const OBJECTS: Readonly<Record<string, string>> = { self: 'Apple', strict: 'Apple', thing: 'Thing', fruit: 'Fruit', things: 'Thing', fruits: 'Fruit', all: 'Apple' };
/** One alias for each field, because two fields may not share one. Some mean something in JavaScript. */
const ODD_ALIASES: Readonly<Record<string, string>> = { name: '__proto__', id: 'then', flag: 'toString', count: 'constructor', numbers: 'length' };
const DIRECTIVES = ['', '', '', '', ' @skip(if: $p)', ' @include(if: $p)', ' @include(if: $q)', ' @skip(if: true)', ' @include(if: true)', ' @include(if: $p) @skip(if: $q)'];
const CALLS = ['scaled', 'scaled(by: 3)', 'scaled(by: $x)', 'scaled(range: { to: $x, colors: GREEN })', 'scaled(range: $range, color: RED)', 'sum(numbers: [1, 2])', 'sum(numbers: $numbers)'];
const FRAGMENT = 'fragment apple on Apple { name must self { id } ...thing } fragment thing on Thing { id must ... on Pear { stem color } }';

/** Selections may clash, which validation finds. */
export const oddOperation: fc.Arbitrary<OddOperation> = fc
  .record({
    selection: selectionOf('Apple', 3),
    variables: fc.record({ p: fc.boolean(), q: fc.boolean(), x: fc.option(fc.integer({ min: -5, max: 5 })), range: fc.option(fc.record({ to: fc.integer({ min: 0, max: 9 }) })), numbers: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }) }, { requiredKeys: ['p', 'q'] }),
    seed: fc.integer(),
    mishaps: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ selection, variables, seed, mishaps }) => ({
    query: `query ($p: Boolean!, $q: Boolean!, $x: Int, $range: Range, $numbers: [Int!]! = [1]) ${selection} ${FRAGMENT}`,
    variables,
    behaviourAt: (path) => (hash(`${seed} ${path}`) % 100 < mishaps ? (BEHAVIOURS[hash(`${path} ${seed}`) % BEHAVIOURS.length] ?? 'value') : 'value'),
  }));

function selectionOf(type: string, depth: number): fc.Arbitrary<string> {
  return fc.array(partOf(type, depth), { minLength: 1, maxLength: 5 }).map((parts) => `{ ${parts.join(' ')} }`);
}

function partOf(type: string, depth: number): fc.Arbitrary<string> {
  const named = (field: string) => fc.constantFrom(field, field, `${ODD_ALIASES[field] ?? `_${field}`}: ${field}`);
  const directive = fc.constantFrom(...DIRECTIVES);
  const isObject = type === 'Apple' || type === 'Pear';
  const leafNames = isObject ? LEAVES : type === 'Thing' ? ['id', 'name', 'must', '__typename'] : ['__typename'];
  const leaf = fc.tuple(fc.constantFrom(...leafNames).chain(named), directive).map((parts) => parts.join(''));
  const call = fc.tuple(fc.nat(CALLS.length - 1), directive).map(([index, condition]) => `call${index}: ${CALLS[index]}${condition}`);
  const spread = fc.tuple(fc.constantFrom('...apple', '...thing'), directive).map((parts) => parts.join(''));
  if (depth === 0) return isObject ? fc.oneof(leaf, call) : leaf;
  const object = fc
    .tuple(fc.constantFrom(...Object.keys(OBJECTS)), directive)
    .chain(([field, condition]) => fc.tuple(named(field), selectionOf(OBJECTS[field] ?? 'Apple', depth - 1)).map(([name, selection]) => `${name}${condition} ${selection}`));
  const inline = fc
    .tuple(fc.constantFrom('Apple', 'Pear', 'Thing'), directive)
    .chain(([condition, when]) => selectionOf(condition, depth - 1).map((selection) => `... on ${condition}${when} ${selection}`));
  return isObject ? fc.oneof(leaf, call, object, object, spread, inline) : fc.oneof(leaf, spread, inline, inline);
}

/** FNV-1a. */
export function hash(text: string): number {
  let value = 2166136261;
  for (const character of text) value = Math.imul(value ^ character.charCodeAt(0), 16777619) >>> 0;
  return value;
}
