import PQueue from 'p-queue';
import type { CallProviderName } from '../model/call-provider.js';
import type { UpstreamContext } from '../providers/provider.js';
import { ProviderError, tooLate } from '../providers/provider-error.js';
import { NotAsked } from './not-asked.js';

/** More would only wait for their deadlines, and take memory. */
const MOST_WAITING = 10_000;
const AGAIN_MS = 5000;

/** So far apart are the urgencies that no operation's own requests, one behind the other, bridge them. */
const STEP = 1_000_000;

/**
 * Lets so many requests to one provider be under way at once, the most urgent first, and of those the ones
 * whose operation has the fewest before them: who asks for a thousand calls doesn't hold up who asks for
 * one. A provider that is slow holds up no more than that, and the others' requests not at all.
 */
export class Turns {
  private readonly queue: PQueue;
  /** How many requests each operation has waiting or under way. */
  private readonly held = new Map<string, number>();

  constructor(
    private readonly provider: CallProviderName,
    maxConcurrent: number,
  ) {
    this.queue = new PQueue({ concurrency: maxConcurrent });
  }

  get underWay(): number {
    return this.queue.pending;
  }

  /** Waits for its turn no longer than the context allows. @throws ProviderError, and whatever the task throws */
  async take<T>({ signal, urgency, origin }: UpstreamContext, task: () => Promise<T>): Promise<T> {
    if (this.queue.size >= MOST_WAITING) {
      const message = `More than ${MOST_WAITING} requests to ${this.provider} are waiting.`;
      throw new NotAsked(this.provider, 'PROVIDER_RATE_LIMITED', message, new Date(Date.now() + AGAIN_MS));
    }
    const operation = origin?.requestId ?? '';
    const before = this.held.get(operation) ?? 0;
    this.held.set(operation, before + 1);
    try {
      return await this.queue.add(task, { priority: urgency * STEP - before, signal });
    } catch (error) {
      if (error instanceof ProviderError || !signal.aborted) throw error;
      throw tooLate(this.provider, true);
    } finally {
      const left = (this.held.get(operation) ?? 1) - 1;
      if (left > 0) this.held.set(operation, left);
      else this.held.delete(operation);
    }
  }
}
