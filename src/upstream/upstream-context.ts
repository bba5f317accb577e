import type { Span } from '@opentelemetry/api';
import type { AccountName } from '../model/account.js';

/** The priority of upstream requests, lowest first. */
export enum Urgency {
  /** No client waits. */
  SWEEP,
  /** A client wants to read known calls again. */
  RELOAD,
  /** A client reads further pages of a list. */
  WALK,
  /** A client waits for the response. */
  INTERACTIVE,
}

/** The operation that requests are sent for. It counts them, and its id is in logs and traces. */
export interface RequestOrigin {
  readonly requestId: string;
  /** Identifies the operation. A client may use one request id for several. */
  readonly operation: object;
  /** The parent span of the requests, if traces are exported. */
  readonly span: Span | undefined;
  /** It has reached its request limit. Happens if the cost estimate was too low. */
  readonly isSpent: boolean;
  /** What its callers may send. Empty for no limit. Several if operations of several callers share the requests. */
  readonly shares: readonly RequestShare[];
  /** Counts a request to an account. */
  sent(account: AccountName): void;
}

/** What one caller may send to each account. */
export interface RequestShare {
  /** How long the caller has to wait before the next request, in milliseconds. */
  waitMs(account: AccountName, perMinute: number): number;
  /** Counts a request, or the caller's part of one. */
  sent(account: AccountName, part: number): void;
}

/** Counts a request for each caller in equal parts, so that nobody pays for others. */
export function charge(shares: readonly RequestShare[], account: AccountName): void {
  for (const share of shares) share.sent(account, 1 / shares.length);
}

/** The context of upstream requests. */
export interface UpstreamContext {
  /** Aborts all requests: the client disconnected or the deadline has passed. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds. Requests that can't be answered by then are not sent. */
  readonly deadlineAt: number;
  readonly urgency: Urgency;
  /** Read calls from their provider, never from the cache. */
  readonly isFresh: boolean;
  /** Absent if no client operation needs the requests. */
  readonly origin?: RequestOrigin | undefined;
}

/** A context with some properties replaced. Not a spread, because a batch's context has getters whose values change. */
export function changed(context: UpstreamContext, changes: Partial<UpstreamContext>): UpstreamContext {
  return Object.create(context, Object.getOwnPropertyDescriptors(changes)) as UpstreamContext;
}
