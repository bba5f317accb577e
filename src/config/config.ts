import { createHmac } from 'node:crypto';
import { type CleanedEnv, cleanEnv, EnvMissingError } from 'envalid';
import type { ProviderDefinition, Settings, SettingSpecs } from '../providers/definition.js';
import { nearestName } from './nearest-name.js';
import { plainAddresses } from './plain-addresses.js';
import { serverSettings } from './server-settings.js';
import type { TrustedDocuments } from './trusted-documents.js';

/** Checked settings; nothing else reads the environment. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly isProduction: boolean;
  readonly logLevel: string;
  /** Without a folder the embedded database is in memory. */
  readonly store: { readonly dataDir: string | null; readonly databaseUrl: string | undefined };
  /** Where providers reach us; null where they can't. */
  readonly publicUrl: string | null;
  readonly eventsToken: string;
  readonly ledgerRetentionMs: number;
  readonly dialPatienceMs: number;
  /** Whether the schema may be asked for, and the landing page shown. */
  readonly introspection: boolean;
  /** Sites whose pages may ask. */
  readonly corsOrigins: readonly string[];
  /** Names that clients may reach this process by, beside addresses and names of private networks; `*` for any. */
  readonly allowedHosts: readonly string[];
  /** What clients may take up. */
  readonly clients: {
    /** How many bytes one answer may have. */
    readonly maxAnswerBytes: number;
    /** How long a request may take to come in, and an answer to be taken, in milliseconds. */
    readonly socketTimeoutMs: number;
    readonly maxSockets: number;
    /** How many one WebSocket may have. */
    readonly maxSubscriptions: number;
  };
  /** The only documents that are executed; null where any is. */
  readonly trustedDocuments: TrustedDocuments | null;
  readonly upstream: {
    readonly timeoutMs: number;
    readonly maxBytes: number;
    readonly maxConcurrent: number;
    readonly attempts: number;
    readonly breakerFailures: number;
  };
  /** How long a look-up waits for others to share its request, in milliseconds. */
  readonly lookupWindowMs: number;
  readonly cache: { readonly maxCalls: number; readonly maxBytes: number; readonly settledMs: number; readonly unsettledMs: number; readonly absentMs: number };
  /** What one operation may ask for. */
  readonly limits: { readonly depth: number; readonly aliases: number; readonly requests: number; readonly rows: number; readonly values: number };
  /** Whether clients may ask how many requests their operation cost. */
  readonly upstreamTrace: boolean;
  /** Where traces are sent to; null where they aren't. */
  readonly tracesUrl: string | null;
  /** How long one client operation may take, in milliseconds. */
  readonly operationTimeoutMs: number;
  /** The configured providers; none means that all are to be simulated. */
  readonly providers: readonly ConfiguredProvider[];
  /** What is allowed, and probably not what was meant; with names of settings, and no values. */
  readonly warnings: readonly string[];
  /** Signs the feed's cursors. */
  readonly cursorKey: Buffer;
}

export interface ConfiguredProvider {
  readonly definition: ProviderDefinition;
  readonly settings: Settings<SettingSpecs>;
  /** Stable hash that identifies the account without revealing its credentials; the same in every process. */
  readonly account: string;
  /** Encrypts what the store holds of this account's calls. */
  readonly storeKey: Buffer;
  /** Null where no limit is known. */
  readonly requestsPerMinute: number | null;
}

