import { str } from 'envalid';
import { accountNames, eventsToken, MAX_EVENTS_TOKEN_LENGTH } from './account-settings.js';
import { linkKeys, MIN_LINK_KEY_LENGTH } from './link-keys.js';
import { trustedDocuments } from './trusted-documents.js';
import { baseUrl, checkedText, hostNames, oneOf, origins, phonePrefixes, wholeNumber } from '../providers/validators.js';

const MINUTE_MS = 60_000;
const milliseconds = wholeNumber(1, 10 * MINUTE_MS);
const redisUrl = checkedText((url) => /^rediss?:\/\/./.test(url) && URL.canParse(url), 'not a URL such as redis://host:6379 or rediss://user:password@host');
const databaseUrl = checkedText((url) => /^postgres(ql)?:\/\/./.test(url), 'not a URL such as postgresql://user@host/database');

const processSettings = {
  NODE_ENV: str({ choices: ['development', 'test', 'production'], default: 'development', desc: '`development`, `test` or `production`. In production nothing is simulated.' }),
  HOST: str({ default: '127.0.0.1', desc: 'Address to listen on.' }),
  PORT: wholeNumber(0, 65_535)({ default: 4000, desc: 'Port to listen on. 0 takes any free port.' }),
  SIMULATED_ACCOUNTS: accountNames({
    default: [],
    example: 'exotel-north,contact-center-north',
    desc: 'Further accounts to simulate, separated by commas: the name of a provider in small letters with dashes, and a name. Has an effect only while providers are simulated.',
  }),
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent')({ default: 'info', desc: '`fatal`, `error`, `warn`, `info`, `debug` or `silent`. Logs are JSON lines on standard error.' }),
  OTEL_EXPORTER_OTLP_ENDPOINT: baseUrl({ default: undefined, example: 'http://127.0.0.1:4318', desc: 'Endpoint for OpenTelemetry traces over HTTP, without /v1/traces. Without it no traces are sent.' }),
};

const accessSettings = {
  AUTH: oneOf('none', 'jwt')({
    default: undefined,
    example: 'jwt',
    desc: '`jwt`: every request needs a token. `none`: whoever reaches the address may do everything. In production it must be set; otherwise `none` is the default. See [access](access.md).',
  }),
  AUTH_JWKS: str({ default: undefined, example: 'https://login.example.com/.well-known/jwks.json', desc: "The issuer's public keys: https addresses or files, separated by commas." }),
  AUTH_ISSUER: str({ default: undefined, example: 'https://login.example.com/', desc: 'The issuer (`iss`) that tokens must have.' }),
  AUTH_AUDIENCE: str({ default: undefined, example: 'switchboard', desc: 'The audience (`aud`) that tokens must have.' }),
  AUTH_ALGORITHMS: str({ default: 'RS256,ES256,EdDSA', desc: 'Allowed signature algorithms, separated by commas. Only those with a public key.' }),
  AUTH_SCOPE_CLAIM: str({ default: 'scope', desc: 'The claim with the scopes: a text with spaces, or a list.' }),
  AUTH_ACCOUNTS_CLAIM: str({ default: 'accounts', desc: 'The claim with the names of the accounts that the caller may use: a list. Without the claim, all accounts.' }),
  CALLER_OPERATIONS: wholeNumber(1, 1_000_000)({ default: 100, desc: 'Maximum number of operations in progress for each caller. Has an effect only with AUTH=jwt, as the two settings below.' }),
  CALLER_REQUESTS_PER_MINUTE: wholeNumber(1, 10_000_000)({ default: undefined, example: '100', desc: "Maximum number of requests that each caller causes at each account per minute. By default two fifths of the account's limit; none for accounts without a limit." }),
  CALLER_SOCKETS: wholeNumber(1, 1_000_000)({ default: 100, desc: 'Maximum number of open WebSockets for each caller.' }),
  INTROSPECTION: oneOf('true', 'false')({
    default: undefined,
    example: 'true',
    desc: '`true` or `false`: whether introspection and the landing page are on. By default `true`, in production `false`.',
  }),
  CORS_ORIGINS: origins({ default: [], example: 'https://app.example.com', desc: 'Origins that may send requests from browsers, separated by commas. Apollo Sandbox is also allowed if introspection is on.' }),
  ALLOWED_HOSTS: hostNames({
    default: [],
    example: 'switchboard.example.com',
    desc: "Host names at which clients reach this process, separated by commas. `*` allows any. IP addresses, the names in HOST and PUBLIC_URL, and names that only a private network resolves (localhost, switchboard, switchboard.calls.svc) need not be listed.",
  }),
  TRUSTED_DOCUMENTS: trustedDocuments({
    default: undefined,
    example: './persisted-documents.json',
    desc: 'JSON file with the only documents that are executed: a persisted query manifest, or an object of documents by id. Without it any document is executed.',
  }),
  METRICS_TOKEN: checkedText((token) => /^[\w-]{16,200}$/.test(token), 'not 16 to 200 letters, digits, - and _')({
    default: undefined,
    desc: 'Token that `/metrics` needs, as `authorization: Bearer …`. Without it `/metrics` is open if HOST is a loopback address, and off otherwise.',
  }),
  UPSTREAM_TRACE: oneOf('true', 'false')({
    default: undefined,
    example: 'true',
    desc: '`true` or `false`: whether responses to requests with the header `x-upstream-trace: 1` contain the number of requests to each provider. By default `true`, in production `false`.',
  }),
};

