import type { Call } from '../../model/call.js';
import { CallOrder } from '../../model/call-order.js';
import { compareTimes } from '../../model/feed-order.js';
import { addNewest, type CallsById } from '../../model/newest-version.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { ListBatch, ListSource, Walk } from '../provider.js';
import { PAGE_SIZE, type Span } from './api.js';
import type { EndedCalls, EndedList } from './ended-list.js';
import { LONGEST_CALL_MS, LONGEST_SHORT_CALL_MS, LONGEST_SPAN_MS, NARROWEST_MS } from './history.js';
import { LongCalls } from './long-calls.js';

/** Calls are unevenly distributed, so a slice is sized for this many times the calls that are needed, and read if it has twice as many. */
const SPARE = 1.5;
/** A walk through sparse calls sizes its slices for at least this many calls. */
const SPARSE_WANTED = 150;
/** The most calls of a slice of the lead: they are read at once, and held in memory. */
const MOST_OF_A_LEAD = 2000;
/** A lead with more calls is read in two parts: its long calls, and all calls of a much shorter lead. */
const FEW = 3 * PAGE_SIZE;
const GROWTH = 5;
/** Slices without a call that is certain, in one read of the feed, which limits its reads. */
const MOST_SLICES = 50;

/**
 * Ended calls in the order of their creation, although Plivo's list knows only their ends. A call ends after it was
 * created. Newest first: if every end back to an instant was read, every call created since then is known. Oldest
 * first: if every end up to an instant was read, every call created a longest call before it is known. The other
 * calls are held back until then, so that no part of the list is read twice.
 *
 * The ends of a longest call are the lead: they are read before the first call is certain. In a busy account that is
 * a day with thousands of calls, so the few long ones among them are read alone, and a longest call is then shorter.
 */
export class EndedCallsSource implements ListSource {
  readonly contacts?: readonly string[];
  private readonly oldestFirst: boolean;
  private readonly from: number;
  private readonly wanted: number;
  private readonly enough: number;
  private width = NARROWEST_MS;
  private leadWidth = LONGEST_CALL_MS;
  /** Every call that is longer than this is read with the long ones. */
  private longest = LONGEST_CALL_MS;
  private long: LongCalls | null = null;
  private left: Span | null = null;
  private hasBegun = false;
  private readonly heldBack: CallsById = new Map();

  constructor(
    private readonly walk: Walk,
    private readonly list: EndedList,
  ) {
    this.oldestFirst = walk.order === CallOrder.OLDEST_FIRST;
    this.from = Math.max(walk.from, list.horizon);
    this.wanted = list.isSparse ? Math.max(walk.wanted, SPARSE_WANTED) : walk.wanted;
    this.enough = Math.max(PAGE_SIZE, SPARE * this.wanted);
    if (list.contacts) this.contacts = list.contacts;
  }

  get held(): number {
    return this.heldBack.size;
  }

  async next(context: UpstreamContext): Promise<ListBatch> {
    await this.begin(context);
    let unreadable = 0;
    let mayBeIncomplete = false;
    let slices = 0;
    const hold = (answer: EndedCalls) => {
      // A long call that was returned comes once more with all others, oldest first. The feed leaves it out.
      addNewest(answer.calls, this.heldBack);
      unreadable += answer.unreadable;
      mayBeIncomplete ||= answer.mayBeIncomplete;
    };
    for (;;) {
      const { left } = this;
      if (!left) break;
      const lead = this.leadOf(left);
      const slice = lead ?? this.cut(left);
      await this.long?.readUntil(this.oldestFirst ? slice.to - this.longest + LONGEST_CALL_MS : Number.POSITIVE_INFINITY, hold, context);
      const canSplit = lead !== null && this.canSplit(lead);
      const most = canSplit ? FEW : lead ? MOST_OF_A_LEAD : 2 * this.enough;
      const answer = await this.list.read(slice, this.mayBeNarrowed(slice) ? most : Number.POSITIVE_INFINITY, context);
      if ('tooMany' in answer) {
        if (lead && !canSplit) this.leadWidth = limited((slice.to - slice.from) / 2);
        else this.adapt(slice, answer.tooMany);
        if (canSplit || this.needsManySlices()) this.split(left);
        continue;
      }
      this.adapt(slice, answer.rows);
      hold(answer);
      this.left = this.without(left, slice);
      // The feed counts its reads: nothing comes of the lead alone, however many requests it takes.
      if (!this.left || this.leadOf(this.left)) continue;
      const readTo = this.oldestFirst ? Math.max(this.from, slice.to - this.longest) : slice.from;
      const isKnown = (call: Call) => call.isTimeless || (this.oldestFirst ? call.createdAt.getTime() < readTo : call.createdAt.getTime() >= readTo);
      const calls = this.release(isKnown);
      // An empty slice makes the next one wider. And the next slices will show that calls that are held are the first.
      const leadsOn = calls.length === 0 && (answer.rows === 0 || (this.oldestFirst && this.long !== null && this.heldBack.size > 0));
      if (leadsOn && ++slices < MOST_SLICES) continue;
      return { calls, exhausted: false, readTo, unreadable, mayBeIncomplete };
    }
    await this.long?.readUntil(Number.POSITIVE_INFINITY, hold, context);
    return { calls: this.release(() => true), exhausted: true, readTo: this.oldestFirst ? this.walk.to : this.walk.from, unreadable, mayBeIncomplete };
  }

