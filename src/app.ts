import pLimit from 'p-limit';
import type { Logger } from 'pino';
import type { Config, ConfiguredProvider } from './config/config.js';
import { Dialer } from './dialing/dialer.js';
import { Feed } from './feed/feed.js';
import { KeptWalks } from './feed/kept-walks.js';
import type { GraphContext } from './graph/context.js';
import { buildSubgraph } from './graph/schema.js';
import { CallLoaders } from './lookup/call-loaders.js';
import { ContactCallsLoader } from './lookup/contact-calls.js';
import { ContactFactsLoader } from './lookup/contact-facts.js';
import { createHttpClient } from './providers/http.js';
import type { CallProvider } from './providers/provider.js';
import { startServer } from './server/server.js';

export interface App {
  /** Where GraphQL is served. */
  readonly url: string;
  close(): Promise<void>;
}

/** The composition root: the only place that knows every room. Starts serving the given providers. */
export async function startApp(config: Config, configured: readonly ConfiguredProvider[], isSimulated: boolean, log: Logger): Promise<App> {
  const now = () => Date.now();
  const providers = configured.map((one) => connect(one, config, log, now));
  const feed = new Feed({ providers, cursorKey: config.cursorKey, kept: new KeptWalks(), now });
  const dialer = new Dialer(providers, config.upstream.timeoutMs);
  const createContext = (signal: AbortSignal): GraphContext => {
    const upstream = { signal: AbortSignal.any([signal, AbortSignal.timeout(config.operationTimeoutMs)]) };
    const contactCalls = new ContactCallsLoader(feed, upstream);
    return {
      upstream,
      providers,
      isSimulated,
      calls: new CallLoaders(providers, upstream),
      contactFacts: new ContactFactsLoader(contactCalls, now()),
      contactCalls,
      feed,
      dialer,
      now,
    };
  };
  return startServer({ config, schema: buildSubgraph(), createContext, log });
}

function connect({ definition, settings }: ConfiguredProvider, { upstream }: Config, log: Logger, now: () => number): CallProvider {
  const slots = pLimit(upstream.maxConcurrent);
  return definition.connect(settings, {
    now,
    http: (http) => createHttpClient({ provider: definition.name, ...http }, { ...upstream, slots }),
    reportUnreadable: (rows) => log.warn({ provider: definition.name, rows }, 'rows that could not be read as calls were left out'),
  });
}
