import type { Call } from '../model/call.js';
import { CallOrder } from '../model/call-order.js';
import type { ConnectedAccount } from '../providers/provider.js';
import { ProviderError } from '../upstream/provider-error.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';

/** A call may wait for minutes between its creation and its start, and providers' clocks differ. */
const BEFORE_MS = 15 * 60 * 1000;
const AFTER_MS = 5 * 60 * 1000;
/** Windows that are closer than this are read as one. Most lists are filtered by day. */
const JOINED_MS = 12 * 60 * 60 * 1000;
/** The most batches that are read of one account for one answer. */
const MOST_READS = 25;
/** Keeps the batches small, because some providers read twenty rows for each request. */
const WANTED = 20;

export interface NearbyCalls {
  readonly calls: readonly Call[];
  /** Why some of them are missing. */
  readonly failure: ProviderError | null;
}

/** Reads the calls of an account that were created around some instants, in few requests. `instants`: epoch milliseconds. */
export async function readNearby({ account, name, list }: ConnectedAccount, instants: readonly number[], context: UpstreamContext): Promise<NearbyCalls> {
  const calls: Call[] = [];
  let reads = 0;
  let isIncomplete = false;
  try {
    for (const { from, to } of windowsAround(instants)) {
      const plan = list?.plan({ createdAt: { from: new Date(from), to: new Date(to) }, withLegs: true });
      for (const source of plan?.open({ order: CallOrder.NEWEST_FIRST, from, to, wanted: WANTED }) ?? []) {
        for (let isOver = false; !isOver; reads += 1) {
          if (reads >= MOST_READS) throw new ProviderError(name, 'READ_LIMIT', `${name} has too many calls at these times to look for the same call among them.`);
          const batch = await source.next(context);
          calls.push(...batch.calls);
          isIncomplete ||= batch.unreadable > 0 || batch.mayBeIncomplete === true;
          isOver = batch.exhausted;
        }
      }
    }
    const failure = isIncomplete ? new ProviderError(name, 'PROVIDER_BAD_RESPONSE', `${name} has rows at these times that can not be read, or that changed while they were read.`).at(account) : null;
    return { calls, failure };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { calls, failure: error.at(account) };
  }
}

/** A span of time that is read at once, and how many instants are in it. Epoch milliseconds. */
export interface Window {
  from: number;
  readonly to: number;
  count: number;
}

/** The windows around some instants, the newest first. */
export function windowsAround(instants: readonly number[]): Window[] {
  const windows: Window[] = [];
  for (const instant of instants.toSorted((a, b) => b - a)) {
    const window = { from: instant - BEFORE_MS, to: instant + AFTER_MS, count: 1 };
    const last = windows.at(-1);
    if (last && window.to >= last.from - JOINED_MS) {
      last.from = Math.min(last.from, window.from);
      last.count += 1;
    } else windows.push(window);
  }
  return windows;
}
