import { Field, ID, ObjectType } from 'type-graphql';
import { Personal } from '../../model/personal.js';
import { ListOf } from '../../model/list-size.js';

@ObjectType({ description: 'Something that the provider refers to by id and name.', simpleResolvers: true })
export class NamedRef {
  @Field(() => ID, { description: "The provider's id; empty where it sent a name only." })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'Its name.' })
  readonly name!: string | null;

  constructor(ref: NamedRef) {
    Object.assign(this, ref);
  }
}

@ObjectType({ description: 'How an agent judged the outcome of a call.', simpleResolvers: true })
export class Disposition {
  @Field(() => ID, { description: "The provider's id; empty where it sent none." })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'The outcome, in words for people despite the name: Successful Deal.' })
  readonly code!: string | null;

  @Personal
  @Field(() => String, { nullable: true, description: 'What the agent noted with it.' })
  readonly note!: string | null;

  constructor(disposition: Disposition) {
    Object.assign(this, disposition);
  }
}

@ObjectType({ description: "The organisation's own number in a call.", simpleResolvers: true })
export class ContactCenterLine {
  @Field(() => ID, { description: "The provider's id of the number; empty where it sent none." })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'The number, without a plus.' })
  readonly number!: string | null;

  @Field(() => String, { nullable: true, description: 'What the organisation calls it.' })
  readonly alias!: string | null;

  @Field(() => String, { nullable: true, description: 'Both in one text.' })
  readonly numberWithAlias!: string | null;

  constructor(line: ContactCenterLine) {
    Object.assign(this, line);
  }
}

@ObjectType({ description: 'A party to the call that is no agent, e.g. where it was transferred to.', simpleResolvers: true })
export class ExternalNumber {
  @Field(() => String, { description: 'As the provider sent it; without a plus.' })
  readonly number!: string;

  @Field(() => Boolean, { nullable: true, description: 'Whether it came in by a transfer.' })
  readonly isAnyTransfer!: boolean | null;

  constructor(external: ExternalNumber) {
    Object.assign(this, external);
  }
}

@ObjectType({ description: "The contact's number in the parts in which the contact centre keeps it.", simpleResolvers: true })
export class ContactCenterNumberParts {
  @Field(() => String, { nullable: true, description: 'Country calling code, without a plus.' })
  readonly countryCallingCode!: string | null;

  @Field(() => String, { nullable: true, description: 'What follows it.' })
  readonly nationalNumber!: string | null;

  constructor(parts: ContactCenterNumberParts) {
    Object.assign(this, parts);
  }
}

/** What only the contact centre knows of a call (document 002). */
@ObjectType({ description: 'What only the contact centre knows of a call.', simpleResolvers: true })
export class ContactCenterCallDetails {
  @Field(() => String, { nullable: true, description: "The call's own type word, e.g. answered: another vocabulary than the callType filter's." })
  readonly type!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether anybody answered.' })
  readonly isAnswered!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the call waits for an agent.' })
  readonly isInQueue!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the call is over.' })
  readonly isEnded!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it was answered as fast as the service level agreement wants.' })
  readonly isAnsweredWithinSla!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "The provider's own flag of that name; it does not say what it means." })
  readonly isDataCached!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the caller asked to be called back.' })
  readonly requestedCallback!: boolean | null;

  @Field(() => ID, { nullable: true, description: 'The call that this one follows, e.g. by a transfer or a callback.' })
  readonly originalCallId!: string | null;

  @Field(() => NamedRef, { nullable: true, description: 'The campaign the call belongs to.' })
  readonly campaign!: NamedRef | null;

  @Field(() => NamedRef, { nullable: true, description: 'The ring group that was rung.' })
  readonly ringGroup!: NamedRef | null;

  @Field(() => NamedRef, { nullable: true, description: 'The voice menu the call went through.' })
  readonly ivr!: NamedRef | null;

  @Field(() => Disposition, { nullable: true, description: 'How an agent judged the outcome.' })
  readonly disposition!: Disposition | null;

  @Field(() => ContactCenterLine, { nullable: true, description: "The organisation's number." })
  readonly line!: ContactCenterLine | null;

  @Personal
  @ListOf(3)
  @Field(() => [ExternalNumber], { description: 'Parties that are no agents.' })
  readonly externalNumbers!: readonly ExternalNumber[];

  @Field(() => ContactCenterNumberParts, { nullable: true, description: "The contact's number in parts." })
  readonly contactNumberParts!: ContactCenterNumberParts | null;

  constructor(details: ContactCenterCallDetails) {
    Object.assign(this, details);
  }
}
