import type { Call } from '../model/call.js';
import type { ConnectedAccount } from '../providers/provider.js';
import { failureAsValue, ProviderError } from '../upstream/provider-error.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';
import { WindowRead } from './window-read.js';
import { windowsAround } from './windows.js';

/** The most batches that are read of one account for one answer. */
const MOST_READS = 25;
/** Every window gets so many batches, or an equal share, before one that needs more gets the rest. */
const FIRST_READS = 3;

export interface NearbyCalls {
  readonly calls: readonly Call[];
  /** Why some calls of about the same time as this one are missing. */
  readonly failureFor: (call: Call) => ProviderError | null;
}

/** Reads the calls of an account that were created around the times of some calls, in few requests. */
export async function readNearby({ account, name, list }: ConnectedAccount, wanted: readonly Call[], context: UpstreamContext): Promise<NearbyCalls> {
  const reads = list ? windowsAround(wanted).map((window) => ({ window, read: new WindowRead(list, window) })) : [];
  const stoppedBy = await readAll(reads.map(({ read }) => read), context).then(() => new ProviderError(name, 'READ_LIMIT', `${name} has too many calls at these times to look for the same call among them.`), failureAsValue);
  const failureOf = (read: WindowRead): ProviderError | null => {
    if (!read.isOver) return stoppedBy;
    return read.isDamaged ? new ProviderError(name, 'PROVIDER_BAD_RESPONSE', `${name} has rows at these times that can not be read, or that changed while they were read.`) : null;
  };
  const failures = reads.map(({ window, read }) => ({ window, failure: failureOf(read)?.at(account) ?? null }));
  return {
    calls: reads.flatMap(({ read }) => read.calls),
    failureFor: (call) => failures.find(({ window, failure }) => failure && window.calls.has(call))?.failure ?? null,
  };
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
