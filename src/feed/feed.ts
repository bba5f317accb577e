import type { Call } from '../model/call.js';
import type { CallFilter } from '../model/call-filter.js';
import { CallOrder } from '../model/call-order.js';
import type { CallProviderName } from '../model/call-provider.js';
import { comparePlaces, type FeedKey, keyOf } from '../model/feed-order.js';
import type { CallProvider, ListPlan, UpstreamContext } from '../providers/provider.js';
import { CursorCodec, type FeedPosition } from './cursor.js';
import { passes } from './filter-match.js';
import type { KeptWalks } from './kept-walks.js';
import { takePage } from './merge.js';
import { planProvider } from './plan.js';
import { ProviderStream } from './provider-stream.js';
import { reportOf, type SourceReport } from './source-report.js';
import { SourceReader } from './source-reader.js';

/** A list of calls, and which page of it is wanted. */
export interface FeedRequest {
  readonly filter: CallFilter;
  readonly order: CallOrder;
  readonly first: number;
  /** Cursor of the call after which the page begins. */
  readonly after?: string | null;
}

export interface FeedPage {
  readonly edges: readonly { readonly cursor: string; readonly node: Call }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly endCursor: string | null;
  /** How many calls the whole list has; null where that is not known exactly. */
  readonly totalCount: number | null;
  readonly sources: readonly SourceReport[];
}

export interface FeedDependencies {
  readonly providers: readonly CallProvider[];
  /** Secret that makes cursors unforgeable; the same in every process that serves the graph. */
  readonly cursorKey: Buffer;
  readonly kept: KeptWalks;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** A walk as it goes on from page to page. */
export interface FeedWalk {
  readonly asOf: number;
  readonly streams: readonly ProviderStream[];
}

/** Calls of every provider that can list, as one list in one order. */
export class Feed {
  constructor(private readonly dependencies: FeedDependencies) {}

  /** @throws BadUserInput for a cursor that is none of this list's, or a filter a provider can't understand. */
  async page({ filter, order, first, after }: FeedRequest, context: UpstreamContext): Promise<FeedPage> {
    const { providers, cursorKey, kept, now } = this.dependencies;
    const cursors = new CursorCodec(cursorKey, filter, order);
    const position: FeedPosition = after ? cursors.read(after) : { asOf: now(), after: null, lagging: {} };
    const plans = providers.map((provider) => planProvider(provider, filter));
    const walk = (after ? kept.take(after) : undefined) ?? {
      asOf: position.asOf,
      streams: plans.flatMap(({ provider, plan }) => (plan ? [open(provider, plan, filter, order, position, first)] : [])),
    };
    for (const stream of walk.streams) stream.beginPage();
    const { calls, hasMore } = await takePage(walk.streams, order, first, context);

    const positions = new PagePositions(walk, order, position.after, calls);
    const edges = calls.map((node, index) => ({ node, cursor: cursors.write(positions.after(index)) }));
    const end = positions.atEnd();
    // A failed provider may have more; a page that got nowhere at all would only be asked for for ever.
    const mayFollow = walk.streams.some(({ failure }) => failure) && (calls.length > 0 || positions.movedOn());
    const endCursor = end.after || Object.keys(end.lagging).length > 0 ? cursors.write(end) : null;
    if (endCursor && hasMore) kept.keep(endCursor, walk);
    const failed = walk.streams.some(({ failure }) => failure);
    return {
      edges,
      hasNextPage: hasMore || mayFollow,
      hasPreviousPage: position.after !== null,
      endCursor,
      totalCount: !after && !hasMore && !failed ? calls.length : null,
      sources: plans.map((planned) => reportOf(planned, walk.streams.find(({ provider }) => provider === planned.provider), calls)),
    };
  }
}

function open(
  provider: CallProviderName,
  plan: ListPlan,
  filter: CallFilter,
  order: CallOrder,
  { asOf, after, lagging }: FeedPosition,
  first: number,
): ProviderStream {
  const start = provider in lagging ? (lagging[provider] ?? null) : after;
  const span = { from: filter.createdAt?.from?.getTime() ?? Number.NEGATIVE_INFINITY, to: Math.min(filter.createdAt?.to?.getTime() ?? asOf, asOf) };
  const newestFirst = order === CallOrder.NEWEST_FIRST;
  const from = start && !newestFirst ? Math.max(span.from, start.createdAt) : span.from;
  const to = start && newestFirst ? Math.min(span.to, start.createdAt) : span.to;
  const readers = plan.open({ order, from, to, wanted: first + 1 }).map(
    (source) => new SourceReader(source, order, { at: newestFirst ? to : from, after: start }, (call) => passes(filter, plan.filteredLocally, call)),
  );
  return new ProviderStream(provider, order, readers, start);
}

/** Where the walk stands after each call of a page. Providers that failed stand where they stopped. */
class PagePositions {
  private readonly failed: readonly ProviderStream[];

  constructor(
    private readonly walk: FeedWalk,
    private readonly order: CallOrder,
    private readonly start: FeedKey | null,
    private readonly calls: readonly Call[],
  ) {
    this.failed = walk.streams.filter(({ failure }) => failure);
  }

  after(index: number): FeedPosition {
    const call = this.calls[index];
    // While a provider that had failed catches up, its calls come before the place the others are at.
    const reached = call ? furthest(this.order, this.start, keyOf(call)) : this.start;
    const lagging: Record<CallProviderName, FeedKey | null> = {};
    for (const stream of this.walk.streams) {
      const place = stream.failure ? this.placeOfFailed(stream, index) : call ? furthest(this.order, stream.pageStart, keyOf(call)) : stream.pageStart;
      if (place?.createdAt !== reached?.createdAt || place?.id !== reached?.id) lagging[stream.provider] = place;
    }
    return { asOf: this.walk.asOf, after: reached, lagging };
  }

  atEnd(): FeedPosition {
    return this.after(this.calls.length - 1);
  }

  /** Whether a failed provider got further than where the page began, so that asking again brings more. */
  movedOn(): boolean {
    return this.failed.some(({ position, pageStart }) => position?.createdAt !== pageStart?.createdAt || position?.id !== pageStart?.id);
  }

  private placeOfFailed(stream: ProviderStream, index: number): FeedKey | null {
    const ownAfter = this.calls.findIndex((call, at) => at > index && call.provider === stream.provider);
    if (ownAfter < 0) return stream.position;
    const ownBefore = this.calls.findLast((call, at) => at <= index && call.provider === stream.provider);
    return ownBefore ? keyOf(ownBefore) : stream.pageStart;
  }
}

function furthest(order: CallOrder, a: FeedKey | null, b: FeedKey): FeedKey {
  return a && comparePlaces(order, a, b) > 0 ? a : b;
}
