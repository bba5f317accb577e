import type { Call } from '../../model/call.js';
import type { Range } from '../../model/call-filter.js';
import { askInBatches } from '../batches.js';
import { type CallReference, type LookupOutcome, type OutcomeListener, type UpstreamContext, Urgency } from '../provider.js';
import { ProviderError } from '../provider-error.js';
import { type ExotelApi, MAX_SIDS } from './api.js';
import { type HistoryWindow, historyWindows } from './history.js';
import type { ReadCalls } from '../read-rows.js';
import { EXOTEL } from './to-call.js';
import type { VendorClock } from './vendor-clock.js';

/** How many single look-ups are made with the urgency of the rest; were none of them to find anything, more hardly would. */
const LIKELY = 10;

/** Sids are alphanumeric; anything else could not stand in a comma-separated list, and can't be a Sid. */
const SID = /^[A-Za-z0-9]+$/;

/**
 * Finds calls by Sid: up to 100 in a request, through the windows of the history newest first, each
 * window only for the calls that may be in it. What is in none may still be going on, and such calls
 * only the single look-up knows.
 */
export class ExotelLookup {
  readonly idsPerRequest = MAX_SIDS;
  private known: { readonly second: number; readonly windows: readonly HistoryWindow[] } | null = null;

  constructor(
    private readonly api: ExotelApi,
    private readonly read: ReadCalls,
    private readonly clock: VendorClock,
    private readonly now: () => number,
  ) {}

  async find(references: readonly CallReference[], context: UpstreamContext, settled?: OutcomeListener): Promise<LookupOutcome[]> {
    const windows = this.windows();
    const search = new Search(references.filter(({ providerCallId }) => SID.test(providerCallId)), settled);
    const oldest = windows.at(-1)?.from ?? 0;
    for (const reference of search.pending(({ createdAt }) => endOf(createdAt) < oldest)) {
      search.settle(reference, outOfHistory());
    }
    await this.askSingly(search, search.pending(({ wasGoingOn }) => wasGoingOn === true), context);
    const askWindow = (window: HistoryWindow) => this.askWindow(search, window, context);
    if (search.pending(({ createdAt }) => !createdAt).length > 0) {
      // Calls of unknown age go from window to window; the others wait for theirs, to share the request.
      for (const window of windows) await askWindow(window);
    } else {
      await Promise.all(windows.map(askWindow));
    }
    // Calls that are going on began lately, and are in no list: each is a request of its own.
    await this.askOngoing(search, search.pending(({ createdAt, wasGoingOn }) => !wasGoingOn && windows[0] !== undefined && overlaps(createdAt, windows[0])), context);
    return references.map((reference) => search.outcomeOf(reference));
  }

  /** They move with the clock, by the second; working them out takes longer than some requests do. */
  private windows(): readonly HistoryWindow[] {
    const second = Math.floor(this.now() / 1000);
    if (this.known?.second !== second) this.known = { second, windows: historyWindows(this.clock, second * 1000) };
    return this.known.windows;
  }

  private async askWindow(search: Search, window: HistoryWindow, context: UpstreamContext): Promise<void> {
    const due = search.pending((reference) => overlaps(reference.createdAt, window));
    const found = await askInBatches(due.map(({ providerCallId }) => providerCallId), MAX_SIDS, async (sids) => {
      const page = { pageSize: sids.length, ...(window.isDefault ? {} : { created: window }) };
      const { rows } = await this.api.bulk({ sids }, page, context);
      return byId(this.read(rows).calls);
    });
    for (const reference of due) {
      const outcome = found.get(reference.providerCallId);
      if (outcome) search.settle(reference, outcome);
    }
  }

  /**
   * Where the first of them are not there, the others hardly are: they may use what the account's minute has
   * to spare, and no more. Hundreds of Sids that don't exist would else leave nothing for anybody.
   */
  private async askOngoing(search: Search, due: readonly CallReference[], context: UpstreamContext): Promise<void> {
    const likely = due.slice(0, LIKELY);
    await this.askSingly(search, likely, context);
    const isHopeless = likely.every((reference) => search.outcomeOf(reference) === null);
    await this.askSingly(search, due.slice(LIKELY), isHopeless ? { ...context, urgency: Urgency.SWEEP } : context);
  }

  private async askSingly(search: Search, due: readonly CallReference[], context: UpstreamContext): Promise<void> {
    const found = await askInBatches(due.map(({ providerCallId }) => providerCallId), 1, async ([sid = '']) => {
      const row = await this.api.single(sid, context);
      return byId(row ? this.read([row]).calls : []);
    });
    for (const reference of due) search.settle(reference, found.get(reference.providerCallId) ?? null);
  }
}

function byId(calls: readonly Call[]): Map<string, Call> {
  return new Map(calls.map((call) => [call.providerCallId, call]));
}

/** Which calls are still looked for, and what became of the others. */
class Search {
  private readonly outcomes = new Map<CallReference, LookupOutcome>();

  constructor(
    private readonly references: readonly CallReference[],
    private readonly settled: OutcomeListener | undefined,
  ) {}

  pending(condition: (reference: CallReference) => boolean): CallReference[] {
    return this.references.filter((reference) => !this.outcomes.has(reference) && condition(reference));
  }

  settle(reference: CallReference, outcome: LookupOutcome): void {
    this.outcomes.set(reference, outcome);
    this.settled?.(reference, outcome);
  }

  outcomeOf(reference: CallReference): LookupOutcome {
    return this.outcomes.get(reference) ?? null;
  }
}

function endOf(range: Range<Date> | undefined): number {
  return range?.to?.getTime() ?? Number.POSITIVE_INFINITY;
}

function overlaps(range: Range<Date> | undefined, { from, to }: HistoryWindow): boolean {
  return endOf(range) >= from && (range?.from?.getTime() ?? Number.NEGATIVE_INFINITY) <= to;
}

function outOfHistory(): ProviderError {
  return new ProviderError(EXOTEL, 'CALL_OUT_OF_HISTORY', 'EXOTEL can only be asked for calls of the last six months.');
}
