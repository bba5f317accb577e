import { Field, ID, ObjectType } from 'type-graphql';
import { Personal } from '../../model/personal.js';
import { ListOf } from '../../model/list-size.js';

@ObjectType({ description: 'A resource of the provider, by id and name.', simpleResolvers: true })
export class NamedRef {
  @Field(() => ID, { description: "The provider's id; empty when it sent only a name." })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'Its name.' })
  readonly name!: string | null;

  constructor(ref: NamedRef) {
    Object.assign(this, ref);
  }
}

@ObjectType({ description: 'The disposition of a call: its outcome, set by an agent.', simpleResolvers: true })
export class Disposition {
  @Field(() => ID, { description: "The provider's id; empty when it sent none." })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'The outcome as readable text, despite the name: e.g. Successful Deal.' })
  readonly code!: string | null;

  @Personal
  @Field(() => String, { nullable: true, description: "The agent's note on the outcome." })
  readonly note!: string | null;

  constructor(disposition: Disposition) {
    Object.assign(this, disposition);
  }
}

@ObjectType({ description: "The organisation's own number in a call.", simpleResolvers: true })
export class ContactCenterLine {
  @Field(() => ID, { description: "The provider's id of the number; empty when it sent none." })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'The number, without a plus.' })
  readonly number!: string | null;

  @Field(() => String, { nullable: true, description: "The organisation's name for the number." })
  readonly alias!: string | null;

  @Field(() => String, { nullable: true, description: 'Number and alias in one text.' })
  readonly numberWithAlias!: string | null;

  constructor(line: ContactCenterLine) {
    Object.assign(this, line);
  }
}

@ObjectType({ description: 'A party of the call that is not an agent, e.g. a transfer target.', simpleResolvers: true })
export class ExternalNumber {
  @Field(() => String, { description: 'The number as the provider sent it, without a plus.' })
  readonly number!: string;

  @Field(() => Boolean, { nullable: true, description: 'Whether it joined by a transfer.' })
  readonly isAnyTransfer!: boolean | null;

  constructor(external: ExternalNumber) {
    Object.assign(this, external);
  }
}

@ObjectType({ description: "The contact's number in parts, as the contact centre stores it.", simpleResolvers: true })
export class ContactCenterNumberParts {
  @Field(() => String, { nullable: true, description: 'Country calling code, without a plus.' })
  readonly countryCallingCode!: string | null;

  @Field(() => String, { nullable: true, description: 'The number without the country calling code.' })
  readonly nationalNumber!: string | null;

  constructor(parts: ContactCenterNumberParts) {
    Object.assign(this, parts);
  }
}

/** Call fields that only the contact centre has (document 002). */
@ObjectType({ description: 'Call fields that only the contact centre has.', simpleResolvers: true })
export class ContactCenterCallDetails {
  @Field(() => String, { nullable: true, description: "The call's type word, e.g. answered. The callType filter uses other words." })
  readonly type!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether anybody answered.' })
  readonly isAnswered!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the call is waiting for an agent.' })
  readonly isInQueue!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the call is over.' })
  readonly isEnded!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it was answered within the service level agreement.' })
  readonly isAnsweredWithinSla!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "The provider's flag is_data_cached. Its meaning is not documented." })
  readonly isDataCached!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the caller asked to be called back.' })
  readonly requestedCallback!: boolean | null;

  @Field(() => ID, { nullable: true, description: 'The call that led to this one, e.g. by a transfer or a callback.' })
  readonly originalCallId!: string | null;

  @Field(() => NamedRef, { nullable: true, description: 'The campaign of the call.' })
  readonly campaign!: NamedRef | null;

  @Field(() => NamedRef, { nullable: true, description: 'The ring group that was rung.' })
  readonly ringGroup!: NamedRef | null;

  @Field(() => NamedRef, { nullable: true, description: 'The voice menu (IVR) that the call went through.' })
  readonly ivr!: NamedRef | null;

  @Field(() => Disposition, { nullable: true, description: 'The outcome that an agent set.' })
  readonly disposition!: Disposition | null;

  @Field(() => ContactCenterLine, { nullable: true, description: "The organisation's number." })
  readonly line!: ContactCenterLine | null;

  @Personal
  @ListOf(3)
  @Field(() => [ExternalNumber], { description: 'Parties that are not agents.' })
  readonly externalNumbers!: readonly ExternalNumber[];

  @Personal
  @Field(() => ContactCenterNumberParts, { nullable: true, description: "The contact's number in parts." })
  readonly contactNumberParts!: ContactCenterNumberParts | null;

  constructor(details: ContactCenterCallDetails) {
    Object.assign(this, details);
  }
}
