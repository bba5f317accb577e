import type { Call } from '../../model/call.js';
import type { Range } from '../../model/call-filter.js';
import { addNewest } from '../../model/newest-version.js';
import { askInBatches } from './halving.js';
import type { CallReference, LookupOutcome, OutcomeListener } from '../provider.js';
import type { SearchAllowance } from '../../upstream/search-allowance.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { failureAsValue, ProviderError } from '../../upstream/provider-error.js';
import type { ReadCalls } from '../read-rows.js';
import { type ExotelApi, MAX_PAGE_SIZE, MAX_SIDS } from './api.js';
import { type HistoryWindow, historyWindows } from './history.js';
import { EXOTEL } from './to-call.js';
import type { VendorClock } from './vendor-clock.js';

/** Sids are alphanumeric; anything else could not stand in a comma-separated list, and can't be a Sid. */
const SID = /^[A-Za-z0-9]+$/;
/** Where rows come twice an answer has room for fewer calls: it goes on for so many pages at most. */
const MOST_PAGES = 3;
/** A hint is corrected by days at most. */
const HINT_MARGIN_MS = 7 * 24 * 60 * 60 * 1000;
/** Windows end on whole seconds, and an instant within that second belongs to them. */
const LAST_SECOND_MS = 999;

/**
 * Finds calls by Sid: up to 100 in a request, first in the window of the history in which they probably
 * are, then in the others, newest first. What is in none may still be going on, and such calls only the
 * single look-up knows.
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
    // What can't stand in a list was in a row all the same where it was given out with a time.
    const search = new PendingReferences(references.filter((reference) => isSid(reference) || reference.hint), settled);
    for (const reference of search.pending((one) => isTooOld(one, oldest))) search.settle(reference, outOfHistory());
    await this.askSingly(search, search.pending((reference) => reference.wasGoingOn === true || !isSid(reference)), (ask) => ask(), context);
    const asked = new Set<string>();
    const look = (window: HistoryWindow, isWanted: (reference: CallReference) => boolean, allowed: Allowed) => {
      const due = search.pending((reference) => !asked.has(`${window.from} ${reference.providerCallId}`) && isSid(reference) && overlaps(reference.createdAt, window) && isWanted(reference));
      for (const { providerCallId } of due) asked.add(`${window.from} ${providerCallId}`);
      return this.askWindow(search, due, window, allowed, context);
    };
    // Where they are expected: each in its own window, and those that nobody knows in the newest one.
    await Promise.all(
      windows.map((window) => look(window, ({ createdAt, hint }) => (createdAt ? true : hint ? isIn(hint, window) : window === newest), (ask) => this.counted(ask))),
    );
    const searching: Allowed = (ask) => this.searches.search(context, ask, hasRows);
    const isRecent = ({ createdAt, hint }: CallReference) => newest !== undefined && overlaps(createdAt, newest) && (!hint || isIn(hint, newest));
    // Calls that are going on began lately, and are in no list: each is a request of its own.
    const ongoing = search.pending((reference) => !reference.wasGoingOn && Boolean(reference.hint) && isRecent(reference));
    await this.askSingly(search, ongoing, searching, context);
    // Elsewhere is searched by what may not exist, one window after the other.
    for (const window of windows) await look(window, () => true, searching);
    await this.askSingly(search, search.pending((reference) => !reference.hint && isRecent(reference)), searching, context);
    for (const reference of search.pending(({ createdAt, hint }) => !createdAt && hint !== null && hint !== undefined && hint.getTime() < oldest)) search.settle(reference, outOfHistory());
    return references.map((reference) => search.outcomeOf(reference));
  }

  /** They move with the clock, by the second; working them out takes longer than some requests do. */
  private windows(): readonly HistoryWindow[] {
    const second = Math.floor(this.now() / 1000);
    if (this.known?.second !== second) this.known = { second, windows: historyWindows(this.clock, second * 1000) };
    return this.known.windows;
  }

  private async counted(ask: () => Promise<ReadonlyMap<string, Call>>): Promise<ReadonlyMap<string, Call>> {
    const found = await ask();
    if (!hasRows(found)) this.searches.missed();
    return found;
  }

  private async askWindow(search: PendingReferences, due: readonly CallReference[], window: HistoryWindow, allowed: Allowed, context: UpstreamContext): Promise<void> {
    const found = await askInBatches(due.map(({ providerCallId }) => providerCallId), MAX_SIDS, (sids) => allowed(() => this.list(sids, window, context)));
    for (const reference of due) {
      const outcome = found.get(reference.providerCallId);
      if (outcome) search.settle(reference, outcome);
    }
  }

  /** The calls of some Sids that are in a window. Rows that come twice take the places of others, which are on the next page. */
  private async list(sids: readonly string[], window: HistoryWindow, context: UpstreamContext): Promise<ReadonlyMap<string, Call>> {
    const found = new Map<string, Call>();
    let after: string | null = null;
    for (let page = 1; page <= MOST_PAGES; page++) {
      const answer: Awaited<ReturnType<ExotelApi['bulk']>> = await this.api.bulk(
        { sids },
        { pageSize: Math.min(MAX_PAGE_SIZE, sids.length), ...(window.isDefault ? {} : { created: window }), ...(after !== null && { after }) },
        context,
      );
      addNewest(this.read(answer.rows).calls, found);
      after = answer.after;
      if (after === null || answer.rows.length < sids.length || sids.every((sid) => found.has(sid))) return found;
    }
    return found;
  }

  private async askSingly(search: PendingReferences, due: readonly CallReference[], allowed: Allowed, context: UpstreamContext): Promise<void> {
    const one = async ({ providerCallId: sid }: CallReference): Promise<ReadonlyMap<string, Call>> => {
      const row = await this.api.single(sid, context);
      return addNewest(row ? this.read([row]).calls : [], new Map());
    };
    await Promise.all(
      due.map(async (reference) => {
        const found = await allowed(() => one(reference)).catch(failureAsValue);
        const outcome = found instanceof ProviderError ? found : found.get(reference.providerCallId);
        if (outcome) search.settle(reference, outcome);
      }),
    );
  }
}

/** Sends a request as far as it is allowed. */
type Allowed = (ask: () => Promise<ReadonlyMap<string, Call>>) => Promise<ReadonlyMap<string, Call>>;

function hasRows(found: ReadonlyMap<string, Call>): boolean {
  return found.size > 0;
}

function isTooOld({ createdAt, hint }: CallReference, oldest: number): boolean {
  return createdAt ? endOf(createdAt) < oldest : hint !== null && hint !== undefined && hint.getTime() < oldest - HINT_MARGIN_MS;
}

function isIn(hint: Date, { from, to }: HistoryWindow): boolean {
  return hint.getTime() >= from && hint.getTime() <= to + LAST_SECOND_MS;
}

/** Which calls are still looked for, and what became of the others. */
class PendingReferences {
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
