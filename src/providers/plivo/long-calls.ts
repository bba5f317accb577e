import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { Span } from './api.js';
import type { EndedCalls, EndedList } from './ended-list.js';
import { DAY_MS, LONGEST_SPAN_MS, NARROWEST_MS } from './history.js';

/** The most calls of a span: they are read at once, and held in memory. */
const MOST_AT_ONCE = 2000;

/**
 * The ended calls with a long talk time. They are few, so those of a day take a request or two, where reading all
 * calls of the day could take hundreds.
 */
export class LongCalls {
  private width = LONGEST_SPAN_MS;

  constructor(
    private left: Span,
    private readonly read: EndedList['readLong'],
  ) {}

  /** Reads those that ended before an instant, and perhaps later ones. Each part is passed on as soon as it is read. */
  async readUntil(end: number, passOn: (part: EndedCalls) => void, context: UpstreamContext): Promise<void> {
    while (this.left.from < Math.min(this.left.to, end)) {
      const { from, to } = this.left;
      const ahead = Math.max(end, from + DAY_MS);
      const slice = { from, to: Math.min(to, ahead, from + this.width) };
      const width = slice.to - from;
      const answer = await this.read(slice, width > NARROWEST_MS ? MOST_AT_ONCE : Number.POSITIVE_INFINITY, context);
      if ('tooMany' in answer) {
        this.width = Math.max(NARROWEST_MS, Math.floor(width / 2000) * 1000);
        continue;
      }
      this.left = { from: slice.to, to };
      passOn(answer);
    }
  }
}
