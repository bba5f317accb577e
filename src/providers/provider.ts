import type { AccountName } from '../model/account.js';
import type { Agent } from '../model/agent.js';
import type { Call } from '../model/call.js';
import type { CallFilter, Range } from '../model/call-filter.js';
import type { CallOrder } from '../model/call-order.js';
import type { CallProviderName } from '../model/call-provider.js';
import type { Carrier, CarrierId } from '../model/carrier-id.js';
import type { RecordingFacts } from '../model/recording.js';
import type { ProviderError } from '../upstream/provider-error.js';
import type { AccountsSearch } from './accounts-search.js';
import type { Assumption } from './assumptions/assumption.js';
import type { MediaPlace } from './media-places.js';
import type { ClockSkew } from '../upstream/observed-clock.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';
import type { DialCapability } from './dial-capability.js';

/**
 * A provider is a set of capabilities with their limits; a missing capability is an absent member.
 * The graph, the feed and the dialling know a vendor only through this interface.
 */
export interface ConnectedProvider {
  readonly name: CallProviderName;
  readonly lookup: LookupCapability;
  readonly list?: ListCapability;
  readonly dial?: DialCapability;
  readonly agents?: AgentCapability;
  readonly events?: EventCapability;
  readonly recordings?: RecordingCapability;
  /** It is a carrier: other providers know its calls by its ids. */
  readonly carrier?: CarrierCapability;
  /** The ids of carriers that its calls may have, if it is no carrier itself. */
  readonly carrierIds?: readonly Pick<CarrierId, 'carrier' | 'kind'>[];
  /** Ids of calls are unique within one account only. Absent where an id is unique among all accounts of the vendor. */
  readonly idsCollide?: true;
  /** How far its clock is ahead, measured from its answers; null until one is measured. */
  readonly clockSkew?: () => ClockSkew | null;
  /** What it takes for granted about its vendor, for `npm run doctor`. The first one is that the vendor can be reached. */
  assumptions?(): readonly Assumption[];
}

/** A provider at one of its accounts. */
export interface ConnectedAccount extends ConnectedProvider {
  readonly account: AccountName;
}

/** Where the audio of recordings may be fetched. Anything else is never asked. */
export interface RecordingCapability {
  /** Where recordings are. Only these hosts get `authorization`. */
  readonly places: readonly MediaPlace[];
  /** Where recordings may be without credentials, and where `places` may redirect to. */
  readonly redirectPlaces: readonly MediaPlace[];
  /** The header with the credentials for `places`. Null if they need none. */
  readonly authorization: string | null;
  /**
   * Finds the recordings of calls whose `recordings` are null, in the order of the calls and in few requests. Absent
   * if the calls themselves have them. Never rejects.
   */
  find?(calls: readonly Call[], context: UpstreamContext): Promise<readonly FoundRecordings[]>;
}

/** The recordings of a call, or why they could not be read. */
export type FoundRecordings = readonly RecordingFacts[] | ProviderError;

/** Calls by a carrier's ids. A CALL id is the provider's own id of the call. */
export interface CarrierCapability {
  readonly carrier: Carrier;
  /** The id of the call of which a call is a leg. Null if it is a call of its own. */
  parentOf(call: Call): string | null;
  /** The ids of the legs of some conversations, in their order and in few requests. Never rejects. Absent if the carrier can't be asked. */
  legsOf?(conversations: readonly Conversation[], context: UpstreamContext): Promise<readonly (readonly string[] | ProviderError)[]>;
  /** The id of a recording's call. Null if there is no such recording. Absent if nobody knows calls by their recordings. @throws ProviderError */
  callOfRecording?(recordingId: string, context: UpstreamContext): Promise<string | null>;
}

