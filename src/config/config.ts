import { type AccountName, defaultAccount, providerOf } from '../model/account.js';
import type { ProviderDefinition } from '../providers/definition.js';
import { type TokenSettings, tokenSettings } from './access.js';
import { type ConfiguredAccount, configuredAccounts } from './accounts.js';
import { check, type Environment } from './check.js';
import { mistypedNames } from './mistyped-names.js';
import { isLoopback, plainAddresses } from './plain-addresses.js';
import { serverSettings } from './server-settings.js';
import type { TrustedDocuments } from './trusted-documents.js';

/** Validated settings. No other code reads the environment. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly isProduction: boolean;
  readonly logLevel: string;
  /** Without dataDir the embedded database is in memory. */
  readonly store: { readonly dataDir: string | null; readonly databaseUrl: string | undefined };
  /** Redis that several processes share. Null without one. */
  readonly redisUrl: string | null;
  /** The URL at which providers reach this process. Null if they can't. */
  readonly publicUrl: string | null;
  readonly ledgerRetentionMs: number;
  readonly dialPatienceMs: number;
  /** How many calls each caller may place per hour. Null for no limit. */
  readonly dialCallsPerHour: number | null;
  readonly auditRetentionMs: number;
  /** Beginnings of the numbers that may be called. Empty for any number. */
  readonly dialPrefixes: readonly string[];
  /** Whether metrics are served: to everybody, with a token, or not at all. */
  readonly metrics: 'open' | 'off' | { readonly token: string };
  /** Whether introspection and the landing page are on. */
  readonly introspection: boolean;
  /** Origins that may send requests from browsers. */
  readonly corsOrigins: readonly string[];
  /** Allowed host names, in addition to IP addresses and names of private networks. `*` allows any. */
  readonly allowedHosts: readonly string[];
  /** How tokens are checked. Null: everybody may do everything. */
  readonly tokens: TokenSettings | null;
  /** Limits for clients. */
  readonly clients: {
    /** Maximum size of one response, in bytes. */
    readonly maxAnswerBytes: number;
    readonly maxUnreadBytes: number;
    /** Timeout for receiving a request, and for the client to read a response, in milliseconds. */
    readonly socketTimeoutMs: number;
    readonly maxSockets: number;
    /** Maximum per WebSocket. */
    readonly maxSubscriptions: number;
  };
  readonly recordings: {
    /** Sign links, newest first. Empty for keys that are derived from each account's credentials. */
    readonly linkKeys: readonly Buffer[];
    readonly maxStreams: number;
    /** Audio may be at loopback addresses. */
    readonly allowLoopback: boolean;
  };
  /** What one caller may use at once. */
  readonly callers: { readonly operations: number; readonly sockets: number };
  /** The only documents that are executed. Null allows any document. */
  readonly trustedDocuments: TrustedDocuments | null;
  readonly upstream: {
    readonly timeoutMs: number;
    readonly maxBytes: number;
    readonly maxConcurrent: number;
    readonly attempts: number;
    readonly breakerFailures: number;
    /** What one caller may send to an account per minute. Null for a share of the account's limit. */
    readonly callerRequestsPerMinute: number | null;
  };
  /** How long a look-up waits for others to share its request, in milliseconds. */
  readonly lookupWindowMs: number;
  readonly cache: { readonly maxCalls: number; readonly maxBytes: number; readonly settledMs: number; readonly unsettledMs: number; readonly absentMs: number };
  /** Limits of one operation. */
  readonly limits: { readonly depth: number; readonly aliases: number; readonly requests: number; readonly rows: number; readonly values: number };
  /** Whether clients may request the number of upstream requests of their operation. */
  readonly upstreamTrace: boolean;
  /** The URL that traces are exported to. Null turns tracing off. */
  readonly tracesUrl: string | null;
  /** Timeout of one client operation, in milliseconds. */
  readonly operationTimeoutMs: number;
  /** The configured accounts. If there are none, all providers are simulated. */
  readonly accounts: readonly ConfiguredAccount[];
  /** Further accounts to simulate. */
  readonly simulatedAccounts: readonly AccountName[];
  /** Valid settings that are probably mistakes. The texts contain names of settings but no values. */
  readonly warnings: readonly string[];
}

/** All problems of the environment at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

const isProduction = (environment: Environment) => environment['NODE_ENV'] === 'production';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Whether a name is that of a provider and one of its own. */
function isNamed(account: AccountName): boolean {
  const provider = providerOf(account);
  return provider !== null && account !== defaultAccount(provider);
}

