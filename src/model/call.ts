import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Agent, AgentLeg } from './agent.js';
import { CallDirection } from './call-direction.js';
import { CallProvider, type CallProviderName } from './call-provider.js';
import { CallStatus, isTerminal } from './call-status.js';
import { Contact } from './contact.js';
import { DateTimeScalar } from './date-time.js';
import { writeGlobalId } from './global-id.js';
import { Money } from './money.js';
import { Node } from './node.js';
import { PhoneNumber } from './phone-number.js';
import { Recording } from './recording.js';
import { Webhook } from './webhook.js';
import { Personal } from './personal.js';

/** The instant of calls of which no time at all is known: they keep their place, at the end of the feed. */
const NO_INSTANT = new Date(0);

/** What a provider's mapper says of a call; everything it leaves out is null or empty. */
export interface CallFacts {
  provider: CallProviderName;
  providerCallId: string;
  /** The provider needs createdAt to find the call again, so that it becomes part of the id. */
  foundByTime?: boolean;
  status: CallStatus;
  providerStatus?: string | null;
  direction: CallDirection;
  from?: PhoneNumber | null;
  to?: PhoneNumber | null;
  contact?: Contact | null;
  agents?: readonly Agent[];
  agentLegs?: readonly AgentLeg[];
  recordings?: readonly { providerRecordingId: string | null; url: string | null }[];
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

  @Field(() => [Agent], { description: 'Who handled the call.' })
  readonly agents: readonly Agent[];

  @Field(() => [AgentLeg], { description: 'One entry for each agent the call reached, in order.' })
  readonly agentLegs: readonly AgentLeg[];

  @Field(() => [Recording], { description: 'The audio, where there is any.' })
  readonly recordings: readonly Recording[];

  @Field(() => [Webhook], { description: 'Webhooks the provider notifies about this call. Secrets are write-only.' })
  readonly webhooks: readonly Webhook[];

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

  private readonly settlesWithinMs: number;

  constructor(facts: CallFacts) {
    this.provider = facts.provider;
    this.providerCallId = facts.providerCallId;
    this.status = facts.status;
    this.providerStatus = facts.providerStatus ?? null;
    this.direction = facts.direction;
    this.from = facts.from ?? null;
    this.to = facts.to ?? null;
    this.contact = facts.contact ?? null;
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
    this.settlesWithinMs = facts.settlesWithinMs ?? 0;
    this.id = writeGlobalId(
      'Call',
      this.provider,
      this.providerCallId,
      ...(facts.foundByTime && facts.createdAt ? [String(facts.createdAt.getTime() / 1000)] : []),
    );
    this.recordings = (facts.recordings ?? []).map((recording, position) => new Recording(this, recording, position));
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

  /** The same call, with values that were known of it before where this account of it lacks them. */
  completedBy(known: Partial<KnownFacts>): Call {
    const missing = missingIn(this, known, KNOWN_FACTS);
    const missingDetails = known.details ? missingIn(this.details, known.details, Object.keys(this.details)) : null;
    if (!missing && !missingDetails) return this;
    const whole = withValues<Call>(this, { ...missing, details: missingDetails ? withValues(this.details, missingDetails) : this.details });
    // A recording leads back to its call, which is another one now.
    return Object.assign(whole, { recordings: whole.recordings.map((recording, position) => new Recording(whole, recording, position)) });
  }
}

const KNOWN_FACTS = [
  'startedAt', 'endedAt', 'updatedAt', 'duration', 'talkTime', 'price', 'notes', 'recordings', 'from', 'to', 'contact', 'agents', 'agentLegs', 'tags',
] as const;

/** What a provider may fill in late, and once filled in doesn't take back. */
export type KnownFacts = Pick<Call, (typeof KNOWN_FACTS)[number] | 'details'>;

/** What is known and a thing lacks, of the members named; null where it lacks nothing. */
function missingIn(thing: object, known: object, names: readonly string[]): object | null {
  let missing: Record<string, unknown> | null = null;
  for (const name of names) {
    if (!isMissing(thing[name as keyof typeof thing])) continue;
    const value: unknown = known[name as keyof typeof known];
    if (!isMissing(value)) (missing ??= {})[name] = value;
  }
  return missing;
}

function withValues<T extends object>(thing: T, values: object): T {
  return Object.assign(Object.create(Object.getPrototypeOf(thing) as object) as T, thing, values);
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}
