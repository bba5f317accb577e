import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { ListBatch, ListSource, Walk } from '../provider.js';
import { CallOrder } from '../../model/call-order.js';
import { compareCalls } from '../../model/feed-order.js';
import type { Json } from '../../model/json-value.js';
import type { ReadCalls } from '../read-rows.js';
import type { GoingOn, PlivoApi } from './api.js';

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
    const rows = await Promise.all(all.slice(0, MOST_GOING_ON).map((one) => this.find(one, context)));
    const { calls, unreadable } = this.read(rows.filter((row) => row !== null));
    return {
      calls: [...calls].sort((a, b) => compareCalls(this.walk.order, a, b)),
      exhausted: true,
      readTo: this.walk.order === CallOrder.OLDEST_FIRST ? this.walk.to : this.walk.from,
      unreadable,
      mayBeIncomplete: all.length > MOST_GOING_ON || rows.includes(null),
    };
  }

  private async readIds(context: UpstreamContext): Promise<readonly CallGoingOn[]> {
    const [queued, live] = await Promise.all([this.api.goingOn('queued', context), this.api.goingOn('live', context)]);
    // A queued call may have become a live one.
    const views = new Map<string, GoingOn>([...queued.map((id) => [id, 'queued'] as const), ...live.map((id) => [id, 'live'] as const)]);
    return [...views].map(([id, view]) => ({ id, view }));
  }

  /** A call that has moved on since is in the next place. */
  private async find({ id, view }: CallGoingOn, context: UpstreamContext): Promise<Json | null> {
    const live = async () => this.api.callGoingOn(id, 'live', context);
    const found = (view === 'queued' ? await this.api.callGoingOn(id, 'queued', context) : null) ?? (await live()) ?? (await this.api.call(id, context));
    return found && { call_uuid: id, ...found };
  }
}
