import { type Json, record, records } from '../../model/json-value.js';
import { type Assumption, cannotBeTold, doesNotHold, holds } from './assumption.js';
import { aboutCalls, counted, type ReadSample } from './sample.js';

/** The fields of a vendor's rows. */
export interface RowFields {
  /** Every call has them, and answers are wrong without them. */
  readonly needed: readonly string[];
  /** Documented fields that some calls lack. */
  readonly documented: readonly string[];
  /** Documented fields that even many calls may all lack, or that only other answers have. */
  readonly rare?: readonly string[];
  /** The fields of objects, and of the objects in lists, by the field that has them. */
  readonly nested?: Readonly<Record<string, readonly string[]>>;
}

/** With fewer calls, a field that is never there proves nothing. */
const ENOUGH_CALLS = 50;
const MOST_NAMES = 6;

/** All assumptions about the fields of the sampled calls. */
export function fieldsAsDocumented(sample: ReadSample, fields: RowFields): Assumption[] {
  return [neededFields(sample, fields), documentedFields(sample, fields), noOtherFields(sample, fields)];
}

function neededFields(sample: ReadSample, { needed }: RowFields): Assumption {
  return aboutCalls({ id: 'needed-fields', claim: 'Every call has the fields that answers need.', answersDepend: true }, sample, ({ rows }) => {
    const missing = needed.map((name) => ({ name, calls: rows.filter((row) => row[name] === undefined).length })).filter(({ calls }) => calls > 0);
    if (missing.length === 0) return holds(`${counted(rows.length, 'call')} have all ${needed.length}.`);
    return doesNotHold(`Of ${counted(rows.length, 'call')}, ${missing.map(({ name, calls }) => `${calls} lack ${name}`).join(', ')}.`);
  });
}

function documentedFields(sample: ReadSample, { documented }: RowFields): Assumption {
  return aboutCalls({ id: 'documented-fields', claim: 'Each documented field is in some call.', answersDepend: false }, sample, ({ rows }) => {
    const missing = documented.filter((name) => rows.every((row) => row[name] === undefined));
    if (missing.length === 0) return holds(`Seen in ${counted(rows.length, 'call')}.`);
    const reason = `Never seen in ${counted(rows.length, 'call')}: ${shown(missing, missing.length)}.`;
    return rows.length < ENOUGH_CALLS ? cannotBeTold(reason) : doesNotHold(reason);
  });
}

function noOtherFields(sample: ReadSample, { needed, documented, rare = [], nested = {} }: RowFields): Assumption {
  return aboutCalls({ id: 'other-fields', claim: 'Calls have no field that is new to us.', answersDepend: false }, sample, ({ rows }) => {
    const known = new Set([...needed, ...documented, ...rare]);
    const others = namesIn(rows).filter(({ name }) => !known.has(name));
    const inside = Object.entries(nested).flatMap(([field, names]) =>
      namesIn(rows.flatMap((row) => objectsIn(row[field]))).filter(({ name }) => !names.includes(name)).map((found) => ({ ...found, name: `${field}.${found.name}` })),
    );
    const all = [...others, ...inside];
    if (all.length === 0) return holds(`Seen in ${counted(rows.length, 'call')}.`);
    const names = all.filter(({ isUsual }) => isUsual).map(({ name }) => name);
    return doesNotHold(`New: ${shown(names, all.length)}.`);
  });
}

interface FoundName {
  readonly name: string;
  /** It looks like a name, and most objects have it. Vendors may use values as names, such as a number or a person's name. Such a name is another one in each call. */
  readonly isUsual: boolean;
}

function namesIn(objects: readonly Json[]): FoundName[] {
  const counts = new Map<string, number>();
  for (const name of objects.flatMap((one) => Object.keys(one))) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, isUsual: isName(name) && 2 * count >= objects.length }));
}

function objectsIn(value: unknown): Json[] {
  const one = record(value);
  return one ? [one] : records(value);
}

function isName(text: string): boolean {
  return /^[A-Za-z_]{1,40}\d{0,2}$/.test(text);
}

/** Some names, and how many there are besides. */
function shown(names: readonly string[], all: number): string {
  const first = names.slice(0, MOST_NAMES);
  const more = all - first.length;
  return [...first, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
