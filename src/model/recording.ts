import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { Call } from './call.js';
import { writeGlobalId } from './global-id.js';
import { Node } from './node.js';
import { UrlScalar } from './url.js';
import { Personal } from './personal.js';

/** The audio of a call. Known by its call: providers' recording ids are not unique by themselves. */
@Directive('@key(fields: "id")')
@ObjectType({ implements: Node, description: 'The audio of a call, or of a part of it.', simpleResolvers: true })
export class Recording implements Node {
  @Field(() => String, { nullable: true, description: "The provider's own id of the recording; null where it has none." })
  readonly providerRecordingId: string | null;

  @Personal
  @Field(() => UrlScalar, { nullable: true, description: "Where the provider keeps the audio. May need the provider's credentials." })
  readonly url: string | null;

  /** The call it belongs to. */
  readonly call: Call;

  private readonly key: string;

  /** `position` among the call's recordings tells those without an id of their own apart. */
  constructor(call: Call, recording: { providerRecordingId: string | null; url: string | null }, position: number) {
    this.call = call;
    this.providerRecordingId = recording.providerRecordingId;
    this.url = recording.url;
    this.key = recording.providerRecordingId ?? `#${position}`;
  }

  @Field(() => ID, { description: 'Opaque global id.' })
  get id(): string {
    return writeGlobalId('Recording', this.call.id, this.key);
  }
}
