import type { Call } from '../../model/call.js';
import { newerOf } from '../../model/newest-version.js';

/** Which call a row is about, and when that was created. Null if the row has no time. */
export interface CallPlace {
  readonly providerCallId: string;
  readonly createdAt: Date | null;
}

/** A row of a list that becomes a call only if somebody needs it: a page needs few of the calls of a day. */
export class CallRow {
  readonly providerCallId: string;
  /** 1970 if the row has no time, as for a call. */
  readonly createdAt: Date;
  readonly isTimeless: boolean;
  /** The call, once it was read. The row is not needed any more then. */
  private read: Call | (() => Call);

  constructor({ providerCallId, createdAt }: CallPlace, toCall: () => Call) {
    this.providerCallId = providerCallId;
    this.createdAt = createdAt ?? new Date(0);
    this.isTimeless = createdAt === null;
    this.read = toCall;
  }

  get call(): Call {
    if (typeof this.read === 'function') this.read = this.read();
    return this.read;
  }
}

/** A call of a list, or the row that it is read from. */
export type ListedCall = Call | CallRow;

export function callOf(listed: ListedCall): Call {
  return listed instanceof CallRow ? listed.call : listed;
}

/** Adds rows to `known` and keeps only the newest version of each call. Changes and returns `known`. */
export function addNewestRows(rows: readonly CallRow[], known: Map<string, CallRow>): Map<string, CallRow> {
  for (const row of rows) {
    const earlier = known.get(row.providerCallId)?.call;
    if (earlier === undefined || newerOf(earlier, row.call) !== earlier) known.set(row.providerCallId, row);
  }
  return known;
}
