import type { Span } from '@opentelemetry/api';
import type { CallProviderName } from '../model/call-provider.js';

/** Who goes first where not everybody can: somebody waits, somebody turns pages, or nobody waits. */
export enum Urgency {
  SWEEP,
  /** Somebody wants to be told anew what is known. */
  RELOAD,
  WALK,
  INTERACTIVE,
}

/** On whose behalf requests are sent: told of each, and named in logs and traces. */
export interface RequestOrigin {
  readonly requestId: string;
  /** What the requests are part of, where traces are exported. */
  readonly span: Span | undefined;
  /** It has had more sent than any operation may: what was reckoned beforehand was too little. */
  readonly isSpent: boolean;
  sent(provider: CallProviderName): void;
}

/** What upstream requests are made for, and what that allows. */
export interface UpstreamContext {
  /** Every request stops when it does: the client has gone, or its time is over. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds: what can't be answered by then need not be begun. */
  readonly deadlineAt: number;
  readonly urgency: Urgency;
  /** Calls are to be read from their provider now, whatever is known of them. */
  readonly isFresh: boolean;
  /** Absent where no client asked. */
  readonly origin?: RequestOrigin | undefined;
}

/** A context with some parts replaced. A spread would fix the others at once; those of a batch change while it is under way. */
export function changed(context: UpstreamContext, changes: Partial<UpstreamContext>): UpstreamContext {
  return Object.create(context, Object.getOwnPropertyDescriptors(changes)) as UpstreamContext;
}
