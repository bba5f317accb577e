import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { callId } from './address.js';
import { Agent, AgentLeg } from './agent.js';
import { CallDirection } from './call-direction.js';
import { CallProvider, type CallProviderName } from './call-provider.js';
import { CallStatus, isTerminal } from './call-status.js';
import { Contact } from './contact.js';
import { DateTimeScalar } from './date-time.js';
import { Money } from './money.js';
import { Node } from './node.js';
import { PhoneNumber } from './phone-number.js';
import { type RecordingFacts, Recording, recordingsOf } from './recording.js';
import { Webhook } from './webhook.js';
import { Personal } from './personal.js';
import { ListOf } from './list-size.js';

/** The instant of calls of which no time at all is known: they keep their place, at the end of the feed. */
const NO_INSTANT = new Date(0);

/** What a provider's mapper says of a call; everything it leaves out is null or empty. */
export interface CallFacts {
  provider: CallProviderName;
  providerCallId: string;
  /** The provider needs createdAt to find the call again: the id then carries it as a hint. */
  foundByTime?: boolean;
  /** The id under which clients know the call already; it stays, also where the hint in it is outdated. */
  id?: string;
  status: CallStatus;
  providerStatus?: string | null;
  direction: CallDirection;
  from?: PhoneNumber | null;
  to?: PhoneNumber | null;
  contact?: Contact | null;
  agents?: readonly Agent[];
  agentLegs?: readonly AgentLeg[];
  recordings?: readonly RecordingFacts[];
  webhooks?: readonly Webhook[];
  tags?: readonly string[];
  notes?: string | null;
  createdAt: Date | null;
  startedAt?: Date | null;
  endedAt?: Date | null;
  updatedAt?: Date | null;
  scheduledFor?: Date | null;
  duration?: number | null;
  talkTime?: number | null;
  price?: Money | null;
  /** How long after its end the provider still fills in duration, price or recording, in milliseconds. */
  settlesWithinMs?: number;
  /** An instance of the provider's own details type. */
  details: object;
}

/** A call, as the one provider that carried it knows it. Made whole by that provider's mapper, and never changed. */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "provider providerCallId")')
@ObjectType({
  implements: Node,
  description: 'A call, as the one provider that carried it knows it. Another subgraph may refer to it by id, or by provider and providerCallId.',
  simpleResolvers: true,
})
export class Call implements Node {
  @Field(() => ID, { description: 'Opaque global id.' })
  readonly id: string;

  @Field(() => CallProvider, { description: 'Who carried the call.' })
  readonly provider: CallProviderName;

  @Field(() => String, { description: "The provider's own id: Exotel's Sid, AICaller's _id, the others' id." })
  readonly providerCallId: string;

  @Field(() => CallStatus, { description: "How the call stands, in every provider's common vocabulary." })
  readonly status: CallStatus;

  @Field(() => String, { nullable: true, description: "The provider's own status word, unchanged." })
  readonly providerStatus: string | null;

  @Field(() => CallDirection, { description: 'Who called whom, seen from the organisation.' })
  readonly direction: CallDirection;

  @Field(() => PhoneNumber, { nullable: true, description: 'The number that called.' })
  readonly from: PhoneNumber | null;

  @Field(() => PhoneNumber, { nullable: true, description: 'The number that was called.' })
  readonly to: PhoneNumber | null;

  @Field(() => Contact, { nullable: true, description: "The person outside the organisation, with what this call's provider knows of them." })
  readonly contact: Contact | null;

  @ListOf(2)
  @Field(() => [Agent], { description: 'Who handled the call.' })
  readonly agents: readonly Agent[];

  @ListOf(2)
  @Field(() => [AgentLeg], { description: 'One entry for each agent the call reached, in order.' })
  readonly agentLegs: readonly AgentLeg[];

  @ListOf(5)
  @Field(() => [Recording], { description: 'The audio, where there is any.' })
  readonly recordings: readonly Recording[];

