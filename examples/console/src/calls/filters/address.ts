import type { CallDirection, CallFilter, CallProvider, CallStatus } from '../../graph/generated/operations';
import { strings } from '../../strings';

/** What a list is filtered by, as it is in the address bar: a link shows the same list to everybody who may see it. */
export interface Filters {
  readonly providers: readonly CallProvider[];
  readonly accounts: readonly string[];
  readonly statuses: readonly CallStatus[];
  readonly directions: readonly CallDirection[];
  /** In E.164. */
  readonly number: string | null;
  /** Instants, because a link is read in other zones, too. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Words that there are not, of an old or mistyped link, are left out. */
export function readFilters(address: URLSearchParams): Filters {
  return {
    providers: address.getAll('provider').filter(isIn(strings.providers)),
    accounts: address.getAll('account'),
    statuses: address.getAll('status').filter(isIn(strings.statuses)),
    directions: address.getAll('direction').filter(isIn(strings.directions)),
    number: address.get('number'),
    from: readInstant(address.get('from')),
    to: readInstant(address.get('to')),
  };
}

export function writeFilters({ providers, accounts, statuses, directions, number, from, to }: Filters): URLSearchParams {
  const all: [string, string | null][] = [
    ...providers.map((value): [string, string] => ['provider', value]),
    ...accounts.map((value): [string, string] => ['account', value]),
    ...statuses.map((value): [string, string] => ['status', value]),
    ...directions.map((value): [string, string] => ['direction', value]),
    ['number', number],
    ['from', from],
    ['to', to],
  ];
  return new URLSearchParams(all.filter((entry): entry is [string, string] => entry[1] !== null));
}

/** The graph's filter; null for all calls. An empty list would select nothing. */
export function toCallFilter({ providers, accounts, statuses, directions, number, from, to }: Filters): CallFilter | null {
  const filter: CallFilter = {
    ...(providers.length > 0 && { providers: [...providers] }),
    ...(accounts.length > 0 && { providerAccounts: [...accounts] }),
    ...(statuses.length > 0 && { statuses: [...statuses] }),
    ...(directions.length > 0 && { directions: [...directions] }),
    ...(number !== null && { phoneNumbers: [number] }),
    ...((from !== null || to !== null) && { createdAt: { ...(from !== null && { from }), ...(to !== null && { to }) } }),
  };
  return Object.keys(filter).length > 0 ? filter : null;
}

function isIn<Word extends string>(words: Readonly<Record<Word, string>>) {
  return (word: string): word is Word => Object.hasOwn(words, word);
}

function readInstant(text: string | null): string | null {
  return text !== null && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : null;
}
