import { ArrayMaxSize, IsEmail, IsNotEmpty, IsOptional, MaxLength, NotEquals, ValidateNested } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { CallStatus } from '../../model/call-status.js';
import { DateTimeScalar } from '../../model/date-time.js';
import { TelephonyProvider } from './phone-call-request.js';
import { IsE164, IsInFuture, IsNotBlank, IsPlainText, IsPublicHttpsUrl } from '../input-rules.js';

const MOST_ENTRIES = 200;
const LONGEST_TEXT = 10_000;
const tooLong = { message: 'is longer than $constraint1 characters' };

@InputType({ description: 'A value for a variable of the call template.' })
export class PromptVariableInput {
  @IsNotBlank()
  @MaxLength(LONGEST_TEXT, tooLong)
  @Field(() => String, { description: 'Name of the variable.' })
  key!: string;

  @MaxLength(LONGEST_TEXT, tooLong)
  @Field(() => String, { description: 'Value of the variable.' })
  value!: string;
}

@InputType({ description: 'An address that AICaller notifies about the call.' })
export class PhoneCallWebhookInput {
  @IsPublicHttpsUrl()
  @Field(() => String, { description: 'An https address that can be reached from the internet.' })
  url!: string;

  @IsNotBlank()
  @Field(() => String, { description: "AICaller's name for the event, e.g. phoneCall.completed." })
  subscribedEvent!: string;

  @IsOptional()
  @IsNotEmpty({ message: 'is empty: leave it out instead' })
  @MaxLength(LONGEST_TEXT, tooLong)
  @Field(() => String, { nullable: true, description: 'Sent to AICaller and never returned.' })
  secret?: string | null;
}

/** The body of AICaller's POST /v1/phoneCalls (document 001), an idempotency key, and an account. */
@InputType({ description: "The body of AICaller's POST /v1/phoneCalls, an idempotency key, and an account." })
export class CreatePhoneCallInput {
  @IsOptional()
  @IsNotBlank()
  @IsPlainText()
  @MaxLength(255, tooLong)
  @Field(() => String, {
    nullable: true,
    description:
      'Identifies this call request: a key places at most one call, even after failures and retries. Kept for at least 24 hours.',
  })
  idempotencyKey?: string | null;

  @IsOptional()
  @Field(() => String, { nullable: true, description: 'The account that places the call, by its name. Needed only if several accounts can place it.' })
  providerAccount?: string | null;

  @IsNotBlank()
  @Field(() => ID, { description: 'The team that places the call.' })
  teamId!: string;

  @IsNotBlank()
  @Field(() => ID, { description: 'The template that the AI follows.' })
  callTemplateId!: string;

  @IsNotBlank()
  @MaxLength(LONGEST_TEXT, tooLong)
  @Field(() => String, { description: 'Name of the person the AI asks for.' })
  nameOfHuman!: string;

  @IsE164()
  @Field(() => String, { description: 'The number to call, in E.164.' })
  toPhoneNumber!: string;

  @ArrayMaxSize(MOST_ENTRIES, { message: 'has more than $constraint1 entries' })
  @ValidateNested({ each: true })
  @Field(() => [PromptVariableInput], { description: "Values for the template's variables." })
  promptVariableValues!: PromptVariableInput[];

  @IsOptional()
  @IsNotBlank()
  @Field(() => ID, { nullable: true, description: "AICaller's id of the number to call from." })
  phoneNumberId?: string | null;

  @IsOptional()
  @IsE164()
  @Field(() => String, { nullable: true, description: 'The number to call from, in E.164. Without it AICaller uses a number from its own settings.' })
  fromPhoneNumber?: string | null;

  @IsOptional()
  @IsEmail({}, { message: 'is not an e-mail address' })
  @Field(() => String, { nullable: true, description: 'E-mail address of the person to call.' })
  toEmailAddress?: string | null;

  @IsOptional()
  @NotEquals(CallStatus.UNKNOWN, { message: 'is a status that AICaller has no word for' })
  @Field(() => CallStatus, { nullable: true, description: 'The initial status; AICaller accepts any of its own statuses.' })
  status?: CallStatus | null;

  @Field(() => TelephonyProvider, { nullable: true, description: 'The carrier to use.' })
  telephonyProvider?: TelephonyProvider | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: 'Whether to record the call.' })
  record?: boolean | null;

  @IsOptional()
  @IsInFuture()
  @Field(() => DateTimeScalar, { nullable: true, description: 'The call is not placed before this instant. A time zone is required.' })
  callDelayedUntil?: Date | null;

  @IsOptional()
  @ArrayMaxSize(MOST_ENTRIES, { message: 'has more than $constraint1 entries' })
  @ValidateNested({ each: true })
  @Field(() => [PhoneCallWebhookInput], { nullable: true, description: 'Addresses that AICaller notifies.' })
  phoneCallWebhooks?: PhoneCallWebhookInput[] | null;
}
