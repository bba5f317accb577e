import type { AccountName } from '../model/account.js';
import { type CallMatch, CallRelation } from '../model/call-match.js';
import type { Call } from '../model/call.js';
import { CarrierIdKind } from '../model/carrier-id.js';
import type { ConnectedAccount } from '../providers/provider.js';
import type { CallerAccounts } from './caller-accounts.js';
import { missingAt } from './carrier-search.js';
import type { Findings } from './findings.js';
import { byNumbers, type CallsByNumbers, likelyMatch, numbersOf } from './likely-matches.js';
import { type NearbyCalls, readNearby } from './nearby-calls.js';
import type { SameCallParts } from './same-call-parts.js';
import { type TimesOf, windowsAround } from './windows.js';

/** With this many calls at about the same time, a list costs less than a look-up each. */
const MANY = 3;

/** What was read of an account around the calls' times. */
interface ReadAccount extends Pick<NearbyCalls, 'failureFor'> {
  readonly byNumbers: CallsByNumbers;
}

/** Reads the lists of accounts around the times of the calls that are asked about. */
export class ListReading {
  private readonly read = new Map<AccountName, ReadAccount>();
  private readonly timesOf: TimesOf = (call) => this.findings.timesOf(call);

  constructor(
    private readonly calls: readonly Call[],
    private readonly includeLikely: boolean,
    private readonly accounts: CallerAccounts,
    private readonly parts: SameCallParts,
    private readonly findings: Findings,
  ) {}

  /** Reads accounts that may have the calls' ids, and all accounts where likely matches are wanted. */
  async readLists(): Promise<void> {
    await Promise.all(this.accounts.all.filter(({ list }) => list).map((account) => this.readList(account)));
  }

  /** Without all calls of both sides it is not known whether a match is the only one. */
  likelyMatchesOf(call: Call, exact: readonly CallMatch[]): CallMatch[] {
    const own = this.read.get(call.account);
    if (!own || own.failureFor(call) || !this.mayHaveLikely(call)) return [];
    const others = [...this.read].filter(([account, { failureFor }]) => account !== call.account && !exact.some((match) => match.call.account === account) && !failureFor(call));
    return others.flatMap(([, other]) => {
      const match = likelyMatch(call, own.byNumbers, other.byNumbers);
      return match ? [{ ...match, relation: CallRelation.LIKELY_SAME }] : [];
    });
  }

  private async readList(account: ConnectedAccount): Promise<void> {
    const referring = this.calls.filter((call) => this.mayHaveMatchAt(account, call));
    const sameNumbers = this.calls.filter((call) => this.mayHaveLikely(call));
    // These can be looked up otherwise.
    const all = referring.length > 0 ? referring : this.cheaperFromList(account);
    if (all.length + sameNumbers.length === 0) return;
    const { calls, failureFor } = await readNearby(account, { all, sameNumbers, timesOf: this.timesOf }, this.parts.context);
    for (const one of calls) {
      this.parts.known.note(one);
      this.findings.add(one);
    }
    for (const call of new Set([...referring, ...sameNumbers])) {
      const failure = failureFor(call);
      if (failure) this.findings.fail(call, failure);
    }
    this.read.set(account.account, { byNumbers: byNumbers(calls.filter((one) => !account.carrier?.parentOf(one))), failureFor });
  }

  /** Only the list has what these calls need. */
  private mayHaveMatchAt(account: ConnectedAccount, call: Call): boolean {
    const kinds = Object.values(CarrierIdKind).filter((kind) => this.accounts.referringTo(call, kind).includes(account));
    const hasId = (kind: CarrierIdKind) => this.findings.wantedBy(call).some(({ id }) => id.kind === kind);
    // A call without a recording may have a leg with one. Only an answered call has legs, and it may have recordings.
    const mayHaveLegs = kinds.includes(CarrierIdKind.RECORDING) && call.recordings?.length !== 0;
    return (mayHaveLegs || kinds.some(hasId)) && !this.findings.hasMatchAt(account.account, call);
  }

  /** The calls whose ids cost less in a carrier's list than by a look-up each. */
  private cheaperFromList(account: ConnectedAccount): readonly Call[] {
    if (!account.carrier || account.lookup.idsPerRequest !== 1) return [];
    // A list of calls does not say which recordings they have.
    const missing = this.calls.filter((call) => missingAt(account, call, this.findings).some(({ kind }) => kind === CarrierIdKind.CALL));
    return [...new Set(windowsAround(missing, this.timesOf).filter(({ calls }) => calls.size >= MANY).flatMap(({ calls }) => [...calls]))];
  }

  private mayHaveLikely(call: Call): boolean {
    return this.includeLikely && numbersOf(call) !== null && !call.isTimeless && this.accounts.get(call.account)?.list !== undefined && this.accounts.parentOf(call) === null;
  }
}
