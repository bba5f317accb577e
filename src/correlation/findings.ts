import type { AccountName } from '../model/account.js';
import { type CallMatch, CallRelation } from '../model/call-match.js';
import type { Call } from '../model/call.js';
import type { CarrierId } from '../model/carrier-id.js';
import type { ProviderError } from '../upstream/provider-error.js';
import { timesOf } from './windows.js';
import { type CarrierKey, keysOf, relationBy, textOf } from './carrier-keys.js';

/** A match, and the id that it is found by. */
export type FoundMatch = CallMatch & { readonly id: CarrierId };

/** What a search has found so far. */
export class Findings {
  /** The ids to look for, for each call that is asked about. */
  private readonly wanted = new Map<Call, CarrierKey[]>();
  /** Calls that may be the same as one of them, by global id, with the ids that are their own. */
  private readonly candidates = new Map<string, { readonly call: Call; readonly keys: CarrierKey[] }>();
  /** The global ids of candidates by the carrier's ids that they have. */
  private readonly withId = new Map<string, Set<string>>();
  private readonly failures = new Map<Call, ProviderError[]>();
  private readonly parents = new Map<Call, Call>();

  /** Looks for records with these ids. */
  lookFor(call: Call, keys: readonly CarrierKey[]): void {
    const known = this.wantedBy(call);
    const isNew = ({ id }: CarrierKey) => !known.some((key) => textOf(key.id) === textOf(id));
    this.wanted.set(call, [...known, ...keys.filter(isNew)]);
  }

  wantedBy(call: Call): readonly CarrierKey[] {
    return this.wanted.get(call) ?? [];
  }

  /** A leg may be dialled long after its parent, and a record be of the parent's time. */
  noteParent(leg: Call, parent: Call): void {
    this.parents.set(leg, parent);
  }

  /** When records of the conversation of a call may have begun, in epoch milliseconds. */
  timesOf(call: Call): readonly number[] {
    const parent = this.parents.get(call);
    return [...timesOf(call), ...(parent ? timesOf(parent) : [])];
  }

  /** A call that may be the same, under the ids of its record and further ones. A leg is not known by its parent's id. */
  add(call: Call, further: readonly CarrierKey[] = []): void {
    const candidate = this.candidates.get(call.id) ?? { call, keys: keysOf(call) };
    candidate.keys.push(...further);
    this.candidates.set(call.id, candidate);
    for (const { id } of candidate.keys) this.withId.set(textOf(id), (this.withId.get(textOf(id)) ?? new Set()).add(call.id));
  }

  /** The candidate of an account that has the id. */
  at(account: AccountName, id: CarrierId): Call | undefined {
    return this.candidatesWith(id).map((found) => this.candidates.get(found)?.call).find((call) => call?.account === account);
  }

  candidatesAt(account: AccountName): readonly Call[] {
    return [...this.candidates.values()].flatMap(({ call }) => (call.account === account ? [call] : []));
  }

  hasMatchAt(account: AccountName, call: Call): boolean {
    return this.matchesOf(call).some((match) => match.call.account === account);
  }

  fail(call: Call, failure: ProviderError): void {
    this.failures.set(call, [...this.failuresOf(call), failure]);
  }

  failuresOf(call: Call): readonly ProviderError[] {
    return this.failures.get(call) ?? [];
  }

  /** The exact matches, those of the same leg first. */
  matchesOf(call: Call): FoundMatch[] {
    const ours = this.wantedBy(call);
    const ids = new Set(ours.flatMap(({ id }) => this.candidatesWith(id)));
    const matches = [...ids].flatMap((id): FoundMatch[] => {
      const { call: other = call, keys = [] } = this.candidates.get(id) ?? {};
      const by = other.account === call.account ? null : relationBy(ours, keys);
      return by ? [{ call: other, ...by }] : [];
    });
    const rank = ({ relation }: CallMatch) => (relation === CallRelation.SAME_LEG ? 0 : 1);
    return matches.sort((a, b) => rank(a) - rank(b) || a.call.createdAt.getTime() - b.call.createdAt.getTime() || (a.call.id < b.call.id ? -1 : 1));
  }

  private candidatesWith(id: CarrierId): string[] {
    return [...(this.withId.get(textOf(id)) ?? [])];
  }
}