const storeSettings = {
  DATA_DIR: str({
    default: undefined,
    example: './data',
    desc: 'Folder of the embedded database. By default `./data`. With simulated providers the database is in memory by default.',
  }),
  DATABASE_URL: databaseUrl({ default: undefined, example: 'postgresql://switchboard@localhost/switchboard', desc: 'PostgreSQL to use instead of the embedded database. Several processes can share it.' }),
  REDIS_URL: redisUrl({
    default: undefined,
    example: 'redis://localhost:6379',
    desc: 'Redis or Valkey, in which several processes share the calls that they read, their look-ups and their request budgets. Everything in it may be lost. See [scaling](scaling.md).',
  }),
};

const dialingSettings = {
  LEDGER_RETENTION_HOURS: wholeNumber(24, 24 * 365)({ default: 72, desc: 'How long idempotency keys are kept, in hours. At least 24.' }),
  DIAL_PATIENCE_MS: milliseconds({ default: 5000, desc: 'How long createPhoneCall waits for the search for a call whose response was lost, in milliseconds.' }),
  PUBLIC_URL: baseUrl({ default: undefined, example: 'https://switchboard.example.com', desc: 'URL at which providers reach this process from the internet to send notifications.' }),
  DIAL_ALLOWED_PREFIXES: phonePrefixes({
    default: [],
    example: '+1,+4420',
    desc: 'Beginnings of the numbers that may be called, in E.164, separated by commas. Without it any number may be called.',
  }),
  DIAL_CALLS_PER_HOUR: wholeNumber(1, 1_000_000)({ default: undefined, example: '100', desc: 'Maximum number of calls that each caller places per hour, in all processes that share the store. Without it there is no limit.' }),
  AUDIT_RETENTION_DAYS: wholeNumber(1, 3650)({ default: 400, desc: 'How long the audit of placed calls is kept, in days.' }),
  EVENTS_TOKEN: eventsToken({
    default: undefined,
    desc: `Secret part of the URLs at which vendors notify about the default accounts: 16 to ${MAX_EVENTS_TOKEN_LENGTH} letters, digits, - and _. By default derived from each account's credentials. A named account has its own, e.g. \`EXOTEL_NORTH_EVENTS_TOKEN\`.`,
  }),
};

const recordingSettings = {
  RECORDING_LINK_KEYS: linkKeys({
    default: [],
    desc: `Secrets that sign the links to recordings, newest first, separated by commas: at least ${MIN_LINK_KEY_LENGTH} letters, digits, - and _ each. Links of all of them are accepted. By default derived from each account's credentials.`,
  }),
  RECORDING_MAX_STREAMS: wholeNumber(2, 10_000)({ default: 50, desc: 'Maximum number of recordings that are played at once. With AUTH=jwt one caller may have half of them.' }),
  RECORDING_ALLOW_LOOPBACK: oneOf('true', 'false')({ default: 'false', desc: '`true`: recordings may be at loopback addresses, and without encryption. For tests; not in production.' }),
};

