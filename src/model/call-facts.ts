import type { AccountName } from './account.js';
import type { Agent, AgentLeg } from './agent.js';
import type { CallDirection } from './call-direction.js';
import type { CallProviderName } from './call-provider.js';
import type { CallStatus } from './call-status.js';
import type { CarrierId } from './carrier-id.js';
import type { Contact } from './contact.js';
import type { Money } from './money.js';
import type { PhoneNumber } from './phone-number.js';
import type { RecordingFacts } from './recording.js';
import type { Webhook } from './webhook.js';

/** A call's values from its provider's mapper. Values that it leaves out become null or empty. */
export interface CallFacts {
  provider: CallProviderName;
  /** Set by the graph, never by a mapper. Without it, the provider's default account. */
  account?: AccountName;
  providerCallId: string;
  /** The provider needs createdAt to find the call again, so the id carries it as a hint. */
  foundByTime?: boolean;
  /** The id that clients already have. It stays the call's id even if its hint is outdated. */
  id?: string;
  status: CallStatus;
  providerStatus?: string | null;
  direction: CallDirection;
  from?: PhoneNumber | null;
  to?: PhoneNumber | null;
  contact?: Contact | null;
  agents?: readonly Agent[];
  agentLegs?: readonly AgentLeg[];
  /** Null if another request has them. */
  recordings?: readonly RecordingFacts[] | null;
  carrierIds?: readonly CarrierId[];
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
  /** Milliseconds after the call's end in which the provider may still fill in duration, price or recording. */
  settlesWithinMs?: number;
  /** An instance of the provider's own details type. */
  details: object;
}
