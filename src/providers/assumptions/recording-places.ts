import type { Recording } from '../../model/recording.js';
import { isAt } from '../media-places.js';
import type { RecordingCapability } from '../provider.js';
import { type Assumption, cannotBeTold, doesNotHold, holds } from './assumption.js';
import { aboutCalls, counted, type ReadSample } from './sample.js';

const MOST_HOSTS = 3;

/** `setting`: the variable with the places, without the account's own name. */
export function recordingsAtPlaces(sample: ReadSample, { places, redirectPlaces }: RecordingCapability, setting: string): Assumption {
  return aboutCalls({ id: 'recording-hosts', claim: `Recordings are at the places of ${setting}.`, answersDepend: true }, sample, ({ calls }) => {
    const recordings = calls.flatMap(({ recordings }) => recordings ?? []).filter(({ mediaUrls }) => mediaUrls.length > 0);
    if (recordings.length === 0) return cannotBeTold(`${counted(calls.length, 'call')} have no recording.`);
    const elsewhere = recordings.filter(({ mediaUrls }) => !mediaUrls.some((url) => isAt(new URL(url), [...places, ...redirectPlaces])));
    if (elsewhere.length === 0) return holds(`So is the audio of ${counted(recordings.length, 'recording')}.`);
    const hosts = hostsOf(elsewhere);
    const at = hosts.length === 0 ? 'another host' : hosts.slice(0, MOST_HOSTS).join(', ');
    return doesNotHold(`${elsewhere.length} of ${counted(recordings.length, 'recording')} are elsewhere: ${at}.`);
  });
}

/** The hosts that can be shown. One of a single recording may be named after a person. */
function hostsOf(recordings: readonly Pick<Recording, 'mediaUrls'>[]): string[] {
  const counts = new Map<string, number>();
  for (const { mediaUrls } of recordings) for (const host of new Set(mediaUrls.map((url) => new URL(url).host))) counts.set(host, (counts.get(host) ?? 0) + 1);
  return [...counts].filter(([host, count]) => count > 1 && isShown(host)).map(([host]) => host);
}

/** Some stores have the customer's id in the host. A host with a long number or word is not shown. */
function isShown(host: string): boolean {
  return host.length <= 100 && host.split('.').every((label) => label.length <= 30 && !/\d{5}/.test(label.split(':')[0] ?? ''));
}
