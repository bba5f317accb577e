import { createHash } from 'node:crypto';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { recordingId } from './address.js';
import { Node } from './node.js';
import { Personal } from './personal.js';
import { UrlScalar } from './url.js';

/** What a provider says of a recording. */
export interface RecordingFacts {
  readonly providerRecordingId: string | null;
  readonly url: string | null;
  /** What tells it from the call's other recordings; only where the provider's data says it. */
  readonly key?: string;
}

/** The key of a recording where a provider has at most one for each call: it stays the same whatever its address. */
export const ONLY_RECORDING = '#0';

/** The audio of a call. Known by its call: providers' recording ids are not unique by themselves. */
@Directive('@key(fields: "id")')
@ObjectType({ implements: Node, description: 'The audio of a call, or of a part of it.', simpleResolvers: true })
export class Recording implements Node {
  @Field(() => String, { nullable: true, description: "The provider's own id of the recording; null where it has none." })
  readonly providerRecordingId: string | null;

  @Personal
  @Field(() => UrlScalar, { nullable: true, description: "Where the provider keeps the audio. May need the provider's credentials." })
  readonly url: string | null;

  /** Tells it from the other recordings of its call. */
  readonly key: string;

  /** The call it belongs to. */
  readonly call: { readonly id: string };

  constructor(call: { readonly id: string }, { providerRecordingId, url }: RecordingFacts, key: string) {
    this.call = call;
    this.providerRecordingId = providerRecordingId;
    this.url = url;
    this.key = key;
  }

  @Field(() => ID, { description: 'Opaque global id.' })
  get id(): string {
    return recordingId(this.call.id, this.key);
  }

  /** The same recording under a key by which it was asked for. */
  under(key: string): Recording {
    return new Recording(this.call, this, key);
  }
}

/**
 * The recordings of a call, each with a key of its own that does not depend on the others: the provider's
 * id where no other recording of the call bears it, else what its address says. One that comes twice is one.
 */
export function recordingsOf(call: { readonly id: string }, recordings: readonly RecordingFacts[]): Recording[] {
  const distinct = [...new Map(recordings.map((recording) => [JSON.stringify([recording.key, recording.providerRecordingId, recording.url]), recording])).values()];
  const ids = countOf(distinct.map(({ providerRecordingId }) => providerRecordingId));
  const audios = countOf(distinct.map(audioOf));
  return distinct.map((recording) => {
    const { providerRecordingId: id, url, key } = recording;
    if (key !== undefined) return new Recording(call, recording, key);
    if (id !== null && ids.get(id) === 1) return new Recording(call, recording, id);
    // Two addresses that differ only there are told apart by it.
    const audio = audios.get(audioOf(recording)) === 1 ? audioOf(recording) : (url ?? '');
    return new Recording(call, recording, `${id ?? ''}~${fingerprint(audio)}`);
  });
}

function countOf<T>(values: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** What follows a question mark is mostly a signature that expires, and no part of which audio it is. */
function audioOf({ providerRecordingId, url }: RecordingFacts): string {
  return `${providerRecordingId ?? ''} ${url?.split('?')[0] ?? ''}`;
}

function fingerprint(audio: string): string {
  return createHash('sha256').update(audio).digest('base64url').slice(0, 16);
}
