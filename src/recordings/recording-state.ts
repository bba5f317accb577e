import type { Call } from '../model/call.js';
import type { Recording } from '../model/recording.js';
import { RecordingState } from '../model/recording-state.js';
import { isAt } from '../providers/media-places.js';
import type { RecordingCapability } from '../providers/provider.js';

/** Whether a recording can be played, from what is known without asking. `now`: epoch milliseconds. */
export function stateOf({ mediaUrls }: Pick<Recording, 'mediaUrls'>, call: Call, capability: RecordingCapability | undefined, now: number): RecordingState {
  if (mediaUrls.length === 0) return call.isSettledAt(now) ? RecordingState.UNAVAILABLE : RecordingState.PROCESSING;
  return mediaUrls.some((address) => mayFetch(address, capability)) ? RecordingState.AVAILABLE : RecordingState.UNAVAILABLE;
}

/** Whether an address is one where the provider's recordings are. */
export function mayFetch(address: string, capability: RecordingCapability | undefined): boolean {
  return capability !== undefined && isAt(new URL(address), [...capability.places, ...capability.redirectPlaces]);
}