  @ListOf(3)
  @Field(() => [Webhook], { description: 'Webhooks the provider notifies about this call. Secrets are write-only.' })
  readonly webhooks: readonly Webhook[];

  @ListOf(5)
  @Field(() => [String], { description: 'Labels given to the call.' })
  readonly tags: readonly string[];

  @Personal
  @Field(() => String, { nullable: true, description: 'Notes somebody took.' })
  readonly notes: string | null;

  @Field(() => DateTimeScalar, {
    description:
      "When the provider created the call; where it does not say, when the call started. The feed's sort key. 1970 where the provider gives no time at all.",
  })
  readonly createdAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the call began.' })
  readonly startedAt: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the call ended.' })
  readonly endedAt: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the provider last changed its record.' })
  readonly updatedAt: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When a delayed call is due.' })
  readonly scheduledFor: Date | null;

  @Field(() => Int, { nullable: true, description: 'Seconds, ringing included.' })
  readonly duration: number | null;

  @Field(() => Int, { nullable: true, description: 'Seconds of conversation.' })
  readonly talkTime: number | null;

  @Field(() => Money, { nullable: true, description: 'What the provider charged.' })
  readonly price: Money | null;

  readonly details: object;

  /** Its id carries the time as a hint, which its provider needs to find it. */
  readonly foundByTime: boolean;

  /** How long after its end the provider still fills in what it learns late, in milliseconds. */
  readonly settlesWithinMs: number;

  constructor(facts: CallFacts) {
    this.provider = facts.provider;
    this.providerCallId = facts.providerCallId;
    this.status = facts.status;
    this.providerStatus = facts.providerStatus ?? null;
    this.direction = facts.direction;
    this.from = facts.from ?? null;
    this.to = facts.to ?? null;
    this.agents = facts.agents ?? [];
    this.agentLegs = facts.agentLegs ?? [];
    this.webhooks = facts.webhooks ?? [];
    this.tags = facts.tags ?? [];
    this.notes = facts.notes ?? null;
    this.createdAt = facts.createdAt ?? NO_INSTANT;
    this.startedAt = facts.startedAt ?? null;
    this.endedAt = facts.endedAt ?? null;
    this.updatedAt = facts.updatedAt ?? null;
    this.scheduledFor = facts.scheduledFor ?? null;
    this.duration = facts.duration ?? null;
    this.talkTime = facts.talkTime ?? null;
    this.price = facts.price ?? null;
    this.details = facts.details;
    this.foundByTime = facts.foundByTime ?? false;
    this.settlesWithinMs = facts.settlesWithinMs ?? 0;
    this.id = facts.id ?? callId(this.provider, this.providerCallId, facts.foundByTime ? facts.createdAt : null);
    this.contact = facts.contact?.onCallOf(this.id) ?? null;
    this.recordings = facts.recordings?.length ? recordingsOf(this, facts.recordings) : [];
  }

  /** The same call under an id by which a client asked for it: one that was given out stays the call's, whatever its provider makes of the time in it. */
  under(id: string): Call {
    return id === this.id ? this : new Call({ ...this.facts, id });
  }

  /** What it was made of: another call can be made of it. */
  get facts(): CallFacts {
    return { ...this, createdAt: this.isTimeless ? null : this.createdAt };
  }

  @Field(() => Boolean, { description: 'No other status can follow this one.' })
  get isTerminal(): boolean {
    return isTerminal(this.status);
  }

  /** Nothing says when the call took place. */
  get isTimeless(): boolean {
    return this.createdAt === NO_INSTANT;
  }

  /**
   * Terminal, and past the time in which the provider still fills in what it learns late. Without a
   * known end that time runs from the last change or the creation.
   */
  isSettledAt(now: number): boolean {
    const end = this.endedAt ?? this.updatedAt ?? this.createdAt;
    return this.isTerminal && now >= end.getTime() + this.settlesWithinMs;
  }
}
