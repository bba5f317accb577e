import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { ListBatch, ListSource, Walk } from '../provider.js';
import { CallOrder } from '../../model/call-order.js';
import { compareTimes } from '../../model/feed-order.js';
import type { Json } from '../../model/json-value.js';
import type { ReadCalls } from '../read-rows.js';
import { failureAsValue, ProviderError } from '../../upstream/provider-error.js';
import type { GoingOn, PlivoApi } from './api.js';
import type { LatelySeen } from './lately-seen.js';

/** Each takes a request of its own. */
export const MOST_GOING_ON = 100;

interface CallGoingOn {
  readonly id: string;
  readonly view: GoingOn;
}

/**
 * The calls of a walk that are going on. Their ids are read before the list of ended calls, so that a call that
 * ends in between is in both rather than in neither.
 */
export class GoingOnCalls implements ListSource {
  private reading: Promise<readonly CallGoingOn[]> | null = null;

  constructor(
    private readonly walk: Walk,
    private readonly api: PlivoApi,
    private readonly seen: LatelySeen,
    private readonly read: ReadCalls,
  ) {}

  /** Reads the ids, once. @throws ProviderError; the next call then reads again */
  async ids(context: UpstreamContext): Promise<readonly CallGoingOn[]> {
    this.reading ??= this.readIds(context).catch((error: unknown) => {
      this.reading = null;
      throw error;
    });
    return this.reading;
  }

  async next(context: UpstreamContext): Promise<ListBatch> {
    const all = await this.ids(context);
    const rows = await this.findAll(all.slice(0, MOST_GOING_ON), context);
    const found = rows.filter((row) => row !== null && !(row instanceof ProviderError));
    const { calls, unreadable } = this.read(found);
    return {
      calls: [...calls].sort((a, b) => compareTimes(this.walk.order, a, b)),
      exhausted: true,
      readTo: this.walk.order === CallOrder.OLDEST_FIRST ? this.walk.to : this.walk.from,
      unreadable,
      mayBeIncomplete: found.length < all.length,
      ...(all.length > MOST_GOING_ON && { leftOut: `${all.length} calls are going on. ${MOST_GOING_ON} of them are looked up, because each takes a request. The others are listed once they are over.` }),
    };
  }

  /** What can't be looked up is asked for once more. @throws ProviderError if nothing can be looked up */
  private async findAll(all: readonly CallGoingOn[], context: UpstreamContext): Promise<(Json | null | ProviderError)[]> {
    const find = (one: CallGoingOn) => this.find(one, context).catch(failureAsValue);
    const first = await Promise.all(all.map(find));
    const failed = first.filter((row) => row instanceof ProviderError);
    if (failed[0] && failed.length === all.length) throw failed[0];
    // A vendor that fails often is not asked twice as much.
    if (failed.length * 2 > all.length) return first;
    return Promise.all(all.map(async (one, index) => (first[index] instanceof ProviderError ? find(one) : (first[index] ?? null))));
  }

  private async readIds(context: UpstreamContext): Promise<readonly CallGoingOn[]> {
    const [queued, live] = await Promise.all([this.api.goingOn('queued', context), this.api.goingOn('live', context)]);
    // A queued call may have become a live one.
    const views = new Map<string, GoingOn>([...queued.map((id) => [id, 'queued'] as const), ...live.map((id) => [id, 'live'] as const)]);
    return [...views].map(([id, view]) => ({ id, view }));
  }

  /** A call that has moved on since is in the next place. */
  private async find({ id, view }: CallGoingOn, context: UpstreamContext): Promise<Json | null> {
    const live = async () => this.seen.call(id, 'live', context);
    const found = (view === 'queued' ? await this.seen.call(id, 'queued', context) : null) ?? (await live()) ?? (await this.api.call(id, context));
    return found && { call_uuid: id, ...found };
  }
}
