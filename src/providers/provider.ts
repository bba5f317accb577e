import type { Agent } from '../model/agent.js';
import type { Call } from '../model/call.js';
import type { CallFilter, Range } from '../model/call-filter.js';
import type { CallOrder } from '../model/call-order.js';
import type { CallProviderName } from '../model/call-provider.js';
import type { ProviderError } from '../upstream/provider-error.js';
import type { ClockSkew } from '../upstream/observed-clock.js';
import type { UpstreamContext } from '../upstream/upstream-context.js';

/**
 * A provider is what it can do: a capability is a member that is there, with its limits, or is absent.
 * The graph, the feed and the dialling know nothing else of a vendor.
 */
export interface ConnectedProvider {
  readonly name: CallProviderName;
  readonly lookup: LookupCapability;
  readonly list?: ListCapability;
  readonly dial?: DialCapability;
  readonly agents?: AgentCapability;
  readonly events?: EventCapability;
  /** How far its clock is ahead, as its answers say; null until one has said so. */
  readonly clockSkew?: () => ClockSkew | null;
}

/** A call that is looked for. */
export interface CallReference {
  readonly providerCallId: string;
  /** Only a call that was created then is wanted. */
  readonly createdAt?: Range<Date>;
  /** When it was created, as far as is known: where to look first, and not the only place. */
  readonly hint?: Date | null;
  /** When it was last read the call was not over, which helps where such calls are to be found elsewhere. */
  readonly wasGoingOn?: boolean;
}

/** The call; null where the provider has none; an error where that could not be found out. Three different things. */
export type LookupOutcome = Call | null | ProviderError;

export interface LookupCapability {
  /** How many ids one upstream request takes; null where the vendor has no look-up by id, so that its list is searched. */
  readonly idsPerRequest: number | null;
  /**
   * Any number of calls, in the fewest upstream requests; outcomes in the order of the references. Never
   * rejects. `settled` hears of outcomes as soon as they are certain, while others are still looked for.
   */
  find(references: readonly CallReference[], context: UpstreamContext, settled?: OutcomeListener): Promise<LookupOutcome[]>;
}

export type OutcomeListener = (reference: CallReference, outcome: LookupOutcome) => void;

export interface ListCapability {
  /**
   * Reads some recent rows where the filter would be applied by the vendor's exact words, and none was read
   * lately: rows that are spelled otherwise would else be missed. @throws ProviderError
   */
  learnSpellings?(filter: CallFilter, context: UpstreamContext): Promise<void>;
  /** Splits a filter into what the vendor applies and what is left to the graph; asks nothing yet. */
  plan(filter: CallFilter): ListPlan;
}

/** The fields of a filter, named as clients know them. */
export type FilterField = keyof CallFilter;

export interface ListPlan {
  /** Fields the vendor can't apply. */
  readonly filteredLocally: readonly FilterField[];
  /** No call of this provider can match, so that it need not be asked. */
  readonly matchesNothing: boolean;
  /** The oldest instant the vendor can still be asked for; null where it keeps everything. */
  readonly coveredFrom: Date | null;
  /** One source for each query the vendor needs; a call may come from several of them. */
  open(walk: Walk): ListSource[];
}

/** What part of the feed is read, and how. */
export interface Walk {
  readonly order: CallOrder;
  /** Epoch milliseconds, both ends included; `from` is -Infinity where it is open. */
  readonly from: number;
  readonly to: number;
  /** How many calls are probably needed, of each contact where it is about some: sources size their requests by it. */
  readonly wanted: number;
}

/** A vendor's list with its quirks hidden: calls in the feed's order, from one end of the walk to the other. */
export interface ListSource {
  /** In E.164: it holds the calls of these contacts only. Absent where it may hold anybody's. */
  readonly contacts?: readonly string[];
  /** The next calls, maybe none. @throws ProviderError; after it, the same batch may be asked for again. */
  next(context: UpstreamContext): Promise<ListBatch>;
}

export interface ListBatch {
  readonly calls: readonly Call[];
  /** Nothing follows. */
  readonly exhausted: boolean;
  /** Epoch milliseconds: every call before it, in the walk's direction, has been handed over, this batch included. */
  readonly readTo: number;
  /** Rows of this batch that could not be read as calls. */
  readonly unreadable: number;
  /** The vendor's list changed while this was read, so that calls may have been missed. */
  readonly mayBeIncomplete?: boolean;
}

/** By what a placed call is recognised. A vendor adds its own; all of it can be written as JSON. */
export interface CallTraits {
  /** E.164. */
  readonly toPhoneNumber: string;
}

/** An attempt whose call is looked for. */
export interface DialAttempt {
  readonly traits: CallTraits;
  /** By our clock; the provider's may differ. */
  readonly from: Date;
  readonly to: Date;
  /** Part of the address of our webhook, where the attempt set one: only a call with it is the attempt's. Else null. */
  readonly webhookToken: string | null;
}

/** A webhook of a call that is placed. */
export interface CompletionWebhook {
  readonly url: string;
  readonly subscribedEvent: string;
}

/** Requests are of the type that the definition names as `dialInput`, checked by the rules of that type. */
export interface DialCapability {
  /** The vendor's name of the event that a placed call is over. */
  readonly completionEvent: string;
  /** The webhooks that a request asks for, with their paths in the input. */
  webhooksIn(request: object): readonly { readonly url: string; readonly field: readonly string[] }[];
  withWebhook(request: object, webhook: CompletionWebhook): object;
  traitsOf(request: object): CallTraits;
  /** Equal for traits whose calls can't be told apart once the vendor has changed them. */
  similarityOf(traits: CallTraits): string;
  /** Has the provider place the call: exactly one upstream request, whatever happens. */
  place(request: object, context: UpstreamContext): Promise<Call>;
  /** The calls that may have come of an attempt whose answer was lost. Asks, and changes nothing. @throws ProviderError */
  findPlaced(attempt: DialAttempt, context: UpstreamContext): Promise<PlacedCalls>;
}

/** Calls that may have come of an attempt. */
export interface PlacedCalls {
  /** Calls that are as they were asked for. */
  readonly calls: readonly Call[];
  /** Calls that differ from that only in what the vendor may change. */
  readonly similar: readonly Call[];
  /** They bear the attempt's own token, and nobody else's call does. */
  readonly isCertain: boolean;
  /** Calls that may be it although they were not recognised: by their provider's ids. */
  readonly doubtful: readonly string[];
}

export interface EventCapability {
  /** The part of the address behind /events/ that notifications of this vendor are sent to. */
  readonly path: string;
  /** The provider's own ids of the calls that a notification is about. A notification is a hint and nothing in it is believed. */
  callIdsIn(notification: unknown): readonly string[];
}

export interface AgentCapability {
  /** An agent by the provider's own id; null where the provider knows none. @throws ProviderError */
  find(providerAgentId: string, context: UpstreamContext): Promise<Agent | null>;
}
