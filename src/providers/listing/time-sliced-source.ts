import { CallOrder } from '../../model/call-order.js';
import type { ListBatch, ListSource, Walk } from '../provider.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { Look, Looking } from './beginning-search.js';
import { OpenBeginning } from './open-beginning.js';
import { ReadAhead } from './read-ahead.js';
import { isWithin, type ReadSlice, type Slice, widthOf } from './slice.js';
import { SliceWidths } from './slice-widths.js';
import type { SlicedList } from './sliced-list.js';

/**
 * A source for a vendor that promises no order. It reads whole time slices and sorts each one here. The calls of a
 * slice are returned in parts, since a page may need few of them.
 */
export class TimeSlicedSource implements ListSource {
  readonly contacts?: readonly string[];
  private readonly oldestFirst: boolean;
  private readonly widths: SliceWidths;
  /** Null unless the walk is from an unknown beginning to newer calls. */
  private readonly beginning: OpenBeginning | null;
  private hasBegun = false;
  private left: Slice | null;
  private readonly ahead: ReadAhead;
  /** Where the last slice ends, in epoch milliseconds. */
  private readTo: number;
  /** How many calls were returned. */
  private returned = 0;

  constructor(
    private readonly walk: Walk,
    private readonly list: SlicedList,
  ) {
    this.oldestFirst = walk.order === CallOrder.OLDEST_FIRST;
    this.left = walk.from <= walk.to ? { from: Math.floor(walk.from), to: Math.ceil(walk.to) } : null;
    this.widths = new SliceWidths(walk, list);
    const { learned, isUnpaged = false } = list;
    this.beginning = this.oldestFirst && walk.from === Number.NEGATIVE_INFINITY ? new OpenBeginning({ to: walk.to, wanted: this.widths.wanted, learned, isUnpaged }) : null;
    this.ahead = new ReadAhead(walk.order);
    this.readTo = this.oldestFirst ? walk.from : walk.to;
    if (list.contacts) this.contacts = list.contacts;
  }

  get readAhead(): number {
    return this.ahead.size;
  }

  get held(): number {
    return this.ahead.size + (this.list.held?.() ?? 0);
  }

  async next(context: UpstreamContext): Promise<ListBatch> {
    if (this.ahead.size > 0) return { ...this.part(), unreadable: 0 };
    await this.begin(context);
    for (;;) {
      const { left } = this;
      if (!left) return { calls: [], exhausted: true, readTo: this.oldestFirst ? this.walk.to : this.walk.from, unreadable: 0 };
      const slice = this.firstOf(left);
      const answer = await this.list.read(slice, widthOf(slice) <= this.widths.narrowest, context);
      if (answer === 'too many') {
        await this.narrow(slice, context);
        continue;
      }
      this.learn(slice, timesIn(slice, answer));
      this.left = this.without(left, slice);
      this.readTo = this.oldestFirst ? slice.to : slice.from;
      this.ahead.hold(answer.calls.filter((call) => call.isTimeless || isWithin(slice, call)));
      return { ...this.part(), unreadable: answer.unreadable, mayBeIncomplete: answer.mayBeIncomplete ?? false };
    }
  }

  /** Sizes the first slice. After an error it is tried again. */
  private async begin(context: UpstreamContext): Promise<void> {
    if (this.hasBegun) return;
    await this.list.learned.recall(this.walk.order);
    const width = this.widths.begin();
    await this.beginning?.find(width, this.lookWithin(context));
    this.limitToBeginning();
    this.hasBegun = true;
  }

  private lookWithin(context: UpstreamContext): Looking {
    const read: Look = async (slice) => {
      const answer = await this.list.read(slice, false, context);
      return answer === 'too many' ? answer : timesIn(slice, answer);
    };
    return { read, signal: context.signal };
  }

  /** No slice is wider than the time in which many calls are expected. */
  private limitToBeginning(): void {
    const { withinMs = null } = this.beginning ?? {};
    if (withinMs !== null) this.widths.limitTo(withinMs);
  }

  /** The next calls of the slice: enough for a page, then as many again as were returned so far. */
  private part(): Pick<ListBatch, 'calls' | 'exhausted' | 'readTo'> {
    const calls = this.ahead.take(Math.max(1, this.walk.wanted, this.returned));
    this.returned += calls.length;
    return { calls, exhausted: this.left === null && this.ahead.size === 0, readTo: this.ahead.from ?? this.readTo };
  }

  private firstOf(left: Slice): Slice {
    return this.beginning && isOpen(left) ? this.widths.open(left, this.beginning.end) : this.widths.cut(left);
  }

  private without({ from, to }: Slice, slice: Slice): Slice | null {
    const rest = this.oldestFirst ? { from: slice.to + 1, to } : { from, to: slice.from - 1 };
    // Nothing is left before an open beginning, although -Infinity <= -Infinity.
    return rest.to > Number.NEGATIVE_INFINITY && rest.from <= rest.to ? rest : null;
  }

  /** Learns from the times of the calls of a slice. Calls without a time come with every slice, so they are not among them. */
  private learn(slice: Slice, times: readonly number[]): void {
    this.list.learned.learn(this.walk.order, slice, times.length);
    const expectsMany = this.beginning !== null && this.beginning.withinMs !== null;
    this.beginning?.learn(slice, times);
    this.widths.learn(slice, times.length, expectsMany);
  }

  private async narrow(slice: Slice, context: UpstreamContext): Promise<void> {
    if (!this.beginning || !isOpen(slice)) return this.widths.narrow(slice);
    this.widths.forgetLimit();
    await this.beginning.findEarlier(this.lookWithin(context));
    this.limitToBeginning();
  }
}

function isOpen({ from }: Slice): boolean {
  return from === Number.NEGATIVE_INFINITY;
}

/** When the calls of a slice were created, in epoch milliseconds. */
function timesIn(slice: Slice, { calls }: ReadSlice): number[] {
  return calls.filter((call) => !call.isTimeless && isWithin(slice, call)).map(({ createdAt }) => createdAt.getTime());
}
