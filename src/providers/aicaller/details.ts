import { Field, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../model/date-time.js';
import { Personal } from '../../model/personal.js';
import { ListOf } from '../../model/list-size.js';

@ObjectType({ description: 'What AICaller says beyond the status.', simpleResolvers: true })
export class AiCallerStatusExtraInfo {
  @Field(() => String, {
    nullable: true,
    description: 'An open list of words: ENDED_NORMALLY, VOICEMAIL_DETECTED, IVR_DETECTED, DO_NOT_CALL, CALL_LATER and others.',
  })
  readonly statusCode!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'With CALL_LATER: when.' })
  readonly dateTime!: Date | null;

  constructor(info: AiCallerStatusExtraInfo) {
    Object.assign(this, info);
  }
}

@ObjectType({ description: 'A value put into the call template.', simpleResolvers: true })
export class PromptVariable {
  @Field(() => String, { description: 'Name of the variable in the template.' })
  readonly key!: string;

  @Field(() => String, { nullable: true, description: 'What was put in.' })
  readonly value!: string | null;

  constructor(variable: PromptVariable) {
    Object.assign(this, variable);
  }
}

@ObjectType({ description: 'Something the AI found out during the call.', simpleResolvers: true })
export class ResultValue {
  @Field(() => String, { description: 'What it was asked to find out.' })
  readonly columnName!: string;

  @Field(() => String, { nullable: true, description: 'What it found.' })
  readonly value!: string | null;

  constructor(result: ResultValue) {
    Object.assign(this, result);
  }
}

/** What only AICaller knows of a call (documents 000 and 001). */
@ObjectType({ description: 'What only AICaller knows of a call.', simpleResolvers: true })
export class AiCallerCallDetails {
  @Field(() => ID, { nullable: true, description: 'The team that placed the call.' })
  readonly teamId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The template the AI followed.' })
  readonly callTemplateId!: string | null;

  @Field(() => ID, { nullable: true, description: "AICaller's id of the number it called from." })
  readonly phoneNumberId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The file of leads the call came from.' })
  readonly fileId!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of that file.' })
  readonly fileName!: string | null;

  @Personal
  @Field(() => String, { nullable: true, description: 'Whom the AI asked for.' })
  readonly nameOfHuman!: string | null;

  @Personal
  @Field(() => String, { nullable: true, description: 'E-mail address of that person.' })
  readonly toEmailAddress!: string | null;

  @Field(() => String, { nullable: true, description: 'The carrier, e.g. twilio. An open list.' })
  readonly telephonyProvider!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether recording was asked for.' })
  readonly record!: boolean | null;

  @Field(() => String, { nullable: true, description: 'Where the call was created, e.g. api. Not a direction: every call is outbound.' })
  readonly callOrigin!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When dialling was set off.' })
  readonly callTriggeredAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Before this instant the call is not placed.' })
  readonly callDelayedUntil!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'A meeting the call arranged.' })
  readonly fixedMeetingTime!: Date | null;

  @Field(() => AiCallerStatusExtraInfo, { nullable: true, description: 'What is known beyond the status.' })
  readonly statusExtraInfo!: AiCallerStatusExtraInfo | null;

  @Personal
  @ListOf(20)
  @Field(() => [PromptVariable], { description: 'What was put into the template.' })
  readonly promptVariableValues!: readonly PromptVariable[];

  @Personal
  @ListOf(20)
  @Field(() => [ResultValue], { description: 'What the AI found out.' })
  readonly resultValues!: readonly ResultValue[];

  @ListOf(5)
  @Field(() => [String], { description: 'Custom tags that the conversation set off.' })
  readonly customTagsHitOnCall!: readonly string[];

  constructor(details: AiCallerCallDetails) {
    Object.assign(this, details);
  }
}
