import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import { usableBy } from './access/caller.js';
import { Audit } from './audit/audit.js';
import type { ConfiguredAccount } from './config/accounts.js';
import type { Config } from './config/config.js';
import { connectAccess } from './connect-access.js';
import { connectAccounts } from './connect-accounts.js';
import { connectRecordings } from './connect-recordings.js';
import { connectSharedCache } from './connect-shared-cache.js';
import { EventAddresses } from './events/address.js';
import { CallsPerHour } from './dialing/calls-per-hour.js';
import { Dialer } from './dialing/dialer.js';
import { Ledger } from './dialing/ledger.js';
import { Settler } from './dialing/settler.js';
import { LocalChangeBus } from './events/changes.js';
import { FollowedCalls } from './events/followed-calls.js';
import { EventInbox } from './events/inbox.js';
import { PostgresChangeBus } from './events/postgres-change-bus.js';
import { RecordedChanges } from './events/recorded-changes.js';
import { Subscribers } from './events/subscribers.js';
import { TrackedCalls } from './events/tracked-calls.js';
import { CallTracker } from './events/tracker.js';
import { FeedShares } from './feed/account-shares.js';
import { Feed } from './feed/feed.js';
import { WalkCache } from './feed/walk-cache.js';
import type { CreateContext } from './graph/context.js';
import { RowLimit } from './graph/cost/row-limit.js';
import { getSubgraph } from './graph/schema.js';
import { KnownCarrierIds } from './correlation/known-carrier-ids.js';
import type { SameCallParts } from './correlation/same-call-parts.js';
import { SameCallsLoader } from './graph/loaders/same-calls-loader.js';
import { PartialFailures } from './graph/partial-failures.js';
import { RecordingsLoader } from './graph/loaders/recordings-loader.js';
import { AgentLoader } from './graph/loaders/agent-loader.js';
import { CallCache } from './lookup/call-cache.js';
import { CallLoaders } from './graph/loaders/call-loaders.js';
import { ContactCallsLoader } from './graph/loaders/contact-calls-loader.js';
import { ContactFactsLoader } from './graph/loaders/contact-facts-loader.js';
import { type UpstreamContext, Urgency } from './upstream/upstream-context.js';
import { limitTime } from './upstream/time-limit.js';
import { repeat } from './server/repeating.js';
import { startServer } from './server/server.js';
import { Encryption } from './store/encryption.js';
import { Store } from './store/store.js';
import { codeOf } from './telemetry/error-code.js';
import { Metrics } from './telemetry/metrics.js';
import { startTraces } from './telemetry/traces.js';

export interface App {
  /** Where GraphQL is served. */
  readonly url: string;
  close(): Promise<void>;
}

/** The intervals of repeated jobs, in milliseconds. */
const POLL_MS = 1000;
const SWEEP_MS = 5000;
const FORGET_MS = 60 * 60 * 1000;
/** After this time every process has sent a change to its subscribers. */
const CHANGES_KEPT_MS = 10 * 60 * 1000;
/** A process that could not renew its interest in a call in time can still do so within this time. */
const UNWANTED_KEPT_MS = 5 * 60 * 1000;
const POLLED_AT_ONCE = 100;

