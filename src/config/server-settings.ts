import { str } from 'envalid';
import { trustedDocuments } from './trusted-documents.js';
import { baseUrl, checkedText, hostNames, oneOf, origins, wholeNumber } from '../providers/validators.js';

const MINUTE_MS = 60_000;
const milliseconds = wholeNumber(1, 10 * MINUTE_MS);
const databaseUrl = checkedText((url) => /^postgres(ql)?:\/\/./.test(url), 'not an address such as postgresql://user@host/database');
/** More than any address for notifications may have to hold. */
export const LONGEST_EVENTS_TOKEN = 200;
const eventsToken = checkedText((token) => /^[\w-]{16,}$/.test(token) && token.length <= LONGEST_EVENTS_TOKEN, `not 16 to ${LONGEST_EVENTS_TOKEN} letters, digits, - and _`);

/** The process. */
const processSettings = {
  NODE_ENV: str({ choices: ['development', 'test', 'production'], default: 'development', desc: '`development`, `test` or `production`. In production nothing is simulated.' }),
  HOST: str({ default: '127.0.0.1', desc: 'Address to listen on.' }),
  PORT: wholeNumber(0, 65_535)({ default: 4000, desc: 'Port to listen on; 0 takes any free port.' }),
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent')({ default: 'info', desc: '`fatal`, `error`, `warn`, `info`, `debug` or `silent`. Logs are JSON lines on standard error.' }),
  OTEL_EXPORTER_OTLP_ENDPOINT: baseUrl({ default: undefined, example: 'http://127.0.0.1:4318', desc: 'Where OpenTelemetry traces are sent, over HTTP: the part before /v1/traces. Without it none are sent.' }),
};

/** Who may ask, and for what. */
const accessSettings = {
  INTROSPECTION: oneOf('true', 'false')({
    default: undefined,
    example: 'true',
    desc: '`true` or `false`: whether clients may ask for the schema and get a landing page. By default `true`, in production `false`.',
  }),
  CORS_ORIGINS: origins({ default: [], example: 'https://app.example.com', desc: 'Origins whose pages may ask, separated by commas. Apollo Sandbox may ask wherever the schema may be asked for.' }),
  ALLOWED_HOSTS: hostNames({
    default: [],
    example: 'switchboard.example.com',
    desc: "Host names by which clients reach this process, separated by commas; `*` allows any. IP addresses, the names in HOST and PUBLIC_URL, and names that only a private network resolves (localhost, switchboard, switchboard.calls.svc) need not be listed.",
  }),
  TRUSTED_DOCUMENTS: trustedDocuments({
    default: undefined,
    example: './persisted-documents.json',
    desc: 'JSON file with the only documents that are executed: a persisted query manifest, or an object of documents by id. Without it any document is executed.',
  }),
  UPSTREAM_TRACE: oneOf('true', 'false')({
    default: undefined,
    example: 'true',
    desc: '`true` or `false`: whether the request header `x-upstream-trace: 1` is answered with the number of requests to each provider. By default `true`, in production `false`.',
  }),
};

/** The store. */
const storeSettings = {
  DATA_DIR: str({
    default: undefined,
    example: './data',
    desc: 'Folder of the embedded database. By default `./data`; none with simulated providers, whose calls end with the process.',
  }),
  DATABASE_URL: databaseUrl({ default: undefined, example: 'postgresql://switchboard@localhost/switchboard', desc: 'PostgreSQL to use instead of the embedded database. Several processes share it.' }),
};

/** Placing calls, and what becomes of them. */
const dialingSettings = {
  LEDGER_RETENTION_HOURS: wholeNumber(24, 24 * 365)({ default: 72, desc: 'How long idempotency keys are kept, in hours; at least 24.' }),
  DIAL_PATIENCE_MS: milliseconds({ default: 5000, desc: 'How long the client of createPhoneCall waits while a lost answer is looked for, in milliseconds.' }),
  PUBLIC_URL: baseUrl({ default: undefined, example: 'https://switchboard.example.com', desc: 'Address at which providers reach this process from the internet, for their notifications.' }),
  EVENTS_TOKEN: eventsToken({
    default: undefined,
    desc: `Secret part of the addresses for notifications: 16 to ${LONGEST_EVENTS_TOKEN} letters, digits, - and _. By default derived from the providers' settings.`,
  }),
};

