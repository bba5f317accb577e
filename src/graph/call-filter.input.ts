import { Field, InputType, Int } from 'type-graphql';
import { CallDirection } from '../model/call-direction.js';
import { CallProviderInput, type CallProviderName } from '../model/call-provider.js';
import { CallStatus } from '../model/call-status.js';
import { DateTimeScalar } from '../model/date-time.js';
import { providerDefinitions } from '../providers/registry.js';

@InputType({ description: 'A span of time, both ends included; a missing end is open.' })
export class DateTimeRange {
  @Field(() => DateTimeScalar, { nullable: true, description: 'Not before.' })
  from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Not after.' })
  to?: Date | null;
}

@InputType({ description: 'Whole numbers, both ends included; a missing end is open.' })
export class IntRange {
  @Field(() => Int, { nullable: true, description: 'Not less.' })
  min?: number | null;

  @Field(() => Int, { nullable: true, description: 'Not more.' })
  max?: number | null;
}

@InputType({ description: 'Decimal strings such as "0.300", both ends included; a missing end is open.' })
export class DecimalRange {
  @Field(() => String, { nullable: true, description: 'Not less.' })
  min?: string | null;

  @Field(() => String, { nullable: true, description: 'Not more.' })
  max?: string | null;
}

/** Which calls a list holds. The providers' own filters are added to it from the registry. */
@InputType({
  description:
    "Which calls are wanted. Fields combine with AND, list members with OR. A provider's own filter applies to that provider's calls and leaves the others alone.",
})
export class CallFilter {
  @Field(() => [CallProviderInput], { nullable: true, description: 'Calls that any of these carried.' })
  providers?: CallProviderName[] | null;

  @Field(() => DateTimeRange, { nullable: true, description: 'When the call was created.' })
  createdAt?: DateTimeRange | null;

  @Field(() => [CallStatus], { nullable: true, description: 'Calls that stand like any of these.' })
  statuses?: CallStatus[] | null;

  @Field(() => [CallDirection], { nullable: true, description: 'Who called whom.' })
  directions?: CallDirection[] | null;

  @Field(() => [String], { nullable: true, description: 'In E.164; matches either party.' })
  phoneNumbers?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'In E.164; the number that called.' })
  from?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'In E.164; the number that was called.' })
  to?: string[] | null;

  @Field(() => IntRange, { nullable: true, description: 'Seconds, ringing included. Calls of unknown duration are left out.' })
  duration?: IntRange | null;

  @Field(() => DecimalRange, { nullable: true, description: 'What was charged. Calls of unknown price are left out.' })
  price?: DecimalRange | null;
}

/** A filter with its providers' own ones, by field name. */
export type CallFilterInput = CallFilter & Readonly<Record<string, unknown>>;

for (const { filter } of providerDefinitions) {
  if (filter) Field(() => filter.type, { nullable: true, description: filter.description })(CallFilter.prototype, filter.field);
}
