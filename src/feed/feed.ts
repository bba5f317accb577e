import type { Call } from '../model/call.js';
import type { CallFilter } from '../model/call-filter.js';
import type { CallOrder } from '../model/call-order.js';
import type { CallProvider, CallSource } from '../providers/provider.js';
import { changed, type UpstreamContext, Urgency } from '../upstream/upstream-context.js';
import { failureAsValue } from '../upstream/provider-error.js';
import { CursorCodec, type FeedPosition } from './cursor.js';
import type { KeptWalks } from './kept-walks.js';
import { takePage } from './merge.js';
import { type OpenSources, openWalk } from './open-walk.js';
import { type FeedWalk, PagePositions } from './page-positions.js';
import { planProvider, type PlannedProvider } from './plan.js';
import { SharedSource } from './shared-source.js';
import { reportOf, type SourceReport } from './source-report.js';

/** A provider that fails is asked again on so many pages that get nowhere; then a walk ends, instead of never. */
const MOST_STALLED = 5;

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

/** Calls of every provider that can list, as one list in one order. */
export class Feed {
  constructor(private readonly dependencies: FeedDependencies) {}

  /** @throws BadUserInput for a cursor that is none of this list's, or a filter that a provider can't understand. */
  async page(request: FeedRequest, context: UpstreamContext): Promise<FeedPage> {
    const { filter, order, first, after } = request;
    const cursors = this.cursors(filter, order);
    const position = after ? cursors.read(after) : this.beginning();
    await this.learnSpellings(filter, context);
    const plans = this.plans(filter);
    // What was read ahead may be seconds old.
    const kept = after && !context.isFresh ? this.dependencies.kept.take(after) : undefined;
    const walk = kept ?? openWalk(plans, { filter, order, position, wanted: first + 1, now: this.dependencies.now });
    // Who turns pages lets those go first who wait for their first answer.
    const reading = after ? changed(context, { urgency: Math.min(context.urgency, Urgency.WALK) }) : context;
    return this.read(walk, plans, request, position, cursors, reading);
  }

  /**
   * The first page of each of several contacts, in their order. Who is asked for them is asked once for
   * as many as it takes, and what comes back is shared out.
   */
  async pagesOfContacts(contacts: readonly string[], request: Omit<FeedRequest, 'after'>, context: UpstreamContext): Promise<FeedPage[]> {
    const { filter, order, first } = request;
    const position = this.beginning();
    await this.learnSpellings(filter, context);
    const together = this.plans({ ...filter, contacts });
    const wanted = new Set(contacts);
    const shared = new Map<PlannedProvider, { source: CallSource; all: SharedSource }[]>();
    const pageOf = (contact: string): Promise<FeedPage> => {
      const own = { ...filter, contacts: [contact] };
      const open: OpenSources = (planned, walk) => {
        const sources = shared.get(planned) ?? (planned.plan?.open(walk) ?? []).map((source) => ({ source, all: new SharedSource(source, wanted) }));
        shared.set(planned, sources);
        return sources
          .filter(({ source }) => source.contacts?.includes(contact) ?? true)
          .map(({ all }) => all.branch(contact));
      };
      const walk = openWalk(together, { filter: own, order, position, wanted: first + 1, now: this.dependencies.now }, open);
      return this.read(walk, together, { ...request, filter: own }, position, this.cursors(own, order), context);
    };
    return Promise.all(contacts.map(pageOf));
  }

  private async read(
    walk: FeedWalk,
    plans: readonly PlannedProvider[],
    { order, first }: FeedRequest,
    position: FeedPosition,
    cursors: CursorCodec,
    context: UpstreamContext,
  ): Promise<FeedPage> {
    for (const stream of walk.streams) stream.beginPage();
    const { calls, hasMore } = await takePage(walk.streams, order, first, context, this.dependencies.now);
    const positions = new PagePositions(walk, order, position, calls);
    const end = positions.atEnd();
    const failed = walk.streams.some(({ failure }) => failure);
    // What a failed provider has is not known: it is asked again, and not for ever.
    const hasNextPage = hasMore || (failed && end.stalled < MOST_STALLED);
    const endCursor = hasNextPage || end.after ? cursors.write(end) : null;
    if (endCursor && hasMore) this.dependencies.kept.keep(endCursor, walk);
    const sources = plans.map((planned) => reportOf(planned, walk.streams.find(({ provider }) => provider === planned.provider), calls));
    const isWhole = sources.every(({ status, code }) => status === 'OK' || (status === 'SKIPPED' && code !== 'OUT_OF_HISTORY'));
    return {
      edges: calls.map((node, index) => ({ node, cursor: cursors.write(positions.after(index)) })),
      hasNextPage,
      hasPreviousPage: position.after !== null,
      endCursor,
      totalCount: position.after === null && !hasMore && isWhole ? calls.length : null,
      sources,
    };
  }

  /** A provider that can't be asked for a sample is asked for the page all the same, which tells what is wrong. */
  private async learnSpellings(filter: CallFilter, context: UpstreamContext): Promise<void> {
    const asked = this.dependencies.providers.filter(({ name }) => filter.providers?.includes(name) ?? true);
    await Promise.all(asked.map(async ({ list }) => list?.learnSpellings?.(filter, context).catch(failureAsValue)));
  }

  private plans(filter: CallFilter): PlannedProvider[] {
    return this.dependencies.providers.map((provider) => planProvider(provider, filter));
  }

  private cursors(filter: CallFilter, order: CallOrder): CursorCodec {
    return new CursorCodec(this.dependencies.cursorKey, filter, order);
  }

  private beginning(): FeedPosition {
    return { asOf: this.dependencies.now(), after: null, lagging: {} };
  }
}
