import fc from 'fast-check';
import { PROVIDERS } from '../vendors/index.js';
import { fromOf, globalId, type KnownCall, LINES, PEOPLE, toOf } from './known-calls.js';

/** A filter as clients write it. */
export interface Filter {
  providers?: string[];
  providerAccounts?: string[];
  createdAt?: { from?: string; to?: string };
  statuses?: string[];
  directions?: string[];
  phoneNumbers?: string[];
  from?: string[];
  to?: string[];
  duration?: { min?: number; max?: number };
  price?: { min?: string; max?: string };
}
export type Order = 'NEWEST_FIRST' | 'OLDEST_FIRST';

/** What the feed has to answer: the filtered, sorted union of all calls in a plain array. */
export function expected(calls: readonly KnownCall[], filter: Filter, order: Order): string[] {
  const sign = order === 'NEWEST_FIRST' ? -1 : 1;
  return calls
    .filter((call) => passes(call, filter))
    .map((call) => ({ id: globalId(call), createdAt: call.createdAt }))
    .sort((a, b) => sign * (a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)))
    .map(({ id }) => id);
}

function passes(call: KnownCall, filter: Filter): boolean {
  const [from, to] = [fromOf(call), toOf(call)];
  const { createdAt, duration, price } = filter;
  return (
    isAmong(filter.providers, call.provider) &&
    isAmong(filter.providerAccounts, accountOf(call)) &&
    isAmong(filter.statuses, call.status) &&
    isAmong(filter.directions, call.direction) &&
    isAmong(filter.from, from) &&
    isAmong(filter.to, to) &&
    (isAmong(filter.phoneNumbers, from) || isAmong(filter.phoneNumbers, to)) &&
    call.createdAt >= (createdAt?.from ? Date.parse(createdAt.from) : -Infinity) &&
    call.createdAt <= (createdAt?.to ? Date.parse(createdAt.to) : Infinity) &&
    inRange(duration, call.duration) &&
    inRange(price && { min: toNumber(price.min), max: toNumber(price.max) }, toNumber(call.price))
  );
}

/** The name of a call's account, as clients know it. */
export function accountOf({ provider, account }: KnownCall): string {
  return account ?? provider.toLowerCase().replaceAll('_', '-');
}

function isAmong(list: readonly string[] | undefined, value: string): boolean {
  return list === undefined || list.includes(value);
}

function inRange(range: { min?: number | undefined; max?: number | undefined } | undefined, value: number | null | undefined): boolean {
  if (range?.min === undefined && range?.max === undefined) return true;
  return typeof value === 'number' && value >= (range.min ?? -Infinity) && value <= (range.max ?? Infinity);
}

/** Exact enough for the few prices that tests use. */
function toNumber(decimal: string | null | undefined): number | undefined {
  return typeof decimal === 'string' ? Number(decimal) : undefined;
}

const some = <T>(...values: T[]) => fc.subarray(values, { minLength: 1 });
const DAY_MS = 24 * 60 * 60 * 1000;

/** Values of each field of a filter, seen from `now`. `instants`: ends that the range of createdAt often has. */
export function filterFields(now: number, instants: readonly number[] = []): { readonly [Field in keyof Required<Omit<Filter, 'providerAccounts'>>]: fc.Arbitrary<Filter[Field]> } {
  const anyInstant = fc.integer({ min: 0, max: 175 * DAY_MS }).map((ago) => now - ago);
  const instant = instants.length === 0 ? anyInstant : fc.oneof(anyInstant, { weight: 3, arbitrary: fc.constantFrom(...instants) });
  return {
    providers: some(...PROVIDERS),
    createdAt: fc.tuple(instant, instant).map((ends) => ({ from: isoOf(Math.min(...ends)), to: isoOf(Math.max(...ends)) })),
    statuses: some('QUEUED', 'IN_PROGRESS', 'COMPLETED', 'BUSY', 'NO_ANSWER', 'CANCELED', 'UNKNOWN'),
    directions: some('INBOUND', 'OUTBOUND'),
    phoneNumbers: some(...PEOPLE, ...LINES),
    from: some(...PEOPLE, ...LINES),
    to: some(...PEOPLE, ...LINES),
    duration: fc.record({ min: fc.integer({ min: 0, max: 40 }), max: fc.integer({ min: 30, max: 90 }) }, { requiredKeys: [] }),
    price: fc.record({ min: fc.constantFrom('0.5', '1'), max: fc.constantFrom('1.25', '2.00') }, { requiredKeys: [] }),
  };
}

/** Any filter, seen from `now`; most fields are absent, as in life. */
export function filters(now: number): fc.Arbitrary<Filter> {
  const fields = Object.fromEntries(Object.entries(filterFields(now)).map(([name, values]) => [name, fc.option<unknown>(values, { nil: undefined, freq: 2 })]));
  return fc
    .record(fields)
    .chain((all) => fc.subarray(Object.keys(all) as (keyof Filter)[], { maxLength: 3 }).map((kept) => pick(all as Filter, kept)));
}

function pick(filter: Filter, kept: readonly (keyof Filter)[]): Filter {
  return Object.fromEntries(kept.filter((field) => filter[field] !== undefined).map((field) => [field, filter[field]]));
}

function isoOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
