import { Field, InputType, Int } from 'type-graphql';
import type { AccountName } from '../model/account.js';
import { CallDirection } from '../model/call-direction.js';
import { CallProviderInput, type CallProviderName } from '../model/call-provider.js';
import { CallStatus } from '../model/call-status.js';
import { DateTimeScalar } from '../model/date-time.js';
import { TaggedPersonal } from '../model/personal.js';
import { providerDefinitions } from '../providers/registry.js';

@InputType({ description: 'A span of time. Both ends are inclusive. A missing end is open.' })
export class DateTimeRange {
  @Field(() => DateTimeScalar, { nullable: true, description: 'The earliest instant.' })
  from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The latest instant.' })
  to?: Date | null;
}

@InputType({ description: 'A range of whole numbers. Both ends are inclusive. A missing end is open.' })
export class IntRange {
  @Field(() => Int, { nullable: true, description: 'The minimum.' })
  min?: number | null;

  @Field(() => Int, { nullable: true, description: 'The maximum.' })
  max?: number | null;
}

@InputType({ description: 'A range of decimal strings such as "0.300". Both ends are inclusive. A missing end is open.' })
export class DecimalRange {
  @Field(() => String, { nullable: true, description: 'The minimum.' })
  min?: string | null;

  @Field(() => String, { nullable: true, description: 'The maximum.' })
  max?: string | null;
}

/** The fields for the providers' own filters are added below, from the registry. */
@InputType({
  description:
    "Selects calls. Fields combine with AND, list members with OR. A provider's own filter applies only to that provider's calls.",
})
export class CallFilter {
  @Field(() => [CallProviderInput], { nullable: true, description: 'Calls of any of these providers.' })
  providers?: CallProviderName[] | null;

  @Field(() => [String], { nullable: true, description: 'Calls of any of these accounts, by their names.' })
  providerAccounts?: AccountName[] | null;

  @Field(() => DateTimeRange, { nullable: true, description: 'When the call was created.' })
  createdAt?: DateTimeRange | null;

  @Field(() => [CallStatus], { nullable: true, description: 'Calls with any of these statuses.' })
  statuses?: CallStatus[] | null;

  @Field(() => [CallDirection], { nullable: true, description: 'Calls with any of these directions.' })
  directions?: CallDirection[] | null;

  @TaggedPersonal
  @Field(() => [String], { nullable: true, description: 'Calls from or to any of these numbers, in E.164.' })
  phoneNumbers?: string[] | null;

  @TaggedPersonal
  @Field(() => [String], { nullable: true, description: 'Calls from any of these numbers, in E.164.' })
  from?: string[] | null;

  @TaggedPersonal
  @Field(() => [String], { nullable: true, description: 'Calls to any of these numbers, in E.164.' })
  to?: string[] | null;

  @Field(() => IntRange, { nullable: true, description: 'Seconds, including ringing. Calls of unknown duration are left out.' })
  duration?: IntRange | null;

  @Field(() => DecimalRange, { nullable: true, description: 'The price that the provider charged. Calls of unknown price are left out.' })
  price?: DecimalRange | null;
}

/** A filter including the providers' own filters, by field name. */
export type CallFilterInput = CallFilter & Readonly<Record<string, unknown>>;

for (const { filter } of providerDefinitions) {
  if (filter) Field(() => filter.type, { nullable: true, description: filter.description })(CallFilter.prototype, filter.field);
}
