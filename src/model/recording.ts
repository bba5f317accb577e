import { createHash } from 'node:crypto';
import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { recordingId } from './address.js';
import { Node } from './node.js';
import { TaggedPersonal } from './personal.js';
import { Requires } from './requires.js';
import { UrlScalar } from './url.js';

/** A recording's values from its provider's mapper. */
export interface RecordingFacts {
  readonly providerRecordingId: string | null;
  readonly url: string | null;
  /** The audio's URL that does not expire, if the provider has two. */
  readonly lastingUrl?: string | null;
  /** Seconds. */
  readonly duration?: number | null;
  readonly channels?: number | null;
  /** Identifies it among the call's recordings. Set only if the provider's data has such a value. */
  readonly key?: string;
}

/** The recording's key at providers with at most one recording per call. It does not depend on the URL. */
export const ONLY_RECORDING = '#0';

/** The audio of a call. Its call is part of its identity, because providers' recording ids are not unique. */
@Directive('@key(fields: "id")')
@ObjectType({ implements: Node, description: 'The audio of a call or of a part of it.', simpleResolvers: true })
export class Recording implements Node {
  @Field(() => String, { nullable: true, description: "The provider's own id of the recording. Null if it has none." })
  readonly providerRecordingId: string | null;

  @TaggedPersonal
  @Requires('personal:read', 'recordings:read')
  @Field(() => UrlScalar, { nullable: true, description: "The audio's URL at the provider. Access may need the provider's credentials.", deprecationReason: 'A browser can not play it without credentials. Use playback.' })
  readonly url: string | null;

  /** The audio's URL that does not expire. Null if it has none, or only one. */
  readonly lastingUrl: string | null;

  @Field(() => Float, { nullable: true, description: 'Duration in seconds. Null if the provider does not say.' })
  readonly duration: number | null;

  @Field(() => Int, { nullable: true, description: 'Number of audio channels. Null if the provider does not say.' })
  readonly channels: number | null;

  /** Unique among the recordings of its call. */
  readonly key: string;

  readonly call: { readonly id: string };

  constructor(call: { readonly id: string }, { providerRecordingId, url, lastingUrl, duration, channels }: RecordingFacts, key: string) {
    this.call = call;
    this.providerRecordingId = providerRecordingId;
    this.url = url;
    this.lastingUrl = lastingUrl ?? null;
    this.duration = duration ?? null;
    this.channels = channels ?? null;
    this.key = key;
  }

  @Field(() => ID, { description: 'Opaque global id.' })
  get id(): string {
    return recordingId(this.call.id, this.key);
  }

  /** Where to fetch the audio, the best first. Empty if the provider has no address yet. */
  get mediaUrls(): readonly string[] {
    return [...new Set([this.lastingUrl, this.url])].filter((url) => url !== null);
  }

  /** The same recording under the key that a client used. */
  under(key: string): Recording {
    return new Recording(this.call, this, key);
  }
}

/**
 * The recordings of a call without duplicates. Each key is the provider's id if that is unique within the call,
 * else a hash of the URL. Keys do not depend on the order or number of recordings.
 */
export function recordingsOf(call: { readonly id: string }, recordings: readonly RecordingFacts[]): Recording[] {
  const [only, ...others] = recordings;
  // As nearly all calls have it, and then nothing has to be compared.
  if (only && others.length === 0) return [new Recording(call, only, keyOf(only, true, true))];
  const distinct = [...new Map(recordings.map((recording) => [JSON.stringify([recording.key, recording.providerRecordingId, recording.url]), recording])).values()];
  const ids = countOf(distinct.map(({ providerRecordingId }) => providerRecordingId));
  const audios = countOf(distinct.map(audioOf));
  return distinct.map((recording) => new Recording(call, recording, keyOf(recording, ids.get(recording.providerRecordingId) === 1, audios.get(audioOf(recording)) === 1)));
}

function keyOf(recording: RecordingFacts, hasOwnId: boolean, hasOwnAudio: boolean): string {
  const { providerRecordingId: id, url, key } = recording;
  if (key !== undefined) return key;
  if (id !== null && hasOwnId) return id;
  // If two URLs differ only in their query, the query is part of the key.
  return `${id ?? ''}~${fingerprint(hasOwnAudio ? audioOf(recording) : (url ?? ''))}`;
}

function countOf<T>(values: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Identifies the audio. The URL's query is left out, because it is mostly a signature that expires. */
function audioOf({ providerRecordingId, url }: RecordingFacts): string {
  return `${providerRecordingId ?? ''} ${url?.split('?')[0] ?? ''}`;
}

function fingerprint(audio: string): string {
  return createHash('sha256').update(audio).digest('base64url').slice(0, 16);
}

/** Older ids have the recording's position as key. They are valid if the call has only one recording. */
const POSITION = /^#\d+$/;

/** The recording of a call with a key. Null if it has none. */
export function recordingUnder(key: string, recordings: readonly Recording[]): Recording | null {
  const [only, ...others] = recordings;
  const found = recordings.find((recording) => recording.key === key);
  if (found || !only || others.length > 0 || !POSITION.test(key)) return found ?? null;
  return only.under(key);
}