  private async begin(context: UpstreamContext): Promise<void> {
    if (this.hasBegun) return;
    await this.list.learned.recall(this.walk.order);
    this.width = limited(this.list.learned.suggest(this.walk.order, this.wanted / 2));
    const latest = await this.list.begin(context);
    const to = Math.min(this.walk.to + LONGEST_CALL_MS, latest);
    this.left = this.from < to ? { from: this.from, to } : null;
    this.hasBegun = true;
  }

  private cut({ from, to }: Span): Span {
    return this.oldestFirst ? { from, to: Math.min(to, from + this.width) } : { from: Math.max(from, to - this.width), to };
  }

  /**
   * The next slice of ends that have to be read before any call is certain: those after the walk's end, newest first,
   * and those of a longest call after its beginning, oldest first. Null once they are read.
   */
  private leadOf({ from, to }: Span): Span | null {
    const leadEnd = this.from + this.longest;
    if (this.oldestFirst) return from < leadEnd ? { from, to: Math.min(to, leadEnd, from + this.leadWidth) } : null;
    return to > this.walk.to ? { from: Math.max(from, this.walk.to, to - this.leadWidth), to } : null;
  }

  private canSplit({ from, to }: Span): boolean {
    return this.long === null && this.list.canReadLong() && to - from > LONGEST_SHORT_CALL_MS;
  }

  /** Oldest first, busy days may follow quiet ones: a longest call would then take many slices. */
  private needsManySlices(): boolean {
    return this.oldestFirst && this.long === null && this.list.canReadLong() && this.width < LONGEST_CALL_MS;
  }

  /** From now on the list is read for the calls that are not long, and the long ones are read ahead of it. */
  private split({ from, to }: Span): void {
    this.longest = LONGEST_SHORT_CALL_MS;
    const end = Math.min(to, Math.max(from, this.walk.to) + this.longest);
    this.long = new LongCalls({ from: this.oldestFirst ? from : end, to }, this.list.readLong);
    this.left = { from, to: end };
  }

  private without({ from, to }: Span, slice: Span): Span | null {
    const rest = this.oldestFirst ? { from: slice.to, to } : { from, to: slice.from };
    return rest.from < rest.to ? rest : null;
  }

  private mayBeNarrowed({ from, to }: Span): boolean {
    return to - from > NARROWEST_MS;
  }

  /** Sizes the next slice by the number of calls in this one. */
  private adapt({ from, to }: Span, calls: number): void {
    this.list.learned.learn(this.walk.order, { from, to }, calls);
    const fitting = calls === 0 ? Number.POSITIVE_INFINITY : ((to - from) * this.enough) / calls;
    this.width = limited(Math.min(fitting, GROWTH * this.width));
  }

  /** The known calls of the walk, in its order. Others of the walk stay held. */
  private release(isKnown: (call: Call) => boolean): Call[] {
    const calls = [...this.heldBack.values()].filter(isKnown);
    for (const { providerCallId } of calls) this.heldBack.delete(providerCallId);
    return calls.filter((call) => call.isTimeless || this.isInWalk(call)).sort((a, b) => compareTimes(this.walk.order, a, b));
  }

  private isInWalk({ createdAt }: Call): boolean {
    return createdAt.getTime() >= this.from && createdAt.getTime() <= this.walk.to;
  }
}

/** Whole seconds, so that a slice ends on one. */
function limited(width: number): number {
  return Math.min(LONGEST_SPAN_MS, Math.max(NARROWEST_MS, Math.floor(width / 1000) * 1000));
}