/** The legs of one call, by the call of which they are legs. */
export interface Conversation {
  readonly parentId: string;
  /** Its legs were dialled between these. Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** A call to look up. */
export interface CallReference {
  readonly providerCallId: string;
  /** Return the call only if it was created in this range. */
  readonly createdAt?: Range<Date>;
  /** When it was probably created: the first place to look, but not the only one. */
  readonly hint?: Date | null;
  /** The call as last read. A row that is equal to its row need not be mapped again. */
  readonly known?: Call | null;
  /** The call was not over when it was last read. Some vendors list such calls in another place. */
  readonly wasGoingOn?: boolean;
  /** The search for this id at several accounts, if there are several. */
  readonly search?: AccountsSearch;
  /** Other accounts may have a call with the same id. An absence that is only remembered is not enough then. */
  readonly mayBeElsewhere?: true;
  /** False once nobody waits for the call any more. It need not be looked for then. */
  readonly isWanted?: () => boolean;
  /** To be called before the call is looked for in less probable places: another account may have it. Waits for a short time. */
  readonly lookedFirst?: () => Promise<void>;
}

/** Three different outcomes: the call; null when the provider has none; an error when the answer is unknown. */
export type LookupOutcome = Call | null | ProviderError;

export interface LookupCapability {
  /** How many ids one upstream request takes; null when the vendor has no look-up by id and its list is searched. */
  readonly idsPerRequest: number | null;
  /**
   * Finds any number of calls in the fewest upstream requests. Outcomes have the order of the references. Never
   * rejects. `settled` gets each outcome as soon as it is certain, while the others are still pending.
   */
  find(references: readonly CallReference[], context: UpstreamContext, settled?: OutcomeListener): Promise<LookupOutcome[]>;
}

export type OutcomeListener = (reference: CallReference, outcome: LookupOutcome) => void;

export interface ListCapability {
  /** Parties by whose number the vendor filters, so that a day's calls of one person are few rows. Absent if it can't. */
  readonly narrowsBy?: readonly Party[];
  /**
   * Reads a sample of recent rows when the vendor would filter by exact words and no recent sample exists.
   * Without it, rows with another spelling would be missed. @throws ProviderError
   */
  learnSpellings?(filter: CallFilter, context: UpstreamContext): Promise<void>;
  /** Splits a filter into the part for the vendor and the part for the graph. Sends no request. */
  plan(filter: CallFilter): ListPlan;
}

/** A party of a call, by its field in the filter. */
export type Party = 'from' | 'to';

/** The fields of a filter, by their names in the GraphQL schema. */
export type FilterField = keyof CallFilter;

export interface ListPlan {
  /** Fields the vendor can't apply. */
  readonly filteredLocally: readonly FilterField[];
  /** No call of this provider can match, so no request is needed. */
  readonly matchesNothing: boolean;
  /** The oldest instant that the vendor can still return; null when it keeps everything. */
  readonly coveredFrom: Date | null;
  /** One source for each query that the vendor needs. Several sources may return the same call. */
  open(walk: Walk): ListSource[];
}

/** The part of the feed to read, and the order to read it in. */
export interface Walk {
  readonly order: CallOrder;
  /** Epoch milliseconds, both ends included; `from` is -Infinity when it is open. */
  readonly from: number;
  readonly to: number;
  /** How many calls are probably needed (per contact, when the walk is about contacts). Sources choose their page sizes by it. */
  readonly wanted: number;
}

/** A vendor's list without its quirks: calls in the order of their times, from one end of the walk to the other. All calls of one instant are in one batch, in any order. */
export interface ListSource {
  /** In E.164: the source has only the calls of these contacts. Absent when it may have the calls of anybody. */
  readonly contacts?: readonly string[];
  /** How many calls the next batches have without a request. Absent if there never are any. */
  readonly readAhead?: number;
  /** How many calls it has in memory, or rows that may become calls. Absent if they are always few. */
  readonly held?: number;
  /** The next calls, possibly none. @throws ProviderError; after it, the caller may request the same batch again. */
  next(context: UpstreamContext): Promise<ListBatch>;
}

export interface ListBatch {
  readonly calls: readonly Call[];
  /** This is the last batch. */
  readonly exhausted: boolean;
  /** Epoch milliseconds: every call before it, in the walk's direction, is in this batch or an earlier one. */
  readonly readTo: number;
  /** Rows of this batch that could not be read as calls. */
  readonly unreadable: number;
  /** The vendor's list changed while this batch was read, so calls may be missing. */
  readonly mayBeIncomplete?: boolean;
  /** Why calls were left out on purpose, for people. They would take too many requests. */
  readonly leftOut?: string;
}

/** A vendor's notification as it arrived. */
export interface ReceivedNotification {
  /** The address to which the vendor sent it, as it was given to the vendor. */
  readonly url: string;
  /** With lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** The body, if it is a form or JSON; otherwise null. A form is an object of texts. */
  readonly content: unknown;
}

export interface EventCapability {
  /** Whether the vendor signed the notification. Absent where the vendor signs none. */
  isAuthentic?(notification: ReceivedNotification): boolean;
  /** The provider's ids of the calls in a notification. A notification is only a hint: nothing else in it is trusted. */
  callIdsIn(notification: unknown): readonly string[];
}

export interface AgentCapability {
  /** An agent by the provider's id; null when the provider has none. @throws ProviderError */
  find(providerAgentId: string, context: UpstreamContext): Promise<Agent | null>;
}
