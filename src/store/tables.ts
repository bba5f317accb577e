import type { Kysely } from 'kysely';

/**
 * The state of an intention to place a call. ATTEMPTED: the request may be in progress. PLACED, REFUSED and
 * NOT_SENT are certain. UNKNOWN: the call is searched for. NOT_FOUND and SEVERAL: the search ended without one call.
 */
export type IntentionState = 'ATTEMPTED' | 'PLACED' | 'REFUSED' | 'NOT_SENT' | 'UNKNOWN' | 'NOT_FOUND' | 'SEVERAL';

/** An intention to place a call. Stored before the request is sent, and updated with its outcome. Instants are epoch milliseconds. */
export interface IntentionRow {
  /** Also the token in the URL of our own webhook. */
  id: string;
  /** The name of the account. */
  account: string;
  idempotency_key: string | null;
  /** Hash of the whole input. It detects a key that is reused with another input. */
  input_hash: string;
  state: IntentionState;
  /** Encrypted values that identify the call at the provider. Null once they are not needed any more. */
  marks: string | null;
  /** Keyed hash of the marks. It is kept, to find attempts with the same values. */
  marks_hash: string;
  /** Keyed hash of the values that a provider does not change, to find attempts whose calls could be confused. */
  likeness_hash: string | null;
  /** 1 if the call has our webhook with this id in its URL, else 0. */
  has_webhook: number;
  provider_call_id: string | null;
  /** The reason of the state, for people. */
  reason: string | null;
  attempted_at: number;
  /** Until then, the process that sent the request may still wait for the response. */
  attempt_ends_at: number;
  updated_at: number;
  /** Issuer and subject of the caller's token. Null if no tokens are checked. */
  issuer: string | null;
  subject: string | null;
  /** The id of the client's request. */
  request_id: string | null;
}

/** One step of an action that must be provable later. Never changed. */
export interface AuditRow {
  id: string;
  /** Epoch milliseconds. */
  at: number;
  action: string;
  outcome: string;
  /** The name of the account. */
  account: string;
  /** Issuer and subject of the caller's token. Null if no tokens are checked. */
  issuer: string | null;
  subject: string | null;
  /** Equal for all steps of one action. */
  attempt: string;
  /** Global id of what it was done to. Null if it is not known. */
  target: string | null;
  /** Keyed hash of the called number. */
  number_hash: string | null;
  /** The id of the client's request. */
  request_id: string | null;
}

/** A vendor's notification. Stored before it is acknowledged, processed afterwards. */
export interface EventRow {
  id: string;
  /** The name of the account. */
  account: string;
  /** Hash of the body, so that a repeated notification is one event. */
  body_hash: string;
  /** The provider's ids of its calls, as a JSON list. Nothing else of the body is stored. */
  call_ids: string;
  /** The intention in the URL of the notification. Null if the URL has none. */
  intention_id: string | null;
  received_at: number;
  /** Epoch milliseconds. Null until every call has been read. */
  done_at: number | null;
  attempts: number;
  /** Until then, a process has the lease to process it. Epoch milliseconds. */
  leased_until: number;
}

/** A call whose changes are followed, as last read. */
export interface TrackedCallRow {
  /** The name of the account. */
  account: string;
  provider_call_id: string;
  /** When it was created, which some providers need to find it. Null if that is not known yet. */
  created_at: number | null;
  /** Hash of the fields that subscribers see. */
  fingerprint: string | null;
  /** The progress of its status. It never decreases. */
  progress: number;
  /** The call as last read, encrypted. */
  known: string | null;
  /** The number of changes. */
  version: number;
  /** When the last change was found, in epoch milliseconds. */
  changed_at: number;
  /** Global id. Null until the call was read. */
  call_id: string | null;
  /** When to read it again, in epoch milliseconds. Null if no change is expected. */
  look_at: number | null;
  looks: number;
  updated_at: number;
  /** Until then, a subscriber needs its changes. UNTIL_IT_IS_OVER for calls that are followed until they end. */
  wanted_until: number;
}

/** A change of a call, which every process sends to its subscribers. Kept for minutes. */
export interface CallChangeRow {
  /** The name of the account. */
  account: string;
  provider_call_id: string;
  version: number;
  /** Global id. */
  call_id: string;
  /** The call after the change, encrypted. */
  state: string;
  changed_at: number;
}

/** Requests of an account in the minute that ends at `expire`. Written by the rate limiter library. */
export interface RequestBudgetRow {
  key: string;
  points: number;
  /** Epoch milliseconds. */
  expire: number | null;
}

/** `wanted_until` of calls that are followed until they end, even without subscribers. */
export const UNTIL_IT_IS_OVER = Number.MAX_SAFE_INTEGER;

export const REQUEST_BUDGETS = 'request_budgets';

export interface Tables {
  intentions: IntentionRow;
  events: EventRow;
  tracked_calls: TrackedCallRow;
  call_changes: CallChangeRow;
  audit: AuditRow;
  [REQUEST_BUDGETS]: RequestBudgetRow;
}

export type Database = Kysely<Tables>;
