import type { AccountName } from '../model/account.js';
import { type CallMatch, CallRelation } from '../model/call-match.js';
import type { Call } from '../model/call.js';
import { type Carrier, type CarrierId, CarrierIdKind } from '../model/carrier-id.js';
import type { CallProviderName } from '../model/call-provider.js';
import type { Recording } from '../model/recording.js';
import type { ConnectedAccount } from '../providers/provider.js';
import { ProviderError } from '../upstream/provider-error.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';
import { type CarrierKey, keysOf, relationBy, textOf } from './carrier-keys.js';
import { byNumbers, type CallsByNumbers, likelyMatch, numbersOf, startOf } from './likely-matches.js';
import { readNearby, windowsAround } from './nearby-calls.js';
import type { KnownCarrierIds } from './known-carrier-ids.js';

/** With this many calls at about the same time, a list costs less than a look-up each. */
const MANY = 3;

export interface SameCallParts {
  /** The accounts that the caller may use. No other account is asked or told of. */
  readonly accounts: readonly ConnectedAccount[];
  /** A call by its provider's own id. Rejects with a ProviderError. */
  readonly find: (provider: CallProviderName, account: AccountName, providerCallId: string) => Promise<Call | null>;
  readonly recordingsOf: (call: Call) => Promise<readonly Recording[] | ProviderError>;
  readonly known: KnownCarrierIds;
  readonly context: UpstreamContext;
}

/** What was found about one call. */
export interface SameCalls {
  readonly matches: readonly CallMatch[];
  /** Why there may be more. */
  readonly failures: readonly ProviderError[];
}

/** What was read of an account around the calls' times. */
interface ReadAccount {
  readonly byNumbers: CallsByNumbers;
  readonly failure: ProviderError | null;
}

/** The search for the calls of one answer. The steps follow each other, the cheapest first. */
export class SameCallSearch {
  private readonly accounts: ReadonlyMap<AccountName, ConnectedAccount>;
  /** The ids of the calls that are asked about. */
  private readonly keys = new Map<Call, CarrierKey[]>();
  /** Calls that may be the same as one of them, by global id. */
  private readonly candidates = new Map<string, { readonly call: Call; readonly keys: CarrierKey[] }>();
  /** The global ids of candidates by the carrier's ids that they have. */
  private readonly withKey = new Map<string, Set<string>>();
  private readonly failures = new Map<Call, ProviderError[]>();
  private readonly read = new Map<AccountName, ReadAccount>();
  private readonly lookups = new Map<string, Promise<Call | null>>();

  constructor(
    private readonly calls: readonly Call[],
    private readonly includeLikely: boolean,
    private readonly parts: SameCallParts,
  ) {
    this.accounts = new Map(parts.accounts.map((account) => [account.account, account]));
  }

  /** The ids of the calls. A carrier's own call also has those of its recordings, if other providers know it by them. */
  async readKeys(): Promise<void> {
    await this.each(async (call) => {
      const keys = this.keysOf(call);
      this.keys.set(call, keys);
      keys.push(...(await this.recordingKeysOf(call)));
      // Another call of the answer may be the same call.
      this.add(call, keys);
    });
  }

  /** Calls with these ids that this process has read before. */
  async findKnown(): Promise<void> {
    await this.each(async (call) => {
      const known = (this.keys.get(call) ?? []).flatMap(({ id }) => this.parts.known.callsWith(id));
      await Promise.all(known.filter(({ account }) => account !== call.account).map(({ account, providerCallId }) => this.find(call, account, providerCallId)));
    });
  }

  /** Reads the lists around the times of the calls: of accounts that may have their ids, and of all where likely matches are wanted. */
  async readLists(): Promise<void> {
    const needed = new Map<ConnectedAccount, Set<Call>>();
    const want = (account: ConnectedAccount, call: Call) => needed.set(account, (needed.get(account) ?? new Set()).add(call));
    const listing = this.parts.accounts.filter(({ list }) => list);
    for (const call of this.calls) {
      const carrier = this.carrierOf(call)?.carrier;
      const mayRefer = (account: ConnectedAccount) => carrier !== undefined && this.keysAt(account, carrier, call).length > 0 && !this.hasMatchAt(account.account, call);
      for (const account of listing) if (account.account !== call.account && mayRefer(account)) want(account, call);
      if (this.includeLikely && this.mayHaveLikely(call)) for (const account of listing) want(account, call);
    }
    await Promise.all(listing.map((account) => this.readList(account, [...(needed.get(account) ?? [])], this.cheaperFromList(account))));
  }