/** Everything that is wrong with the environment, at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

const isProduction = (environment: Environment) => environment['NODE_ENV'] === 'production';

const MINUTE_MS = 60_000;

/** Reads the environment. @throws ConfigError naming every problem. */
export function readConfig(environment: Environment, definitions: readonly ProviderDefinition[]): Config {
  // `NAME=` in a .env file means that the setting is not given.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const problems: string[] = [];
  const server = check(given, serverSettings, problems);
  const providers = definitions.flatMap((definition) => configured(definition, given, problems));
  if (providers.length === 0 && isProduction(given)) {
    const ways = definitions.map(({ required }) => required.join(' + ')).join(', or ');
    problems.push(`No provider is configured, and none is simulated in production. Set ${ways}.`);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({
    host: server.HOST,
    port: server.PORT,
    isProduction: isProduction(given),
    logLevel: server.LOG_LEVEL,
    store: { dataDir: server.DATA_DIR ?? (providers.length > 0 ? './data' : null), databaseUrl: server.DATABASE_URL },
    publicUrl: server.PUBLIC_URL ?? null,
    eventsToken: server.EVENTS_TOKEN ?? sharedSecret('events', providers).toString('base64url'),
    ledgerRetentionMs: server.LEDGER_RETENTION_HOURS * 60 * MINUTE_MS,
    dialPatienceMs: server.DIAL_PATIENCE_MS,
    introspection: server.INTROSPECTION === undefined ? !isProduction(given) : server.INTROSPECTION === 'true',
    corsOrigins: server.CORS_ORIGINS,
    allowedHosts: [...server.ALLOWED_HOSTS, server.HOST, ...(server.PUBLIC_URL === undefined ? [] : [new URL(server.PUBLIC_URL).hostname])],
    clients: {
      maxAnswerBytes: server.MAX_ANSWER_BYTES,
      socketTimeoutMs: server.SOCKET_TIMEOUT_MS,
      maxSockets: server.MAX_SOCKETS,
      maxSubscriptions: server.MAX_SUBSCRIPTIONS_PER_SOCKET,
    },
    trustedDocuments: server.TRUSTED_DOCUMENTS ?? null,
    upstream: {
      timeoutMs: server.UPSTREAM_TIMEOUT_MS,
      maxBytes: server.UPSTREAM_MAX_BYTES,
      maxConcurrent: server.UPSTREAM_MAX_CONCURRENT,
      attempts: server.UPSTREAM_ATTEMPTS,
      breakerFailures: server.BREAKER_FAILURES,
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
    providers,
    warnings: [...mistypedNames(given, definitions), ...plainAddresses(server, providers)],
    cursorKey: sharedSecret('cursors', providers),
  });
}

/** Variables that are no settings and were probably meant for one: they begin like a provider's, or are nearly the name of one. */
function mistypedNames(given: Environment, definitions: readonly ProviderDefinition[]): string[] {
  const ofProviders = definitions.flatMap(({ settings }) => Object.keys(settings));
  const names = [...Object.keys(serverSettings), ...ofProviders];
  const prefixes = definitions.map(({ name }) => `${name}_`);
  return Object.keys(given).flatMap((name) => {
    if (names.includes(name)) return [];
    const nearest = nearestName(name, names);
    if (nearest !== null) return [`${name} is no setting and has no effect. Is ${nearest} meant?`];
    return prefixes.some((prefix) => name.toUpperCase().startsWith(prefix)) ? [`${name} is no setting and has no effect.`] : [];
  });
}

/** A provider is configured when what it requires is there; half of it is a problem. */
function configured(definition: ProviderDefinition, given: Environment, problems: string[]): ConfiguredProvider[] {
  const { required, settings } = definition;
  const isBegun = [...required, ...Object.keys(settings).filter((name) => name.endsWith('_BASE_URL'))].some((name) => name in given);
  if (!isBegun) {
    // What is given all the same, such as a time zone, is checked all the same.
    check(given, Object.fromEntries(Object.entries(settings).filter(([name]) => name in given)), problems);
    return [];
  }
  const before = problems.length;
  const checked = check(given, settings, problems);
  if (problems.length > before) return [];
  const limit = Number(definition.requestsPerMinute === undefined ? 0 : checked[definition.requestsPerMinute]);
  return [{ definition, settings: checked, account: ofAccount('account', definition, checked).toString('base64url'), storeKey: ofAccount('store', definition, checked), requestsPerMinute: limit > 0 ? limit : null }];
}

/** What is derived from an account's credentials for one purpose; 32 bytes. */
function ofAccount(purpose: string, { name, required }: ProviderDefinition, settings: Settings<SettingSpecs>): Buffer {
  return createHmac('sha256', `switchboard ${purpose}`).update(JSON.stringify([name, required.map((setting) => settings[setting])])).digest();
}

function check<Specs extends object>(given: Environment, specs: Specs, problems: string[]): CleanedEnv<Specs> {
  return cleanEnv(given, specs, {
    reporter: ({ errors }) => {
      for (const [name, error] of Object.entries<Error | undefined>(errors)) {
        problems.push(error instanceof EnvMissingError ? `${name} is missing.` : `${name} is ${error?.message ?? 'unreadable'}.`);
      }
    },
  });
}

/**
 * A secret that every process with the same accounts shares without a setting of its own; other
 * credentials make other secrets. One secret tells nothing of another, nor of the credentials.
 */
function sharedSecret(purpose: string, providers: readonly ConfiguredProvider[]): Buffer {
  const hmac = createHmac('sha256', `switchboard ${purpose}`);
  for (const { definition, settings } of providers) hmac.update(JSON.stringify([definition.name, { ...settings }]));
  return hmac.digest();
}
