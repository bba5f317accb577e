import type { CallFilter } from '../model/call-filter.js';
import type { Call } from '../model/call.js';
import type { ConnectedAccount, ListCapability } from '../providers/provider.js';
import { failureAsValue, ProviderError } from '../upstream/provider-error.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';
import { beyondHistory } from './history.js';
import { numberFilters } from './number-filters.js';
import { WindowRead } from './window-read.js';
import { type TimesOf, type Window, windowsAround } from './windows.js';

/** The most batches that are read of one account for one answer. */
const MOST_READS = 25;
/** Every window gets so many batches, or an equal share, before one that needs more gets the rest. */
const FIRST_READS = 3;
/** A list of one person's calls is short, so that also a call that waited for long before it began is found. */
const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

/** For which calls an account is read. */
export interface WantedCalls {
  /** All calls of about the same time are needed. */
  readonly all: readonly Call[];
  /** Those with the same two numbers are enough. */
  readonly sameNumbers: readonly Call[];
  readonly timesOf: TimesOf;
}

export interface NearbyCalls {
  readonly calls: readonly Call[];
  /** Why some calls of about the same time as this one are missing. */
  readonly failureFor: (call: Call) => ProviderError | null;
}

interface PlannedWindow {
  readonly window: Window;
  readonly filters: readonly CallFilter[];
}

/** Reads the calls of an account that were created around the times of some calls, in few requests. */
export async function readNearby(account: ConnectedAccount, wanted: WantedCalls, context: UpstreamContext): Promise<NearbyCalls> {
  const { list, name } = account;
  const tooOld = new Map([...wanted.all, ...wanted.sameNumbers].flatMap((call) => {
    const failure = beyondHistory(account, call);
    return failure ? [[call, failure] as const] : [];
  }));
  const covered = { ...wanted, all: wanted.all.filter((call) => !tooOld.has(call)), sameNumbers: wanted.sameNumbers.filter((call) => !tooOld.has(call)) };
  const planned = list ? windowsOf(list, covered) : [];
  await learnSpellings(list, planned, context);
  const reads = planned.flatMap(({ window, filters }) => (list ? [{ window, read: new WindowRead(list, window, filters) }] : []));
  const stoppedBy = await readAll(reads.map(({ read }) => read), context).then(() => new ProviderError(name, 'READ_LIMIT', `${name} has too many calls at these times to look for the same call among them.`), failureAsValue);
  const failureOf = (read: WindowRead): ProviderError | null => {
    if (!read.isOver) return stoppedBy;
    return read.isDamaged ? new ProviderError(name, 'PROVIDER_BAD_RESPONSE', `${name} has rows at these times that can not be read, or that changed while they were read.`) : null;
  };
  const failures = reads.map(({ window, read }) => ({ window, failure: failureOf(read)?.at(account.account) ?? null }));
  return {
    calls: reads.flatMap(({ read }) => read.calls),
    failureFor: (call) => tooOld.get(call) ?? failures.find(({ window, failure }) => failure && window.calls.has(call))?.failure ?? null,
  };
}

/** A window with few numbers is read by the numbers, if the vendor filters by them. The others are read as a whole. */
function windowsOf({ narrowsBy = [] }: ListCapability, { all, sameNumbers, timesOf }: WantedCalls): PlannedWindow[] {
  const others = sameNumbers.filter((call) => !all.includes(call));
  const byNumbers: PlannedWindow[] = [];
  // A call may be in two windows, if it waited for days.
  const inOthers = new Set(all);
  for (const window of windowsAround(others, timesOf, LONGEST_WAIT_MS)) {
    const filters = narrowsBy.length > 0 ? numberFilters(window.calls, narrowsBy) : null;
    if (filters) byNumbers.push({ window, filters });
    else for (const call of window.calls) inOthers.add(call);
  }
  return [...byNumbers, ...windowsAround([...inOthers], timesOf).map((window) => ({ window, filters: [{}] }))];
}

/** Ignores failures: reading the list fails in the same way, and tells. */
async function learnSpellings(list: ListCapability | undefined, planned: readonly PlannedWindow[], context: UpstreamContext): Promise<void> {
  const [filter] = planned.flatMap(({ filters }) => filters.filter(({ from, to }) => from ?? to));
  if (filter) await list?.learnSpellings?.(filter, context).catch(failureAsValue);
}

/** @throws ProviderError; no other window is read then */
async function readAll(windows: readonly WindowRead[], context: UpstreamContext): Promise<void> {
  let left = MOST_READS;
  for (const [index, window] of windows.entries()) {
    const share = Math.max(FIRST_READS, Math.floor(left / (windows.length - index)));
    left -= await window.read(Math.min(left, share), context);
  }
  for (const window of windows) left -= await window.read(left, context);
}