  /** Looks up, at the carriers, what the ids of the calls point at. */
  async findAtCarriers(): Promise<void> {
    await this.each(async (call) => {
      for (const account of this.parts.accounts.filter(({ account: name, carrier }) => carrier && name !== call.account)) {
        await Promise.all(this.missingAt(account, call).map((id) => this.findAt(account, call, id)));
      }
      const parents = this.matchesOf(call).flatMap(({ call: match }) => {
        const parent = this.carrierOf(match)?.parentOf(match);
        const carrier = this.carrierOf(match)?.carrier;
        return parent && carrier ? [{ account: match.account, id: { carrier, kind: CarrierIdKind.CALL, id: parent } }] : [];
      });
      for (const { account, id } of parents) {
        if (this.keys.get(call)?.some((key) => textOf(key.id) === textOf(id))) continue;
        this.keys.get(call)?.push({ id, relation: CallRelation.SAME_CONVERSATION });
        await this.find(call, account, id.id);
      }
    });
  }

  resultFor(call: Call): SameCalls {
    const exact = this.matchesOf(call);
    const failures = [...(this.failures.get(call) ?? [])];
    const own = this.read.get(call.account);
    if (!this.includeLikely || !own || !this.mayHaveLikely(call)) return { matches: exact, failures };
    const likely: CallMatch[] = [];
    for (const [account, other] of this.read) {
      if (account === call.account || exact.some((match) => match.call.account === account)) continue;
      // Without all calls of both sides it is not known whether a match is the only one.
      const match = own.failure || other.failure ? null : likelyMatch(call, own.byNumbers, other.byNumbers);
      if (match) likely.push({ ...match, relation: CallRelation.LIKELY_SAME });
    }
    return { matches: [...exact, ...likely], failures };
  }

  private async recordingKeysOf(call: Call): Promise<CarrierKey[]> {
    const carrier = this.carrierOf(call)?.carrier;
    if (carrier === undefined || !this.refersTo(carrier, CarrierIdKind.RECORDING, call)) return [];
    const recordings = await this.parts.recordingsOf(call);
    if (!(recordings instanceof ProviderError)) return recordings.flatMap(({ providerRecordingId: id }) => (id === null ? [] : [{ id: { carrier, kind: CarrierIdKind.RECORDING, id }, relation: CallRelation.SAME_LEG }]));
    this.failed(call, recordings);
    return [];
  }

  private async each(step: (call: Call) => Promise<void>): Promise<void> {
    await Promise.all(this.calls.map(step));
  }

  private carrierOf({ account }: Call): ConnectedAccount['carrier'] {
    return this.accounts.get(account)?.carrier;
  }

  /** The ids in a call's own record. A leg also has that of the call whose leg it is. */
  private keysOf(call: Call): CarrierKey[] {
    const own = this.carrierOf(call);
    const parent = own?.parentOf(call) ?? null;
    return [...keysOf(call), ...(own && parent !== null ? [{ id: { carrier: own.carrier, kind: CarrierIdKind.CALL, id: parent }, relation: CallRelation.SAME_CONVERSATION } as const] : [])];
  }

  /** Whether calls of another account may have ids of this carrier and kind. */
  private refersTo(carrier: Carrier, kind: CarrierIdKind, call: Call): boolean {
    return this.parts.accounts.some(({ account, carrierIds }) => account !== call.account && carrierIds?.some((one) => one.carrier === carrier && one.kind === kind));
  }

  /** The ids of a carrier's call that calls of another account may have. */
  private keysAt({ carrierIds }: ConnectedAccount, carrier: Carrier, call: Call): CarrierKey[] {
    return (this.keys.get(call) ?? []).filter(({ id }) => carrierIds?.some((one) => one.carrier === carrier && one.kind === id.kind));
  }

  private hasMatchAt(account: AccountName, call: Call): boolean {
    return this.matchesOf(call).some((match) => match.call.account === account);
  }

  /** The ids of a call at a carrier's account for which no candidate is there yet. */
  private missingAt({ account, carrier }: ConnectedAccount, call: Call): CarrierId[] {
    const isFound = (id: CarrierId) => [...(this.withKey.get(textOf(id)) ?? [])].some((found) => this.candidates.get(found)?.call.account === account);
    // A carrier's own call is not looked for at other accounts of the carrier: its id is unique.
    const isOwn = (id: CarrierId) => id.id === call.providerCallId;
    return keysOf(call).flatMap(({ id }) => (id.carrier === carrier?.carrier && id.kind !== CarrierIdKind.CONFERENCE && !isOwn(id) && !isFound(id) ? [id] : []));
  }

