import PQueue from 'p-queue';
import type { CallProviderName } from '../model/call-provider.js';
import type { UpstreamContext } from '../providers/provider.js';
import { ProviderError } from '../providers/provider-error.js';
import { NotAsked } from './not-asked.js';

/** More would only wait for their deadlines. */
const MOST_WAITING = 2000;

/**
 * Lets so many requests to one provider be under way at once, the most urgent first: a provider that is
 * slow holds up no more than that, and the others' requests not at all.
 */
export class Turns {
  private readonly queue: PQueue;

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
  async take<T>({ signal, urgency }: UpstreamContext, task: () => Promise<T>): Promise<T> {
    if (this.queue.size >= MOST_WAITING) {
      throw new NotAsked(this.provider, 'PROVIDER_UNAVAILABLE', `More than ${MOST_WAITING} requests to ${this.provider} are waiting.`);
    }
    try {
      return await this.queue.add(task, { priority: urgency, signal });
    } catch (error) {
      if (error instanceof ProviderError || !signal.aborted) throw error;
      throw new ProviderError(this.provider, 'PROVIDER_TIMEOUT', `${this.provider} did not answer in time.`, { givenUp: true });
    }
  }
}
