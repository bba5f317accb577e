import PQueue from 'p-queue';
import type { CallProviderName } from '../model/call-provider.js';
import type { UpstreamContext } from './upstream-context.js';
import { ProviderError, tooLate } from './provider-error.js';
import { RequestNotSent } from './request-not-sent.js';

/** Requests in a longer queue would only reach their deadlines and take memory. */
const MAX_QUEUED = 10_000;
const RETRY_AFTER_MS = 5000;

/** The difference between two urgencies. Greater than the number of requests that one operation can queue. */
const PRIORITY_STEP = 1_000_000;

/**
 * Limits the concurrent requests to one provider. The most urgent requests go first. Among those, requests go first
 * whose operation has the fewest earlier requests in the queue, so that an operation with a thousand calls does not
 * delay one with a single call. Each provider has its own limit, so that a slow one does not delay the others.
 */
export class ConcurrencyLimit {
  private readonly queue: PQueue;
  /** The number of requests that each operation has in the queue or in progress, by request id. */
  private readonly byOperation = new Map<string, number>();

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
    const operation = origin?.requestId ?? '';
    const before = this.byOperation.get(operation) ?? 0;
    this.byOperation.set(operation, before + 1);
    try {
      return await this.queue.add(task, { priority: urgency * PRIORITY_STEP - before, signal });
    } catch (error) {
      if (error instanceof ProviderError || !signal.aborted) throw error;
      throw tooLate(this.provider, true);
    } finally {
      const left = (this.byOperation.get(operation) ?? 1) - 1;
      if (left > 0) this.byOperation.set(operation, left);
      else this.byOperation.delete(operation);
    }
  }
}
