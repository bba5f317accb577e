import { BadUserInput } from '../model/bad-user-input.js';
import type { CallFilter, Range } from '../model/call-filter.js';
import { isReadable } from '../model/date-time.js';
import { isDecimal } from '../model/decimal.js';
import { isE164, readE164 } from '../model/phone-number.js';
import { providerDefinitions } from '../providers/registry.js';
import type { ConnectedAccount } from '../providers/provider.js';
import { checkedAccounts } from './accounts.reading.js';
import type { CallFilterInput, DateTimeRange } from './call-filter.input.js';

/** Limits the requests of one filter: vendors accept only a few members per request. */
const MAX_MEMBERS = 500;

/** Converts a client's filter to the feed's filter. @throws BadUserInput with the path of the field */
export function readFilter(input: CallFilterInput | null | undefined, accounts: readonly ConnectedAccount[]): CallFilter {
  if (!input) return {};
  for (const [path, list] of listsIn(input, 'filter')) {
    if (list.length > MAX_MEMBERS) throw new BadUserInput(`has ${list.length} members. At most ${MAX_MEMBERS} are allowed.`, path);
  }
  const { providers, statuses, directions } = input;
  const own = Object.fromEntries(
    providerDefinitions.flatMap(({ name, filter }) => {
      const given = filter && input[filter.field];
      return given ? [[name, given]] : [];
    }),
  );
  return withoutGaps({
    providers,
    accounts: input.providerAccounts && checkedAccounts(accounts, input.providerAccounts, 'filter.providerAccounts'),
    statuses,
    directions,
    createdAt: rangeOf(input.createdAt, 'filter.createdAt'),
    phoneNumbers: numbers(input.phoneNumbers, 'filter.phoneNumbers'),
    from: numbers(input.from, 'filter.from'),
    to: numbers(input.to, 'filter.to'),
    duration: minMax(input.duration, 'filter.duration', (bound) => bound >= 0, 'must be 0 or more seconds.'),
    price: minMax(input.price, 'filter.price', isDecimal, 'not a decimal number such as "0.300".'),
    own: Object.keys(own).length > 0 ? own : undefined,
  });
}

/** All lists in a filter with their paths, including those in the providers' own filters. */
export function listsIn(input: object, path: string): [path: string, list: readonly unknown[]][] {
  return Object.entries(input).flatMap(([name, value]: [string, unknown]): [string, readonly unknown[]][] => {
    if (Array.isArray(value)) return [[`${path}.${name}`, value]];
    return typeof value === 'object' && value !== null && !(value instanceof Date) ? listsIn(value, `${path}.${name}`) : [];
  });
}

/** Reads a span of time. Undefined if both ends are open. @throws BadUserInput */
export function rangeOf(range: DateTimeRange | null | undefined, path: string): Range<Date> | undefined {
  const { from, to } = range ?? {};
  for (const [end, instant] of [['from', from], ['to', to]] as const) {
    if (instant && !isReadable(instant)) throw new BadUserInput('not an instant with its zone, such as 2024-03-20T09:00:00.000Z.', `${path}.${end}`);
  }
  if (from && to && from > to) throw new BadUserInput('`from` is after `to`.', path);
  return from || to ? withoutGaps({ from, to }) : undefined;
}

function numbers(list: readonly string[] | null | undefined, path: string): readonly string[] | undefined {
  for (const [index, number] of (list ?? []).entries()) {
    if (!isE164(number)) throw new BadUserInput('not a phone number in E.164, such as +12025550143.', `${path}.${index}`);
  }
  // Calls have the canonical spelling, so that any spelling of a number finds the person.
  return list?.map((number) => readE164(number) ?? number);
}

function minMax<T>(
  range: { readonly min?: T | null; readonly max?: T | null } | null | undefined,
  path: string,
  allows: (bound: T) => boolean,
  rule: string,
): Range<T> | undefined {
  const { min, max } = range ?? {};
  for (const [end, bound] of [['min', min], ['max', max]] as const) {
    if (bound !== null && bound !== undefined && !allows(bound)) throw new BadUserInput(rule, `${path}.${end}`);
  }
  const read = withoutGaps({ from: min, to: max });
  return Object.keys(read).length > 0 ? read : undefined;
}

/** Drops null fields: in a filter, null means the same as absent. */
function withoutGaps<T extends object>(fields: T): { [Name in keyof T]?: NonNullable<T[Name]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as {
    [Name in keyof T]?: NonNullable<T[Name]>;
  };
}
