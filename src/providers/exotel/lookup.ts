import type { Call } from '../../model/call.js';
import type { Range } from '../../model/call-filter.js';
import { addNewest } from '../../model/newest-version.js';
import { askInBatches } from './halving.js';
import type { CallReference, LookupOutcome, OutcomeListener } from '../provider.js';
import type { FoundElsewhere, SearchAllowance } from '../../upstream/search-allowance.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { failureAsValue, ProviderError } from '../../upstream/provider-error.js';
import type { KnownCalls, ReadCalls } from '../read-rows.js';
import { type ExotelApi, MAX_PAGE_SIZE, MAX_SIDS } from './api.js';
import { type HistoryWindow, historyWindows } from './history.js';
import { EXOTEL } from './to-call.js';
import type { VendorClock } from './vendor-clock.js';

/** Sids are alphanumeric. Anything else is not a Sid and could break the comma-separated list. */
const SID = /^[A-Za-z0-9]+$/;
/** Duplicate rows leave room for fewer calls on a page, so a look-up reads up to this many pages. */
const MOST_PAGES = 3;
/** A hint is wrong by a few days at most. */
const HINT_MARGIN_MS = 7 * 24 * 60 * 60 * 1000;
/** Windows end on whole seconds and include every instant of their last second. */
const LAST_SECOND_MS = 999;

/**
 * Finds calls by Sid, up to 100 per request: first in the most probable window of the history, then in the
 * other windows, newest first. A call in no window may be ongoing; only the single look-up returns such calls.
 */
export class ExotelLookup {
  readonly idsPerRequest = MAX_SIDS;
  private known: { readonly second: number; readonly windows: readonly HistoryWindow[] } | null = null;

  constructor(
    private readonly api: ExotelApi,
    private readonly read: ReadCalls,
    private readonly clock: VendorClock,
    private readonly now: () => number,
    private readonly searches: SearchAllowance,
  ) {}

  async find(references: readonly CallReference[], context: UpstreamContext, settled?: OutcomeListener): Promise<LookupOutcome[]> {
    const windows = this.windows();
    const [newest] = windows;
    const oldest = windows.at(-1)?.from ?? 0;
    const isSid = ({ providerCallId }: CallReference) => SID.test(providerCallId);
    // A hint proves that the id was in a row, even if it cannot be part of a list.
    const search = new PendingReferences(references.filter((reference) => isSid(reference) || reference.hint), settled);
    for (const reference of search.pending((one) => isTooOld(one, oldest))) search.settle(reference, outOfHistory());
    await this.askSingly(search, search.pending((reference) => reference.wasGoingOn === true || !isSid(reference)), (ask) => ask(), context);
    const askedFirst = new Map<HistoryWindow, ReadonlySet<CallReference>>();
    const look = (window: HistoryWindow, isWanted: (reference: CallReference) => boolean, allowed: Allowed) => {
      const due = search.pending((reference) => isWanted(reference) && isSid(reference) && overlaps(reference.createdAt, window));
      askedFirst.set(window, new Set(due));
      return this.askWindow(search, due, window, allowed, context);
    };
    // First the expected windows: those of createdAt, else the hint's, else the newest.
    await Promise.all(
      windows.map((window) => look(window, ({ createdAt, hint }) => (createdAt ? true : hint ? isIn(hint, window) : window === newest), (ask, due) => this.counted(ask, due))),
    );
    // Mostly all are found, and then the rest has no use.
    if (search.isDone) return references.map((reference) => search.outcomeOf(reference));
    const searching: Allowed = (ask, due) => this.searches.search(context, ask, hasRows, elsewhere(due));
    const isRecent = ({ createdAt, hint }: CallReference) => newest !== undefined && overlaps(createdAt, newest) && (!hint || isIn(hint, newest));
    // Ongoing calls started recently and are in no list: each takes a separate request.
    const ongoing = search.pending((reference) => !reference.wasGoingOn && Boolean(reference.hint) && isRecent(reference));
    await this.askSingly(search, ongoing, searching, context);
    await Promise.all(search.pending(() => true).map(async (reference) => reference.lookedFirst?.()));
    // What is left may not exist: search the other windows one after the other.
    for (const window of windows) await look(window, (reference) => askedFirst.get(window)?.has(reference) !== true, searching);
    await this.askSingly(search, search.pending((reference) => !reference.hint && isRecent(reference)), searching, context);
    for (const reference of search.pending(({ createdAt, hint }) => !createdAt && hint !== null && hint !== undefined && hint.getTime() < oldest)) search.settle(reference, outOfHistory());
    return references.map((reference) => search.outcomeOf(reference));
  }