/** Reads the environment. @throws ConfigError with every problem */
export function readConfig(environment: Environment, definitions: readonly ProviderDefinition[]): Config {
  // `NAME=` in a .env file counts as not set.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const problems: string[] = [];
  const server = check(given, serverSettings, problems);
  const accounts = definitions.flatMap((definition) => configuredAccounts(definition, given, server.EVENTS_TOKEN, problems));
  if (accounts.length === 0 && isProduction(given)) {
    const ways = definitions.map(({ required }) => required.join(' + ')).join(', or ');
    problems.push(`No provider is configured, and none is simulated in production. Set ${ways}.`);
  }
  const unknown = ((server.SIMULATED_ACCOUNTS as readonly string[] | undefined) ?? []).filter((account) => !isNamed(account));
  if (unknown.length > 0) problems.push('SIMULATED_ACCOUNTS has a name that is not that of a provider and one of its own, such as exotel-north.');
  if (server.RECORDING_ALLOW_LOOPBACK === 'true' && isProduction(given)) problems.push('RECORDING_ALLOW_LOOPBACK is for tests, and not allowed in production.');
  const tokens = tokenSettings(server, isProduction(given), problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({
    host: server.HOST,
    port: server.PORT,
    isProduction: isProduction(given),
    logLevel: server.LOG_LEVEL,
    store: { dataDir: server.DATA_DIR ?? (accounts.length > 0 ? './data' : null), databaseUrl: server.DATABASE_URL },
    redisUrl: server.REDIS_URL ?? null,
    publicUrl: server.PUBLIC_URL ?? null,
    ledgerRetentionMs: server.LEDGER_RETENTION_HOURS * 60 * MINUTE_MS,
    dialPatienceMs: server.DIAL_PATIENCE_MS,
    dialPrefixes: server.DIAL_ALLOWED_PREFIXES,
    dialCallsPerHour: server.DIAL_CALLS_PER_HOUR ?? null,
    auditRetentionMs: server.AUDIT_RETENTION_DAYS * DAY_MS,
    metrics: server.METRICS_TOKEN !== undefined ? { token: server.METRICS_TOKEN } : isLoopback(server.HOST) ? 'open' : 'off',
    introspection: server.INTROSPECTION === undefined ? !isProduction(given) : server.INTROSPECTION === 'true',
    corsOrigins: server.CORS_ORIGINS,
    allowedHosts: [...server.ALLOWED_HOSTS, server.HOST, ...(server.PUBLIC_URL === undefined ? [] : [new URL(server.PUBLIC_URL).hostname])],
    tokens,
    clients: {
      maxAnswerBytes: server.MAX_ANSWER_BYTES,
      maxUnreadBytes: server.MAX_UNREAD_BYTES,
      socketTimeoutMs: server.SOCKET_TIMEOUT_MS,
      maxSockets: server.MAX_SOCKETS,
      maxSubscriptions: server.MAX_SUBSCRIPTIONS_PER_SOCKET,
    },
    recordings: { linkKeys: server.RECORDING_LINK_KEYS, maxStreams: server.RECORDING_MAX_STREAMS, allowLoopback: server.RECORDING_ALLOW_LOOPBACK === 'true' },
    callers: { operations: server.CALLER_OPERATIONS, sockets: server.CALLER_SOCKETS },
    trustedDocuments: server.TRUSTED_DOCUMENTS ?? null,
    upstream: {
      timeoutMs: server.UPSTREAM_TIMEOUT_MS,
      maxBytes: server.UPSTREAM_MAX_BYTES,
      maxConcurrent: server.UPSTREAM_MAX_CONCURRENT,
      attempts: server.UPSTREAM_ATTEMPTS,
      breakerFailures: server.BREAKER_FAILURES,
      callerRequestsPerMinute: server.CALLER_REQUESTS_PER_MINUTE ?? null,
    },
    lookupWindowMs: server.LOOKUP_WINDOW_MS,
    cache: {
      maxCalls: server.CACHE_MAX_CALLS,
      maxBytes: server.CACHE_MAX_BYTES,
      settledMs: server.CACHE_SETTLED_SECONDS * 1000,
      unsettledMs: server.CACHE_UNSETTLED_SECONDS * 1000,
      absentMs: server.CACHE_ABSENT_SECONDS * 1000,
    },
    limits: { depth: server.MAX_DEPTH, aliases: server.MAX_ALIASES, requests: server.MAX_COST_REQUESTS, rows: server.MAX_COST_ROWS, values: server.MAX_COST_VALUES },
    upstreamTrace: server.UPSTREAM_TRACE === undefined ? !isProduction(given) : server.UPSTREAM_TRACE === 'true',
    tracesUrl: server.OTEL_EXPORTER_OTLP_ENDPOINT === undefined ? null : `${server.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces`,
    operationTimeoutMs: server.OPERATION_TIMEOUT_MS,
    accounts,
    simulatedAccounts: server.SIMULATED_ACCOUNTS,
    warnings: [...mistypedNames(given, definitions), ...plainAddresses(server.PUBLIC_URL, accounts)],
  });
}