/** What clients may take up. */
const clientSettings = {
  OPERATION_TIMEOUT_MS: milliseconds({ default: 25_000, desc: 'How long one operation of a client may take, in milliseconds.' }),
  MAX_DEPTH: wholeNumber(1, 100)({ default: 15, desc: 'How deep an operation may be nested.' }),
  MAX_ALIASES: wholeNumber(1, 10_000)({ default: 500, desc: 'How many aliases an operation may have.' }),
  MAX_COST_REQUESTS: wholeNumber(1, 1_000_000)({ default: 1000, desc: 'How many requests to providers an operation may need, as estimated before it starts.' }),
  MAX_COST_ROWS: wholeNumber(1, 10_000_000)({ default: 20_000, desc: 'How many rows an operation may read, as estimated before it starts.' }),
  MAX_COST_VALUES: wholeNumber(1, 100_000_000)({ default: 250_000, desc: 'How many values the answer may have, as estimated before the operation starts.' }),
  MAX_ANSWER_BYTES: wholeNumber(1024, 2 ** 30)({ default: 16 * 1024 * 1024, desc: 'How large one answer to a client may be, in bytes.' }),
  SOCKET_TIMEOUT_MS: milliseconds({ default: 30_000, desc: 'How long a request may take to arrive, and a client to take its answer, in milliseconds.' }),
  MAX_SOCKETS: wholeNumber(1, 1_000_000)({ default: 1000, desc: 'How many WebSockets may be open at once.' }),
  MAX_SUBSCRIPTIONS_PER_SOCKET: wholeNumber(1, 100_000)({ default: 100, desc: 'How many subscriptions one WebSocket may have.' }),
};

/** Requests to providers. */
const upstreamSettings = {
  UPSTREAM_TIMEOUT_MS: milliseconds({ default: 10_000, desc: 'How long one request to a provider may take, in milliseconds.' }),
  UPSTREAM_MAX_BYTES: wholeNumber(1024, 2 ** 30)({ default: 8 * 1024 * 1024, desc: 'How large one answer of a provider may be after unpacking, in bytes.' }),
  UPSTREAM_MAX_CONCURRENT: wholeNumber(1, 1000)({ default: 16, desc: 'How many requests to one provider may run at once.' }),
  UPSTREAM_ATTEMPTS: wholeNumber(1, 10)({ default: 3, desc: 'How often one read is sent at most. Placing a call is always sent once.' }),
  BREAKER_FAILURES: wholeNumber(1, 1_000_000)({ default: 10, desc: 'After how many failures in a row a provider is not asked for a while.' }),
  LOOKUP_WINDOW_MS: wholeNumber(0, 1000)({ default: 2, desc: 'How long a look-up waits for others to share its request, in milliseconds.' }),
};

/** Calls that are remembered. */
const cacheSettings = {
  CACHE_MAX_CALLS: wholeNumber(0, 10_000_000)({ default: 20_000, desc: 'How many calls are kept in memory; 0 keeps none.' }),
  CACHE_MAX_BYTES: wholeNumber(1024, 2 ** 36)({ default: 64 * 1024 * 1024, desc: 'How much memory these calls may take, in bytes; an estimate.' }),
  CACHE_SETTLED_SECONDS: wholeNumber(0, 10_000_000)({ default: 6 * 60 * 60, desc: 'How long a settled call is not asked for again, in seconds.' }),
  CACHE_UNSETTLED_SECONDS: wholeNumber(0, 3600)({ default: 2, desc: 'How long any other call is not asked for again, in seconds.' }),
  CACHE_ABSENT_SECONDS: wholeNumber(0, 3600)({ default: 15, desc: 'How long a call that does not exist is not looked for again, in seconds.' }),
};

/** The settings of the process itself. Those of the providers stand in their folders. */
export const serverSettings = {
  ...processSettings,
  ...accessSettings,
  ...storeSettings,
  ...dialingSettings,
  ...clientSettings,
  ...upstreamSettings,
  ...cacheSettings,
};

/** The same settings, as the documentation groups them. */
export const serverSettingGroups = [
  { title: 'The process', settings: processSettings },
  { title: 'Who may ask', settings: accessSettings },
  { title: 'The store', settings: storeSettings },
  { title: 'Placing calls and following them', settings: dialingSettings },
  { title: 'What clients may take up', settings: clientSettings },
  { title: 'Requests to providers', settings: upstreamSettings },
  { title: 'Calls kept in memory', settings: cacheSettings },
];
