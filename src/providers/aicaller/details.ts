import { Field, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../model/date-time.js';
import { Personal } from '../../model/personal.js';
import { ListOf } from '../../model/list-size.js';

@ObjectType({ description: 'More about the status of an AICaller call.', simpleResolvers: true })
export class AiCallerStatusExtraInfo {
  @Field(() => String, {
    nullable: true,
    description: 'An open set of codes: ENDED_NORMALLY, VOICEMAIL_DETECTED, IVR_DETECTED, DO_NOT_CALL, CALL_LATER and others.',
  })
  readonly statusCode!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'With CALL_LATER: when to call again.' })
  readonly dateTime!: Date | null;

  constructor(info: AiCallerStatusExtraInfo) {
    Object.assign(this, info);
  }
}

@ObjectType({ description: 'A value of a variable in the call template.', simpleResolvers: true })
export class PromptVariable {
  @Field(() => String, { description: 'Name of the variable in the template.' })
  readonly key!: string;

  @Field(() => String, { nullable: true, description: 'Value of the variable.' })
  readonly value!: string | null;

  constructor(variable: PromptVariable) {
    Object.assign(this, variable);
  }
}

@ObjectType({ description: 'A result that the AI collected during the call.', simpleResolvers: true })
export class ResultValue {
  @Field(() => String, { description: 'What the AI had to find out.' })
  readonly columnName!: string;

  @Field(() => String, { nullable: true, description: 'What the AI found out.' })
  readonly value!: string | null;

  constructor(result: ResultValue) {
    Object.assign(this, result);
  }
}

/** Call fields that only AICaller has (documents 000 and 001). */
@ObjectType({ description: 'Call fields that only AICaller has.', simpleResolvers: true })
export class AiCallerCallDetails {
  @Field(() => ID, { nullable: true, description: 'The team that placed the call.' })
  readonly teamId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The template that the AI followed.' })
  readonly callTemplateId!: string | null;

  @Field(() => ID, { nullable: true, description: "AICaller's id of the calling number." })
  readonly phoneNumberId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The file of leads the call came from.' })
  readonly fileId!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of that file.' })
  readonly fileName!: string | null;

  @Personal
  @Field(() => String, { nullable: true, description: 'Name of the person the AI asked for.' })
  readonly nameOfHuman!: string | null;

  @Personal
  @Field(() => String, { nullable: true, description: 'E-mail address of that person.' })
  readonly toEmailAddress!: string | null;

  @Field(() => String, { nullable: true, description: 'The carrier, e.g. twilio. An open set.' })
  readonly telephonyProvider!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether recording was asked for.' })
  readonly record!: boolean | null;

  @Field(() => String, { nullable: true, description: 'Where the call was created, e.g. api. Not a direction: every call is outbound.' })
  readonly callOrigin!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When dialling was triggered.' })
  readonly callTriggeredAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The call is not placed before this instant.' })
  readonly callDelayedUntil!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Time of a meeting that was arranged in the call.' })
  readonly fixedMeetingTime!: Date | null;

  @Field(() => AiCallerStatusExtraInfo, { nullable: true, description: 'More about the status.' })
  readonly statusExtraInfo!: AiCallerStatusExtraInfo | null;

  @Personal
  @ListOf(20)
  @Field(() => [PromptVariable], { description: 'Values of the template variables.' })
  readonly promptVariableValues!: readonly PromptVariable[];

  @Personal
  @ListOf(20)
  @Field(() => [ResultValue], { description: 'Results that the AI collected.' })
  readonly resultValues!: readonly ResultValue[];

  @ListOf(5)
  @Field(() => [String], { description: 'Custom tags that the conversation triggered.' })
  readonly customTagsHitOnCall!: readonly string[];

  constructor(details: AiCallerCallDetails) {
    Object.assign(this, details);
  }
}
