import type { Kysely } from 'kysely';

/**
 * How an intention to have a call placed stands. ATTEMPTED: it may be under way. PLACED, REFUSED and
 * NOT_SENT are certain. UNKNOWN is being looked for; NOT_FOUND and SEVERAL are where looking ended.
 */
export type IntentionState = 'ATTEMPTED' | 'PLACED' | 'REFUSED' | 'NOT_SENT' | 'UNKNOWN' | 'NOT_FOUND' | 'SEVERAL';

/** One intention: written down before the request that dials, its outcome after. Instants are epoch milliseconds. */
export interface IntentionRow {
  /** Also the token by which our own webhook names the intention. */
  id: string;
  provider: string;
  idempotency_key: string | null;
  /** Of the whole input: the same key with another input is another intention. */
  input_hash: string;
  state: IntentionState;
  /** What the call is recognised by, sealed; null once that is not needed any more. */
  marks: string | null;
  /** Keyed hash of the marks, and kept: attempts whose calls look alike. */
  marks_hash: string;
  /** The same of what a provider doesn't change of a call: attempts whose calls may be taken for each other. */
  likeness_hash: string | null;
  /** 1 where the call bears a webhook of ours with this id in its address. */
  has_webhook: number;
  provider_call_id: string | null;
  /** Why, for people. */
  reason: string | null;
  attempted_at: number;
  /** Until then the process that attempts may still be waiting for its answer. */
  attempt_ends_at: number;
  updated_at: number;
}

/** A vendor's notification: stored before it is acknowledged, and worked off after. */
export interface EventRow {
  id: string;
  provider: string;
  /** Of the body: the same notification again is the same event. */
  body_hash: string;
  /** The provider's ids of the calls it is about, as a JSON list. Nothing else of the body is kept. */
  call_ids: string;
  /** The intention that the notification's own address names; null where it names none. */
  intention_id: string | null;
  received_at: number;
  /** Epoch milliseconds; null until every call has been looked at. */
  done_at: number | null;
  attempts: number;
  /** Until then a process is working it off. */
  leased_until: number;
}

/** A call whose changes are followed, as it was last seen. */
export interface TrackedCallRow {
  provider: string;
  provider_call_id: string;
  /** When it was created, which some providers need to find it; null where that is not known yet. */
  created_at: number | null;
  /** Hash of the fields that subscribers see. */
  fingerprint: string | null;
  /** How far along the call is; it never goes back. */
  progress: number;
  /** The call as it was last seen, sealed. */
  known: string | null;
  /** Counts the changes. */
  version: number;
  /** When the last of them was found, in epoch milliseconds. */
  changed_at: number;
  /** Global id, once the call was seen. */
  call_id: string | null;
  /** When to look again, in epoch milliseconds; null when nothing more is expected. */
  look_at: number | null;
  looks: number;
  updated_at: number;
  /** Until then somebody wants to hear of it; far in the future for calls that are followed until they are over. */
  wanted_until: number;
}

/** One change of a call, as every process tells it to its subscribers. Kept for minutes. */
export interface CallChangeRow {
  provider: string;
  provider_call_id: string;
  version: number;
  /** Global id. */
  call_id: string;
  /** The call as it then was, sealed. */
  state: string;
  changed_at: number;
}

/** What was used of an account's requests in the minute that ends at `expire`. Written by the library that limits them. */
export interface RequestBudgetRow {
  key: string;
  points: number;
  /** Epoch milliseconds. */
  expire: number | null;
}

/** `wanted_until` of calls that are followed until they are over, whoever listens. */
export const UNTIL_IT_IS_OVER = Number.MAX_SAFE_INTEGER;

export const REQUEST_BUDGETS = 'request_budgets';

export interface Tables {
  intentions: IntentionRow;
  events: EventRow;
  tracked_calls: TrackedCallRow;
  call_changes: CallChangeRow;
  [REQUEST_BUDGETS]: RequestBudgetRow;
}

export type Database = Kysely<Tables>;
