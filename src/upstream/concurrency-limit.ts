import PQueue from 'p-queue';
import type { CallProviderName } from '../model/call-provider.js';
import type { UpstreamContext } from './upstream-context.js';
import { ProviderError, tooLate } from './provider-error.js';
import { NotAsked } from './not-asked.js';

/** A longer queue would only wait for its deadlines, and take memory. */
const MOST_QUEUED = 10_000;
const RETRY_AFTER_MS = 5000;

/** The distance between two urgencies: more than the requests that one operation can have queued. */
const PRIORITY_STEP = 1_000_000;

/**
 * Limits how many requests to one provider are under way at once. The most urgent go first; of those, the
 * ones whose operation has the fewest requests queued before them, so that an operation with a thousand
 * calls doesn't delay one with a single call. Each provider has a limit of its own: a slow one delays no other.
 */
export class ConcurrencyLimit {
  private readonly queue: PQueue;
  /** How many requests each operation has queued or under way. */
  private readonly byOperation = new Map<string, number>();

  constructor(
    private readonly provider: CallProviderName,
    maxConcurrent: number,
  ) {
    this.queue = new PQueue({ concurrency: maxConcurrent });
  }

  get underWay(): number {
    return this.queue.pending;
  }

  /** Runs a task once the limit allows it, unless the context is aborted before. @throws ProviderError, and whatever the task throws */
  async run<T>({ signal, urgency, origin }: UpstreamContext, task: () => Promise<T>): Promise<T> {
    if (this.queue.size >= MOST_QUEUED) {
      const message = `More than ${MOST_QUEUED} requests to ${this.provider} are waiting.`;
      throw new NotAsked(this.provider, 'PROVIDER_RATE_LIMITED', message, new Date(Date.now() + RETRY_AFTER_MS));
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
