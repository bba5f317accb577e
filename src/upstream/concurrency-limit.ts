import PQueue from 'p-queue';
import type { CallProviderName } from '../model/call-provider.js';
import type { UpstreamContext } from './upstream-context.js';
import { ProviderError, tooLate } from './provider-error.js';
import { RequestNotSent } from './request-not-sent.js';

/** Requests in a longer queue would only reach their deadlines and take memory. */
const MAX_QUEUED = 10_000;
/** The part of it that one operation or one caller may have. */
const MAX_QUEUED_FOR_ONE = 5000;
const RETRY_AFTER_MS = 5000;

/** The difference between two urgencies. Greater than the number of requests that one operation can queue. */
const PRIORITY_STEP = 1_000_000;

/**
 * Limits the concurrent requests to one provider. The most urgent requests go first. Among those, requests go first
 * whose operation and caller have the fewest earlier requests in the queue, so that an operation with a thousand calls
 * does not delay one with a single call, and a caller with many operations none with a few. Each provider has its own limit, so that a slow one does not delay the others.
 */
export class ConcurrencyLimit {
  private readonly queue: PQueue;
  /** The number of requests that each operation, and each caller, has in the queue or in progress. */
  private readonly counts = new Map<object, number>();

  constructor(
    private readonly provider: CallProviderName,
    maxConcurrent: number,
  ) {
    this.queue = new PQueue({ concurrency: maxConcurrent });
  }

  get inProgress(): number {
    return this.queue.pending;
  }

  /** Runs a task when the limit allows it. @throws ProviderError if the context aborts first or the queue is full, and any error of the task */
  async run<T>({ signal, urgency, origin }: UpstreamContext, task: () => Promise<T>): Promise<T> {
    if (this.queue.size >= MAX_QUEUED) {
      const message = `${this.provider} has more than ${MAX_QUEUED} requests in its queue. Retry later.`;
      throw new RequestNotSent(this.provider, 'PROVIDER_RATE_LIMITED', message, new Date(Date.now() + RETRY_AFTER_MS));
    }
    const counted = [...new Set<object>(origin ? [origin.operation, ...origin.shares] : [this])];
    const before = counted.map((one) => this.counts.get(one) ?? 0);
    if (origin && Math.max(...before) >= MAX_QUEUED_FOR_ONE) {
      const message = `One caller may have at most ${MAX_QUEUED_FOR_ONE} requests to ${this.provider} in the queue. Retry later.`;
      throw new RequestNotSent(this.provider, 'PROVIDER_RATE_LIMITED', message, new Date(Date.now() + RETRY_AFTER_MS));
    }
    for (const one of counted) this.counts.set(one, (this.counts.get(one) ?? 0) + 1);
    try {
      return await this.queue.add(task, { priority: urgency * PRIORITY_STEP - before.reduce((sum, count) => sum + count, 0), signal });
    } catch (error) {
      if (error instanceof ProviderError || !signal.aborted) throw error;
      throw tooLate(this.provider, true);
    } finally {
      for (const one of counted) {
        const left = (this.counts.get(one) ?? 1) - 1;
        if (left > 0) this.counts.set(one, left);
        else this.counts.delete(one);
      }
    }
  }
}
