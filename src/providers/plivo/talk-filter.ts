import { ProviderError } from '../../upstream/provider-error.js';
import type { EndedList } from './ended-list.js';

/**
 * Reads the calls with a long talk time by Plivo's filter. If an account refuses the filter, this walk reads all calls
 * instead, which gives the same calls in more requests. Later walks do without it.
 */
export class TalkFilter {
  private isRefused = false;

  /** Whether the filter saves requests. */
  get isUseful(): boolean {
    return !this.isRefused;
  }

  read(long: EndedList['read'], all: EndedList['read']): EndedList['read'] {
    return async (ended, most, context) => {
      if (this.isRefused) return all(ended, most, context);
      try {
        return await long(ended, most, context);
      } catch (error) {
        if (!(error instanceof ProviderError) || error.facts.status !== 400) throw error;
        this.isRefused = true;
        return all(ended, most, context);
      }
    };
  }
}
