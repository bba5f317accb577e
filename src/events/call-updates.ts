import type { CallAddress } from '../model/address.js';
import type { Call } from '../model/call.js';
import { Urgency } from '../upstream/upstream-context.js';
import type { CallChange } from './changes.js';
import type { CallTracker } from './tracker.js';

/** Timeout for one attempt to read a changed call. It is retried afterwards. */
const ASKING_MS = 25_000;

/**
 * The changes of one subscription as calls: each call as it was after its change, in the order of the
 * changes. A call that the subscriber named by id keeps that id.
 */
export class CallUpdates implements AsyncIterableIterator<Call> {
  private readonly ended = new AbortController();
  private readonly ids: ReadonlyMap<string, string>;

  /** `onEnd` is called once, whichever side ends the subscription. */
  constructor(
    private readonly changes: AsyncIterableIterator<CallChange>,
    calls: readonly CallAddress[] | null,
    private readonly tracker: CallTracker,
    private readonly now: () => number,
    private readonly onEnd: () => void,
  ) {
    this.ids = new Map((calls ?? []).map(({ id, account, providerCallId }) => [`${account} ${providerCallId}`, id]));
  }

  async next(): Promise<IteratorResult<Call>> {
    for (;;) {
      const change = await this.failingEnds(this.changes.next());
      if (change.done) {
        this.end();
        return { value: undefined, done: true };
      }
      const call = await this.callOf(change.value);
      if (call === 'ended') return { value: undefined, done: true };
      // A deleted call has no state to deliver.
      if (call) return { value: call, done: false };
    }
  }

  async return(): Promise<IteratorResult<Call>> {
    this.end();
    await this.changes.return?.();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private async callOf(change: CallChange): Promise<Call | null | 'ended'> {
    const { signal } = this.ended;
    try {
      const call = await this.tracker.callOf(change, { signal, deadlineAt: this.now() + ASKING_MS, urgency: Urgency.WALK, isFresh: true });
      return call?.under(this.ids.get(`${change.account} ${change.providerCallId}`) ?? call.id) ?? null;
    } catch (error) {
      if (signal.aborted) return 'ended';
      this.end();
      throw error;
    }
  }

  private async failingEnds<T>(step: Promise<T>): Promise<T> {
    try {
      return await step;
    } catch (error) {
      this.end();
      throw error;
    }
  }

  private end(): void {
    if (this.ended.signal.aborted) return;
    this.ended.abort();
    this.onEnd();
  }
}
