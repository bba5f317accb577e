import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { type AccountName, defaultAccount } from './account.js';
import { callId } from './address.js';
import { Agent, AgentLeg } from './agent.js';
import { CallDirection } from './call-direction.js';
import { CallProvider, type CallProviderName } from './call-provider.js';
import { CallStatus, isTerminal } from './call-status.js';
import type { CallFacts } from './call-facts.js';
import { CarrierId } from './carrier-id.js';
import { Contact } from './contact.js';
import { DateTimeScalar } from './date-time.js';
import type { Json } from './json-value.js';
import { Money } from './money.js';
import { Node } from './node.js';
import { PhoneNumber } from './phone-number.js';
import { type Recording, type RecordingFacts, recordingsOf } from './recording.js';
import { Webhook } from './webhook.js';
import { Personal } from './personal.js';
import { ListOf } from './list-size.js';

/** createdAt of calls without any known time. It gives them a fixed place at the old end of the feed. */
const NO_INSTANT = new Date(0);
/** What most calls have of most lists. One for all, because each empty list takes memory of its own. */
const NONE: readonly never[] = Object.freeze([]);

/** A call as its provider reports it. The provider's mapper creates it complete; it is immutable. */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "provider providerCallId")')
@ObjectType({
  implements: Node,
  description: 'A call as its provider reports it. Other subgraphs refer to it by id, or by provider and providerCallId.',
  simpleResolvers: true,
})
export class Call implements Node {
  @Field(() => ID, { description: 'Opaque global id.' })
  readonly id: string;

  @Field(() => CallProvider, { description: 'The provider that carried the call.' })
  readonly provider: CallProviderName;

  @Field(() => String, { description: "The id that the provider gave the call, for example the Sid of an Exotel call." })
  readonly providerCallId: string;

  readonly account: AccountName;

  @Field(() => CallStatus, { description: 'The status of the call, with the same values for every provider.' })
  readonly status: CallStatus;

  @Field(() => String, { nullable: true, description: "The provider's own status word, unchanged." })
  readonly providerStatus: string | null;

  @Field(() => CallDirection, { description: 'The direction of the call, seen from the organisation.' })
  readonly direction: CallDirection;

  @Field(() => PhoneNumber, { nullable: true, description: "The caller's number." })
  readonly from: PhoneNumber | null;

  @Field(() => PhoneNumber, { nullable: true, description: 'The called number.' })
  readonly to: PhoneNumber | null;

  @Field(() => Contact, { nullable: true, description: "The person outside the organisation, with this provider's data about the person." })
  readonly contact: Contact | null;

  @ListOf(2)
  @Field(() => [Agent], { description: 'The agents that handled the call.' })
  readonly agents: readonly Agent[];

  @ListOf(2)
  @Field(() => [AgentLeg], { description: 'One leg for each agent that the call reached, in order.' })
  readonly agentLegs: readonly AgentLeg[];

  @ListOf(4)
  @Field(() => [CarrierId], { description: "The ids under which a carrier knows the call, from the provider's own record." })
  readonly carrierIds: readonly CarrierId[];

  /** Null if the provider's rows don't have them, and another request is needed. */
  readonly recordings: readonly Recording[] | null;

  @ListOf(3)
  @Field(() => [Webhook], { description: 'Webhooks that the provider notifies about this call. Secrets are write-only.' })
  readonly webhooks: readonly Webhook[];

  @ListOf(5)
  @Field(() => [String], { description: 'Labels on the call.' })
  readonly tags: readonly string[];

  @Personal
  @Field(() => String, { nullable: true, description: 'Notes that somebody wrote about the call.' })
  readonly notes: string | null;

  @Field(() => DateTimeScalar, {
    description:
      'When the provider created the call, or else when the call started. 1970 if the provider gives no time. Lists of calls are sorted by it.',
  })
  readonly createdAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the call started.' })
  readonly startedAt: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the call ended.' })
  readonly endedAt: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the provider last changed its record of the call.' })
  readonly updatedAt: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When a delayed call is due.' })
  readonly scheduledFor: Date | null;

