import { setTimeout as wait } from 'node:timers/promises';
import type { AccountName } from '../model/account.js';
import type { LookupOutcome } from '../providers/provider.js';
import { ProviderError } from '../upstream/provider-error.js';
import { RequestNotSent } from '../upstream/request-not-sent.js';
import { Urgency } from '../upstream/upstream-context.js';
import type { CallCache } from './call-cache.js';
import { MANY_TOGETHER, type PendingLookup } from './pending-lookup.js';
import type { SharedCalls, Standing, Wish } from './shared-calls.js';

/** How often the look-up of another process is asked for, in milliseconds: at first, and at most. */
const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 80;

/** If a look-up is repeated because its outcome could not be told, not all who wait for it queue up. */
const MOST_WAITS = 2;

/** Makes the look-ups of one account those of all processes: a call is requested by one of them, and known to all. */
export class OtherProcesses {
  private asking = 0;

  constructor(
    private readonly account: AccountName,
    private readonly shared: SharedCalls,
    private readonly cache: CallCache,
    private readonly idsPerRequest: number | null,
  ) {}

  /** Whether an answer is on its way, after which this process may have to look calls up. */
  get isAsked(): boolean {
    return this.asking > 0;
  }

  /**
   * The outcome, if another process has it, or gets it while somebody waits for it here. Undefined if this process
   * has to look the call up.
   */
  async outcomeOf(lookup: PendingLookup): Promise<LookupOutcome | undefined> {
    let awaited: string | null = null;
    let acceptsKnown = !lookup.isFresh;
    let waits = 0;
    for (let pause = FIRST_PAUSE_MS; ; ) {
      const { account } = this;
      const { isFresh } = lookup;
      // A search at several accounts ends where the call is found first. Two processes that wait for each other's part of it would never end it.
      const standing: Standing | null = await this.ask({ account, reference: lookup, isFresh, acceptsKnown, waits: !isFresh && !lookup.search && waits < MOST_WAITS, isUrgent: this.isUrgent(lookup), hasValues: this.cache.lastKnown(account, lookup.providerCallId) !== null, awaited });
      switch (standing?.kind) {
        case 'KNOWN': {
          const outcome = this.cache.learn(account, lookup, standing.call, standing.validMs);
          if (outcome !== undefined && !(outcome === null && lookup.mayBeElsewhere)) return outcome;
          // What is known does not answer this question, for example because the call is from another time.
          acceptsKnown = false;
          continue;
        }
        case 'ENDED':
          return standing.outcome;
        case 'MINE':
          lookup.claim = standing.claim;
          if (standing.known) this.cache.learn(account, lookup, standing.known, 0);
          lookup.know(this.cache.lastKnown(account, lookup.providerCallId));
          return undefined;
        case undefined:
          return undefined;
        case 'THEIRS':
          if (awaited !== standing.claimedAt) waits += 1;
          awaited = standing.claimedAt;
          acceptsKnown = true;
      }
      await wait(pause);
      if (!lookup.isAwaited) return undefined;
      pause = Math.min(LONGEST_PAUSE_MS, 2 * pause);
    }
  }

  /** Tells the outcome of a look-up. `isKept`: this process keeps it, too. Resolves when all others know. Never rejects. */
  async tell(lookup: PendingLookup, outcome: LookupOutcome, isKept: boolean): Promise<void> {
    const { account } = this;
    const { claim, providerCallId } = lookup;
    if (claim === null) {
      if (isKept) this.shared.outdated(account, providerCallId);
      return;
    }
    if (outcome instanceof ProviderError || !isKept) return this.shared.end(account, lookup, claim, isTrueForAll(outcome) ? outcome : undefined);
    const isNewest = await this.shared.keep({ account, reference: lookup, claim, call: outcome, validMs: this.cache.validMsOf(outcome) });
    if (!isNewest) this.cache.doubt(account, providerCallId);
  }

  /** If one request takes one call, a look-up may be queued behind many others of its process. */
  private isUrgent({ askedTogether, urgency }: PendingLookup): boolean {
    return this.idsPerRequest === 1 && askedTogether <= MANY_TOGETHER && urgency === Urgency.INTERACTIVE;
  }

  private async ask(wish: Wish): Promise<Standing | null> {
    this.asking += 1;
    try {
      return await this.shared.ask(wish);
    } finally {
      this.asking -= 1;
    }
  }

  /** Nobody waits for a look-up any more, and it was not made. */
  giveUp(lookup: PendingLookup): void {
    if (lookup.claim !== null) this.shared.end(this.account, lookup, lookup.claim, undefined);
  }
}

/** A limit or deadline of this process or its callers does not hold for others, nor does a connection that fails. */
function isTrueForAll(outcome: LookupOutcome): outcome is ProviderError | null {
  if (outcome === null) return true;
  return outcome instanceof ProviderError && !(outcome instanceof RequestNotSent) && outcome.facts.abandoned !== true && (outcome.facts.status !== undefined || outcome.code !== 'PROVIDER_UNAVAILABLE');
}