  /** Windows move with the clock, by the second. They are cached because computing them is slow. */
  private windows(): readonly HistoryWindow[] {
    const second = Math.floor(this.now() / 1000);
    if (this.known?.second !== second) this.known = { second, windows: historyWindows(this.clock, second * 1000) };
    return this.known.windows;
  }

  private async counted(ask: () => Promise<ReadonlyMap<string, Call>>, due: readonly CallReference[]): Promise<ReadonlyMap<string, Call>> {
    const found = await ask();
    if (!hasRows(found)) this.searches.missed(elsewhere(due));
    return found;
  }

  private async askWindow(search: PendingReferences, due: readonly CallReference[], window: HistoryWindow, allowed: Allowed, context: UpstreamContext): Promise<void> {
    const known: KnownCalls = new Map(due.map((reference) => [reference.providerCallId, reference.known]));
    const found = await askInBatches(due.map(({ providerCallId }) => providerCallId), MAX_SIDS, (sids) => {
      const asked = new Set(sids);
      return allowed(() => this.list(sids, known, window, context), due.filter(({ providerCallId }) => asked.has(providerCallId)));
    });
    for (const reference of due) {
      const outcome = found.get(reference.providerCallId);
      if (outcome) search.settle(reference, outcome);
    }
  }

  /** The calls with these Sids in a window. Duplicate rows push others to the next page. */
  private async list(sids: readonly string[], known: KnownCalls, window: HistoryWindow, context: UpstreamContext): Promise<ReadonlyMap<string, Call>> {
    const found = new Map<string, Call>();
    let after: string | null = null;
    for (let page = 1; page <= MOST_PAGES; page++) {
      const answer: Awaited<ReturnType<ExotelApi['bulk']>> = await this.api.bulk(
        { sids },
        { pageSize: Math.min(MAX_PAGE_SIZE, sids.length), ...(window.isDefault ? {} : { created: window }), ...(after !== null && { after }) },
        context,
      );
      addNewest(this.read(answer.rows, known).calls, found);
      after = answer.after;
      if (after === null || answer.rows.length < sids.length || sids.every((sid) => found.has(sid))) return found;
    }
    return found;
  }

  private async askSingly(search: PendingReferences, due: readonly CallReference[], allowed: Allowed, context: UpstreamContext): Promise<void> {
    const one = async ({ providerCallId: sid, known }: CallReference): Promise<ReadonlyMap<string, Call>> => {
      const row = await this.api.single(sid, context);
      return addNewest(row ? this.read([row], new Map([[sid, known]])).calls : [], new Map());
    };
    await Promise.all(
      due.map(async (reference) => {
        const found = await allowed(() => one(reference), [reference]).catch(failureAsValue);
        const outcome = found instanceof ProviderError ? found : found.get(reference.providerCallId);
        if (outcome) search.settle(reference, outcome);
      }),
    );
  }
}

/** Sends a request if it is allowed. */
type Allowed = (ask: () => Promise<ReadonlyMap<string, Call>>, due: readonly CallReference[]) => Promise<ReadonlyMap<string, Call>>;

/** Calls back once if another account has one of the calls. */
function elsewhere(due: readonly CallReference[]): FoundElsewhere {
  return (listener) => {
    let isTold = false;
    for (const { search } of due) {
      search?.onFound(() => {
        if (!isTold) listener();
        isTold = true;
      });
    }
  };
}

function hasRows(found: ReadonlyMap<string, Call>): boolean {
  return found.size > 0;
}

function isTooOld({ createdAt, hint }: CallReference, oldest: number): boolean {
  return createdAt ? endOf(createdAt) < oldest : hint !== null && hint !== undefined && hint.getTime() < oldest - HINT_MARGIN_MS;
}

function isIn(hint: Date, { from, to }: HistoryWindow): boolean {
  return hint.getTime() >= from && hint.getTime() <= to + LAST_SECOND_MS;
}

/** Tracks which references are pending, and the outcomes of the others. */
class PendingReferences {
  private readonly outcomes = new Map<CallReference, LookupOutcome>();

  constructor(
    private readonly references: readonly CallReference[],
    private readonly settled: OutcomeListener | undefined,
  ) {}

  get isDone(): boolean {
    return this.outcomes.size === this.references.length;
  }

  pending(condition: (reference: CallReference) => boolean): CallReference[] {
    return this.references.filter((reference) => !this.outcomes.has(reference) && reference.isWanted?.() !== false && condition(reference));
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
  return new ProviderError(EXOTEL, 'CALL_OUT_OF_HISTORY', 'EXOTEL only returns calls of the last six months.');
}