  @Field(() => Int, { nullable: true, description: 'Seconds, including ringing.' })
  readonly duration: number | null;

  @Field(() => Int, { nullable: true, description: 'Seconds of conversation.' })
  readonly talkTime: number | null;

  @Field(() => Money, { nullable: true, description: 'The price that the provider charged. Positive for a cost.' })
  readonly price: Money | null;

  readonly details: object;

  /** The id carries createdAt as a hint, because the provider needs it to find the call. */
  readonly foundByTime: boolean;

  /** Milliseconds after the call's end in which the provider may still fill in values. */
  readonly settlesWithinMs: number;

  /** Private, so that nothing copies, compares or writes it with the values. */
  readonly #row: Json | null;

  /** `row`: the vendor's row, to be kept with the call. Only if all facts are from there. */
  constructor(facts: CallFacts, row: Json | null = null) {
    this.#row = row;
    this.provider = facts.provider;
    this.account = facts.account ?? defaultAccount(facts.provider);
    this.providerCallId = facts.providerCallId;
    this.status = facts.status;
    this.providerStatus = facts.providerStatus ?? null;
    this.direction = facts.direction;
    this.from = facts.from ?? null;
    this.to = facts.to ?? null;
    this.agents = facts.agents ?? NONE;
    this.agentLegs = facts.agentLegs ?? NONE;
    this.carrierIds = facts.carrierIds ?? NONE;
    this.webhooks = facts.webhooks ?? NONE;
    this.tags = facts.tags ?? NONE;
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
    this.id = facts.id ?? callId(this.account, this.providerCallId, facts.foundByTime ? facts.createdAt : null);
    this.contact = facts.contact?.onCallOf(this.id) ?? null;
    this.recordings = facts.recordings === null ? null : facts.recordings?.length ? recordingsOf(this, facts.recordings) : NONE;
  }

  /** The same call under the id that a client used. A published id stays valid even if the time in its hint changed. */
  under(id: string): Call {
    return id === this.id ? this : new Call({ ...this.facts, id }, this.#row);
  }

  /** The same call with recordings that another request had. */
  withRecordings(recordings: readonly RecordingFacts[]): Call {
    return new Call({ ...this.facts, recordings, id: this.id });
  }

  /** The same call at an account. Everything in it that the account identifies has other ids then. */
  at(account: AccountName): Call {
    if (account === this.account) return this;
    const { id: _, ...facts } = this.facts;
    const contact = this.contact?.atAccount(account) ?? null;
    const agents = this.agents.map((agent) => agent.at(account));
    const agentLegs = this.agentLegs.map((leg) => new AgentLeg({ ...leg, agent: leg.agent.at(account) }));
    return new Call({ ...facts, account, contact, agents, agentLegs }, this.#row);
  }

  /** The row that the call was read from. An equal row need not be mapped again. Null if the row was not kept. */
  get row(): Json | null {
    return this.#row;
  }

  /** The values to construct another call with. */
  get facts(): CallFacts {
    return { ...this, createdAt: this.isTimeless ? null : this.createdAt };
  }

  @Field(() => Boolean, { description: 'Whether no other status can follow.' })
  get isTerminal(): boolean {
    return isTerminal(this.status);
  }

  /** The provider gave no time for the call. */
  get isTimeless(): boolean {
    return this.createdAt === NO_INSTANT;
  }

  /**
   * The call is terminal and `settlesWithinMs` have passed since its end. Without a known end they count
   * from the last change or the creation. `now` is in epoch milliseconds.
   */
  isSettledAt(now: number): boolean {
    const end = this.endedAt ?? this.updatedAt ?? this.createdAt;
    return this.isTerminal && now >= end.getTime() + this.settlesWithinMs;
  }
}
