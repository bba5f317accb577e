import type { Call } from '../model/call.js';
import type { CallFilter } from '../model/call-filter.js';
import type { CallOrder } from '../model/call-order.js';
import type { ConnectedAccount, ListSource } from '../providers/provider.js';
import { changed, type UpstreamContext, Urgency } from '../upstream/upstream-context.js';
import { failureAsValue } from '../upstream/provider-error.js';
import type { AccountName } from '../model/account.js';
import { BadUserInput } from '../model/bad-user-input.js';
import { CursorCodec, type FeedPosition } from './cursor.js';
import type { AccountShares, FeedShares } from './account-shares.js';
import type { WalkCache } from './walk-cache.js';
import { takePage } from './merge.js';
import { type OpenSources, openWalk } from './open-walk.js';
import { type FeedWalk, PagePositions } from './page-positions.js';
import { planAccount, type PlannedAccount } from './plan.js';
import { SharedSource } from './shared-source.js';
import { reportOf, type SourceReport } from './source-report.js';

/** A walk ends after this many pages in a row in which a provider failed and nothing progressed. */
const MAX_STALLED_PAGES = 5;

/** Requests one page of a list of calls. */
export interface FeedRequest {
  readonly filter: CallFilter;
  readonly order: CallOrder;
  readonly first: number;
  /** The page begins after the call with this cursor. */
  readonly after?: string | null;
}

export interface FeedPage {
  readonly edges: readonly { readonly cursor: string; readonly node: Call }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly endCursor: string | null;
  /** How many calls the whole list has. Null if that is not known exactly. */
  readonly totalCount: number | null;
  readonly sources: readonly SourceReport[];
}

export interface FeedDependencies {
  readonly accounts: readonly ConnectedAccount[];
  /** All accounts of this process, also those that the caller may not use. */
  readonly configured: ReadonlySet<AccountName>;
  /** Secret keys of the accounts, in their order. Every process that serves the graph has the same ones. */
  readonly cursorKeys: readonly Buffer[];
  readonly walkCache: WalkCache;
  readonly shares: FeedShares;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Merges the calls of every account with a list into one ordered list. */
export class Feed {
  constructor(private readonly dependencies: FeedDependencies) {}

  /** The same feed over some of its accounts. */
  of(accounts: readonly ConnectedAccount[]): Feed {
    return accounts === this.dependencies.accounts ? this : new Feed({ ...this.dependencies, accounts });
  }

  /** @throws BadUserInput if the cursor belongs to another list, or a provider can't apply the filter. */
  async page(request: FeedRequest, context: UpstreamContext): Promise<FeedPage> {
    const { filter, order, first, after } = request;
    const cursors = this.cursors(filter, order);
    const position = after ? cursors.read(after) : this.beginning();
    await this.learnSpellings(filter, context);
    if (position.accounts.some((account) => !this.dependencies.configured.has(account))) {
      throw new BadUserInput('This list has an account that is not configured here any more. Begin again without a cursor.', 'after');
    }
    const plans = this.plans(filter, position);
    // Calls that were read ahead may be seconds old, so a fresh request does not use them.
    const kept = after && !context.isFresh ? this.dependencies.walkCache.take(this.keyOf(after)) : undefined;
    const shares = this.sharesFor(filter);
    const walk = kept ?? openWalk(plans, { filter, order, position, wantedOf: (account) => shares?.wantedOf(account, first + 1) ?? first + 1, now: this.dependencies.now });
    // A request for a further page has a lower urgency than requests for a first page.
    const reading = after ? changed(context, { urgency: Math.min(context.urgency, Urgency.WALK) }) : context;
    const page = await this.read(walk, plans, request, position, cursors, reading);
    if (walk.streams.every(({ failure }) => !failure)) shares?.learn(walk.streams.map(({ account }) => account), page.edges.map(({ node }) => node));
    return page;
  }

  /**
   * The first page of each contact's calls, in the order of `contacts`. Each account is sent one request for as
   * many contacts as it accepts, and the calls are split by contact.
   */
  async pagesOfContacts(contacts: readonly string[], request: Omit<FeedRequest, 'after'>, context: UpstreamContext): Promise<FeedPage[]> {
    const { filter, order, first } = request;
    const position = this.beginning();
    await this.learnSpellings(filter, context);
    const plans = this.plans({ ...filter, contacts }, position);
    const allContacts = new Set(contacts);
    const opened = new Map<PlannedAccount, { source: ListSource; shared: SharedSource }[]>();
    const pageOf = (contact: string): Promise<FeedPage> => {
      const own = { ...filter, contacts: [contact] };
      const open: OpenSources = (planned, walk) => {
        const sources = opened.get(planned) ?? (planned.plan?.open(walk) ?? []).map((source) => ({ source, shared: new SharedSource(source, allContacts) }));
        opened.set(planned, sources);
        return sources
          .filter(({ source }) => source.contacts?.includes(contact) ?? true)
          .map(({ shared }) => shared.branch(contact));
      };
      const walk = openWalk(plans, { filter: own, order, position, wantedOf: () => first + 1, now: this.dependencies.now }, open);
      return this.read(walk, plans, { ...request, filter: own }, position, this.cursors(own, order), context);
    };
    return Promise.all(contacts.map(pageOf));
  }

  private async read(
    walk: FeedWalk,
    plans: readonly PlannedAccount[],
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
    // A failed provider may have more calls. Its pages are requested again, but not forever.
    const hasNextPage = hasMore || (failed && end.stalled < MAX_STALLED_PAGES);
    const endCursor = hasNextPage || end.after ? cursors.write(end) : null;
    if (endCursor && hasMore) this.dependencies.walkCache.keep(this.keyOf(endCursor), walk);
    const sources = plans.map((planned) => reportOf(planned, walk.streams.find(({ account }) => account === planned.account), calls));
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

  /** Ignores failures here: the request for the page fails in the same way and reports them. */
  private async learnSpellings(filter: CallFilter, context: UpstreamContext): Promise<void> {
    const wanted = this.dependencies.accounts.filter(({ account, name }) => (filter.providers?.includes(name) ?? true) && (filter.accounts?.includes(account) ?? true));
    await Promise.all(wanted.map(async ({ list }) => list?.learnSpellings?.(filter, context).catch(failureAsValue)));
  }

  private plans(filter: CallFilter, { accounts }: FeedPosition): PlannedAccount[] {
    return this.dependencies.accounts.map((account) => planAccount(account, filter, accounts.includes(account.account)));
  }

  /** Those of the feed without a filter. A filter changes the shares. */
  private sharesFor(filter: CallFilter): AccountShares | null {
    if (Object.values(filter).some((value) => value !== undefined)) return null;
    return this.dependencies.shares.of(this.dependencies.accounts.map(({ account }) => account));
  }

  /** A walk over more accounts is never continued for a caller who may use fewer. */
  private keyOf(cursor: string): string {
    return `${this.dependencies.accounts.map(({ account }) => account).join()} ${cursor}`;
  }

  private cursors(filter: CallFilter, order: CallOrder): CursorCodec {
    return new CursorCodec(this.dependencies.cursorKeys, filter, order);
  }

  private beginning(): FeedPosition {
    return { asOf: this.dependencies.now(), after: null, resumeAt: {}, accounts: this.dependencies.accounts.map(({ account }) => account) };
  }
}