  private async findAt(account: ConnectedAccount, call: Call, id: CarrierId): Promise<void> {
    if (id.kind === CarrierIdKind.CALL) return void (await this.find(call, account.account, id.id));
    try {
      const providerCallId = (await account.carrier?.callOfRecording?.(id.id, this.parts.context)) ?? null;
      const found = providerCallId === null ? null : await this.find(call, account.account, providerCallId);
      if (found) this.add(found, [{ id, relation: CallRelation.SAME_LEG }]);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      this.failed(call, error.at(account.account));
    }
  }

  /** Looks a call up and makes it a candidate. */
  private async find(call: Call, account: AccountName, providerCallId: string): Promise<Call | null> {
    const key = `${account} ${providerCallId}`;
    const provider = this.accounts.get(account)?.name;
    if (provider === undefined) return null;
    const lookup = this.lookups.get(key) ?? this.parts.find(provider, account, providerCallId);
    this.lookups.set(key, lookup);
    try {
      const found = await lookup;
      if (found) this.add(found, []);
      return found;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      this.failed(call, error);
      return null;
    }
  }

  /** The calls whose ids cost less in a carrier's list than by a look-up each. */
  private cheaperFromList(account: ConnectedAccount): readonly Call[] {
    if (!account.carrier || account.lookup.idsPerRequest !== 1) return [];
    // A list of calls does not say which recordings they have.
    const missing = this.calls.filter((call) => call.account !== account.account && this.missingAt(account, call).some(({ kind }) => kind === CarrierIdKind.CALL));
    const windows = windowsAround(missing.map(startOf)).filter(({ count }) => count >= MANY);
    return missing.filter((call) => windows.some(({ from, to }) => startOf(call) >= from && startOf(call) <= to));
  }

  /** `needed`: only the list has what these calls need. `optional`: it may have it, and each can be looked up otherwise. */
  private async readList(account: ConnectedAccount, needed: readonly Call[], optional: readonly Call[]): Promise<void> {
    const calls = needed.length > 0 ? needed : optional;
    if (calls.length === 0) return;
    const { calls: found, failure } = await readNearby(account, calls.map(startOf), this.parts.context);
    for (const one of found) {
      this.parts.known.note(one);
      this.add(one, []);
    }
    if (failure) for (const call of needed) this.failed(call, failure);
    this.read.set(account.account, { byNumbers: byNumbers(found.filter((one) => !account.carrier?.parentOf(one))), failure });
  }

  private add(call: Call, further: readonly CarrierKey[]): void {
    const candidate = this.candidates.get(call.id) ?? { call, keys: this.keysOf(call) };
    candidate.keys.push(...further);
    this.candidates.set(call.id, candidate);
    for (const { id } of candidate.keys) this.withKey.set(textOf(id), (this.withKey.get(textOf(id)) ?? new Set()).add(call.id));
  }

  private failed(call: Call, failure: ProviderError): void {
    this.failures.set(call, [...(this.failures.get(call) ?? []), failure]);
  }

  private mayHaveLikely(call: Call): boolean {
    return numbersOf(call) !== null && !call.isTimeless && this.accounts.get(call.account)?.list !== undefined && !this.carrierOf(call)?.parentOf(call);
  }

  /** The exact matches, those of the same leg first. */
  private matchesOf(call: Call): CallMatch[] {
    const ours = this.keys.get(call) ?? [];
    const ids = new Set(ours.flatMap(({ id }) => [...(this.withKey.get(textOf(id)) ?? [])]));
    const matches = [...ids].flatMap((id): CallMatch[] => {
      const { call: other = call, keys = [] } = this.candidates.get(id) ?? {};
      const by = other.account === call.account ? null : relationBy(ours, keys);
      return by ? [{ call: other, ...by }] : [];
    });
    const rank = ({ relation }: CallMatch) => (relation === CallRelation.SAME_LEG ? 0 : 1);
    return matches.sort((a, b) => rank(a) - rank(b) || a.call.createdAt.getTime() - b.call.createdAt.getTime() || (a.call.id < b.call.id ? -1 : 1));
  }
}
