import type { Call } from '../../model/call.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { LearnedList } from '../listing/learned-list.js';
import type { Span } from './api.js';

/** The wanted calls among those that ended in a span. */
export interface EndedCalls {
  readonly calls: readonly Call[];
  /** How many rows the span has, wanted or not. */
  readonly rows: number;
  readonly unreadable: number;
  readonly mayBeIncomplete: boolean;
}

/** Plivo's list of ended calls. */
export interface EndedList {
  /** Or how many rows there are, if there are more than `most`. */
  readonly read: (ended: Span, most: number, context: UpstreamContext) => Promise<EndedCalls | { readonly tooMany: number }>;
  /** The same, of the calls with a long talk time. */
  readonly readLong: EndedList['read'];
  /** Whether the account accepts the filter for that, as far as is known. */
  readonly canReadLong: () => boolean;
  /** Called before the first request. The result is the latest end that the list is asked for, in epoch milliseconds. */
  readonly begin: (context: UpstreamContext) => Promise<number>;
  /** The oldest end that the list has. */
  readonly horizon: number;
  readonly learned: LearnedList;
  readonly isSparse: boolean;
  readonly contacts?: readonly string[] | undefined;
}