/** The composition root: the only place that imports from every folder. Starts serving the given accounts. */
export async function startApp(config: Config, configured: readonly ConfiguredAccount[], isSimulated: boolean, log: Logger): Promise<App> {
  const now = () => Date.now();
  const eventsTokens = new Map(configured.map(({ account, eventsToken }) => [account, eventsToken]));
  const addresses = new EventAddresses(config.publicUrl, eventsTokens);
  const metrics = new Metrics();
  const traces = await startTraces(config.tracesUrl);
  const store = Store.at(config.store, (error) => log.error({ code: codeOf(error) }, 'the store failed'));
  const encryption = new Encryption(new Map(configured.map(({ account, storeKey }) => [account, storeKey])));
  const knownCarrierIds = new KnownCarrierIds();
  const cache = new CallCache(config.cache, now, (call) => knownCarrierIds.note(call));
  const shared = connectSharedCache(config, configured, cache, metrics, log);
  const { accounts, upstreams } = connectAccounts(configured, { config, store, cache, shared, addresses, metrics, log, now });
  const changes = new RecordedChanges(store, encryption);
  const bus = config.store.databaseUrl === undefined ? new LocalChangeBus() : new PostgresChangeBus(config.store.databaseUrl, (instant) => changes.since(instant));
  const subscribers = new Subscribers(bus);
  metrics.watch([...upstreams.values()], () => subscribers.count);
  // A change found by another process makes this process's cached call outdated.
  bus.listen(({ account, providerCallId }) => cache.doubt(account, providerCallId));
  const trackedCalls = new TrackedCalls(store, encryption);
  const tracker = new CallTracker(accounts, trackedCalls, changes, bus, now);
  const followed = new FollowedCalls(trackedCalls, now);
  const feed = new Feed({ accounts, configured: new Set(accounts.map(({ account }) => account)), cursorKeys: configured.map(({ cursorKey }) => cursorKey), walkCache: new WalkCache(), shares: new FeedShares(), now });
  const audit = new Audit(store, (row) => log.info({ audit: row }, 'audit'), now);
  const ledger = new Ledger(store, encryption, audit, (account, traits) => accounts.find((one) => one.account === account)?.dial?.similarityOf(traits) ?? '', now);
  const dialer = new Dialer(
    {
      accounts,
      ledger,
      callsPerHour: new CallsPerHour(store, config.dialCallsPerHour),
      settler: new Settler(accounts, ledger, now),
      now,
      lastKnown: (account, providerCallId) => cache.lastKnown(account, providerCallId),
      onPlaced: (call) => void tracker.follow(cache.keep(call)).catch((error: unknown) => log.warn({ code: codeOf(error) }, 'a placed call is not followed')),
    },
    {
      timeoutMs: config.upstream.timeoutMs,
      patienceMs: config.dialPatienceMs,
      allowedPrefixes: config.dialPrefixes,
      isOwnAddress: (url) => addresses.isOwn(url),
      eventAddress: (account, intentionId) => addresses.forIntention(account, intentionId),
    },
  );

  // Known once the server listens.
  let address = '';
  const recordings = connectRecordings({ config, configured, accounts, audit, baseUrl: () => config.publicUrl ?? address, metrics, log, now });
  const inbox = new EventInbox(store, tracker, (intentionId, calls, context) => dialer.notified(intentionId, calls, context), now);

  const createContext: CreateContext = ({ ended, caller, ...frame }) => {
    const usable = usableBy(caller, accounts);
    const limited = limitTime(ended, config.operationTimeoutMs);
    ended.addEventListener('abort', () => limited.release(), { once: true });
    const upstream: UpstreamContext = {
      // Repeated no-cache requests for known calls must not use up the account's budget.
      urgency: frame.isFresh ? Urgency.RELOAD : Urgency.INTERACTIVE,
      ...frame,
      signal: heardByMany(limited.signal),
      deadlineAt: now() + config.operationTimeoutMs,
    };
    const ownFeed = feed.of(usable);
    const contactCalls = new ContactCallsLoader(ownFeed, upstream);
    const calls = new CallLoaders(usable, caller.accounts !== null, upstream);
    const recordingsOf = new RecordingsLoader(usable, upstream);
    const find: SameCallParts['find'] = (provider, account, providerCallId) => calls.loadByProviderId(provider, account, { providerCallId });
    return {
      upstream,
      caller,
      accounts: usable,
      isSimulated,
      upstreams,
      calls,
      agents: new AgentLoader(usable, caller.accounts !== null, upstream),
      recordings: recordingsOf,
      sameCalls: new SameCallsLoader({ accounts: usable, find, recordingsOf: (call) => recordingsOf.load(call), known: knownCarrierIds, context: upstream }),
      failures: new PartialFailures(),
      contactFacts: new ContactFactsLoader(contactCalls, now()),
      contactCalls,
      feed: ownFeed,
      dialer,
      links: recordings.links,
      tracker,
      subscribers,
      followed,
      rows: new RowLimit(config.limits.rows),
      now,
    };
  };

  const closing = new AbortController();
  heardByMany(closing.signal);
  // One signal for all jobs: combining it with another signal every second would leak memory.
  const background = (urgency: Urgency): UpstreamContext => ({ urgency, signal: closing.signal, deadlineAt: now() + config.operationTimeoutMs, isFresh: true });
  // A subscriber may wait for the calls of a notification, so they are more urgent than polling.
  const workOff = () => inbox.workOff(background(Urgency.WALK));
  const again = (everyMs: number, job: () => Promise<void>) =>
    repeat(everyMs, job, closing.signal, (error) => log.warn({ code: codeOf(error) }, 'a repeated job failed'));
  const jobs = [
    again(POLL_MS, async () => {
      await followed.renew();
      await tracker.poll(POLLED_AT_ONCE, background(Urgency.SWEEP));
    }),
    again(SWEEP_MS, workOff),
    again(SWEEP_MS, () => dialer.sweep(closing.signal)),
    again(FORGET_MS, async () => {
      const before = now() - config.ledgerRetentionMs;
      await ledger.encryptTraits();
      await Promise.all([audit.forget(now() - config.auditRetentionMs), ledger.forget(before), inbox.forget(before), trackedCalls.forget(before)]);
    }),
    again(SWEEP_MS, async () => {
      await changes.forget(now() - CHANGES_KEPT_MS);
      await trackedCalls.forgetUnwanted(now() - UNWANTED_KEPT_MS);
    }),
  ];
  await Promise.all([store.warmUp(), shared?.connect()]);
  const server = await startServer({
    config,
    checkCaller: connectAccess(config.tokens, log, now),
    schema: getSubgraph(),
    createContext,
    isReady: () => store.isReady(),
    sharedCacheAnswers: shared && (() => shared.answers()),
    events: { accounts, tokens: eventsTokens, inbox, publicUrl: config.publicUrl, onStored: () => void workOff().catch(() => undefined) },
    accounts,
    recordings: recordings.serving,
    metrics,
    traces,
    log,
  });
  address = new URL(server.url).origin;
  return {
    url: server.url,
    async close() {
      closing.abort();
      subscribers.endAll();
      await server.close();
      await Promise.all(jobs);
      await bus.close();
      shared?.close();
      await store.close();
      await traces.close();
    },
  };
}

/** Each request of an operation listens to its signal, so a thousand listeners are not a leak. */
function heardByMany(signal: AbortSignal): AbortSignal {
  setMaxListeners(0, signal);
  return signal;
}