const clientSettings = {
  OPERATION_TIMEOUT_MS: milliseconds({ default: 25_000, desc: 'Timeout of one client operation, in milliseconds.' }),
  MAX_DEPTH: wholeNumber(1, 100)({ default: 15, desc: 'Maximum depth of an operation.' }),
  MAX_ALIASES: wholeNumber(1, 10_000)({ default: 500, desc: 'Maximum number of aliases in an operation.' }),
  MAX_COST_REQUESTS: wholeNumber(1, 1_000_000)({ default: 1000, desc: 'Maximum number of requests to providers per operation, estimated before it starts.' }),
  MAX_COST_ROWS: wholeNumber(1, 10_000_000)({ default: 20_000, desc: 'Maximum number of rows that an operation reads, estimated before it starts.' }),
  MAX_COST_VALUES: wholeNumber(1, 100_000_000)({ default: 250_000, desc: 'Maximum number of values in the response, estimated before the operation starts.' }),
  MAX_ANSWER_BYTES: wholeNumber(1024, 2 ** 30)({ default: 16 * 1024 * 1024, desc: 'Maximum size of one response to a client, in bytes.' }),
  MAX_UNREAD_BYTES: wholeNumber(1024, 2 ** 40)({ default: 128 * 1024 * 1024, desc: 'Maximum size of all responses that clients have not read yet, in bytes. Above it, the connection is closed that leaves the most unread for the longest time.' }),
  SOCKET_TIMEOUT_MS: milliseconds({ default: 30_000, desc: 'Timeout for receiving a request, and for a client to read its response, in milliseconds.' }),
  MAX_SOCKETS: wholeNumber(1, 1_000_000)({ default: 1000, desc: 'Maximum number of open WebSockets.' }),
  MAX_SUBSCRIPTIONS_PER_SOCKET: wholeNumber(1, 100_000)({ default: 100, desc: 'Maximum number of subscriptions per WebSocket.' }),
};

const upstreamSettings = {
  UPSTREAM_TIMEOUT_MS: milliseconds({ default: 10_000, desc: 'Timeout of one request to a provider, in milliseconds.' }),
  UPSTREAM_MAX_BYTES: wholeNumber(1024, 2 ** 30)({ default: 8 * 1024 * 1024, desc: "Maximum size of a provider's response after decompression, in bytes." }),
  UPSTREAM_MAX_CONCURRENT: wholeNumber(1, 1000)({ default: 16, desc: 'Maximum number of concurrent requests to one provider.' }),
  UPSTREAM_ATTEMPTS: wholeNumber(1, 10)({ default: 3, desc: 'Maximum number of attempts per read. A request that places a call is always sent once.' }),
  BREAKER_FAILURES: wholeNumber(1, 1_000_000)({ default: 10, desc: 'Number of failures in a row after which no reads are sent to a provider for a while.' }),
  LOOKUP_WINDOW_MS: wholeNumber(0, 1000)({ default: 2, desc: 'How long a look-up waits for others to share its request, in milliseconds.' }),
};

const cacheSettings = {
  CACHE_MAX_CALLS: wholeNumber(0, 10_000_000)({ default: 20_000, desc: 'Maximum number of calls in the cache. 0 turns the cache off.' }),
  CACHE_MAX_BYTES: wholeNumber(1024, 2 ** 36)({ default: 64 * 1024 * 1024, desc: 'Maximum estimated memory of the cache, in bytes.' }),
  CACHE_SETTLED_SECONDS: wholeNumber(0, 10_000_000)({ default: 6 * 60 * 60, desc: 'How long a settled call stays valid in the cache, in seconds.' }),
  CACHE_UNSETTLED_SECONDS: wholeNumber(0, 3600)({ default: 2, desc: 'How long any other call stays valid in the cache, in seconds.' }),
  CACHE_ABSENT_SECONDS: wholeNumber(0, 3600)({ default: 15, desc: 'How long the cache knows that a call does not exist, in seconds.' }),
};

/** The settings of the process itself. The providers' settings are in their folders. */
export const serverSettings = {
  ...processSettings,
  ...accessSettings,
  ...storeSettings,
  ...dialingSettings,
  ...recordingSettings,
  ...clientSettings,
  ...upstreamSettings,
  ...cacheSettings,
};

/** The same settings, grouped for the documentation. */
export const serverSettingGroups = [
  { title: 'The process', settings: processSettings },
  { title: 'Access', settings: accessSettings },
  { title: 'The store', settings: storeSettings },
  { title: 'Placing calls and following them', settings: dialingSettings },
  { title: 'Recordings', settings: recordingSettings },
  { title: 'Client limits', settings: clientSettings },
  { title: 'Requests to providers', settings: upstreamSettings },
  { title: 'The call cache', settings: cacheSettings },
];
