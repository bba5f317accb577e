import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar } from './date-time.js';
import { UrlScalar } from './url.js';

@ObjectType({ description: 'A link to a recording. Whoever has it can play the recording until it expires.', simpleResolvers: true })
export class RecordingLink {
  @Field(() => UrlScalar, { description: 'For an audio element: it plays and seeks.' })
  readonly url!: string;

  @Field(() => UrlScalar, { description: 'The same audio, which a browser saves as a file.' })
  readonly downloadUrl!: string;

  @Field(() => DateTimeScalar, { description: 'Afterwards both links are refused. Ask for a new one then.' })
  readonly expiresAt!: Date;
}

/** How long a link may play, in seconds. */
export const MIN_SECONDS = 60;
export const MAX_SECONDS = 24 * 60 * 60;

export function isLinkTime(seconds: unknown): boolean {
  return typeof seconds === 'number' && seconds >= MIN_SECONDS && seconds <= MAX_SECONDS;
}
