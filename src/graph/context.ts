import type { Dialer } from '../dialing/dialer.js';
import type { Subscribers } from '../events/subscribers.js';
import type { CallTracker } from '../events/tracker.js';
import type { Feed } from '../feed/feed.js';
import type { CallLoaders } from '../lookup/call-loaders.js';
import type { ContactCallsLoader } from '../lookup/contact-calls.js';
import type { ContactFactsLoader } from '../lookup/contact-facts.js';
import type { CallProvider, UpstreamContext } from '../providers/provider.js';

/** What one client operation works with. */
export interface GraphContext {
  readonly upstream: UpstreamContext;
  readonly providers: readonly CallProvider[];
  /** Whether the providers are simulated. */
  readonly isSimulated: boolean;
  readonly calls: CallLoaders;
  readonly contactFacts: ContactFactsLoader;
  readonly contactCalls: ContactCallsLoader;
  readonly feed: Feed;
  readonly dialer: Dialer;
  readonly tracker: CallTracker;
  readonly subscribers: Subscribers;
  /** Epoch milliseconds. */
  readonly now: () => number;
}
