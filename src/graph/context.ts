import type { Caller } from '../access/caller.js';
import type { Dialer } from '../dialing/dialer.js';
import type { FollowedCalls } from '../events/followed-calls.js';
import type { Subscribers } from '../events/subscribers.js';
import type { CallTracker } from '../events/tracker.js';
import type { Feed } from '../feed/feed.js';
import type { AgentLoader } from './loaders/agent-loader.js';
import type { CallLoaders } from './loaders/call-loaders.js';
import type { ContactCallsLoader } from './loaders/contact-calls-loader.js';
import type { ContactFactsLoader } from './loaders/contact-facts-loader.js';
import type { SameCallsLoader } from './loaders/same-calls-loader.js';
import type { RecordingsLoader } from './loaders/recordings-loader.js';
import type { PartialFailures } from './partial-failures.js';
import type { AccountName } from '../model/account.js';
import type { ConnectedAccount } from '../providers/provider.js';
import type { RequestOrigin, UpstreamContext, Urgency } from '../upstream/upstream-context.js';
import type { Upstream } from '../upstream/upstream.js';
import type { RecordingLinks } from '../recordings/links.js';
import type { RowLimit } from './cost/row-limit.js';

/** What is known about a client operation before it is parsed. */
export interface OperationFrame {
  /** Aborts when the operation ends: the response was sent, or the client disconnected. */
  readonly ended: AbortSignal;
  /** The client wants fresh data, nothing from a cache. */
  readonly isFresh: boolean;
  /** Defaults to INTERACTIVE. */
  readonly urgency?: Urgency;
  readonly origin?: RequestOrigin | undefined;
  readonly caller: Caller;
}

export type CreateContext = (frame: OperationFrame) => GraphContext;

/** The context of one client operation. */
export interface GraphContext {
  readonly upstream: UpstreamContext;
  readonly caller: Caller;
  /** The accounts that the caller may use. */
  readonly accounts: readonly ConnectedAccount[];
  /** Whether the providers are simulated. */
  readonly isSimulated: boolean;
  readonly upstreams: ReadonlyMap<AccountName, Upstream>;
  readonly calls: CallLoaders;
  readonly agents: AgentLoader;
  readonly recordings: RecordingsLoader;
  readonly sameCalls: SameCallsLoader;
  readonly contactFacts: ContactFactsLoader;
  readonly contactCalls: ContactCallsLoader;
  readonly feed: Feed;
  readonly dialer: Dialer;
  readonly links: RecordingLinks;
  /** Failures that are told beside the data. */
  readonly failures: PartialFailures;
  readonly tracker: CallTracker;
  readonly subscribers: Subscribers;
  readonly followed: FollowedCalls;
  /** Limits the rows of fields that lead back to their parent. */
  readonly rows: RowLimit;
  /** Epoch milliseconds. */
  readonly now: () => number;
}
