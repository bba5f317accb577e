import type { CallFilter } from '../model/call-filter.js';
import type { Call } from '../model/call.js';
import type { Party } from '../providers/provider.js';

/** For more different numbers than this, one list of all calls takes fewer requests. */
const FEW = 4;

/**
 * The filters that together return all calls with the numbers of some calls. Null if they are not worth it. One
 * number is enough, the person's: a line of the organisation may have thousands of calls a day.
 */
export function numberFilters(calls: Iterable<Call>, narrowsBy: readonly Party[]): readonly CallFilter[] | null {
  const byParty = { from: new Set<string>(), to: new Set<string>() };
  const pairs = new Map<string, CallFilter>();
  for (const { from, to, contact } of calls) {
    const numbers = { from: from?.e164 ?? '', to: to?.e164 ?? '' };
    const person = narrowsBy.find((party) => contact !== null && numbers[party] === contact.e164);
    if (person) byParty[person].add(numbers[person]);
    else pairs.set(`${numbers.from} ${numbers.to}`, Object.fromEntries(narrowsBy.map((party) => [party, [numbers[party]]])));
  }
  if (byParty.from.size + byParty.to.size + pairs.size > FEW) return null;
  const ofPersons = (['from', 'to'] as const).flatMap((party): CallFilter[] => (byParty[party].size > 0 ? [{ [party]: [...byParty[party]] }] : []));
  return [...ofPersons, ...pairs.values()];
}
