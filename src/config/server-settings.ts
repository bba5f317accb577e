import { str } from 'envalid';
import { trustedDocuments } from './trusted-documents.js';
import { baseUrl, checkedText, hostNames, oneOf, origins, wholeNumber } from '../providers/validators.js';

const MINUTE_MS = 60_000;
const milliseconds = wholeNumber(1, 10 * MINUTE_MS);
const databaseUrl = checkedText((url) => /^postgres(ql)?:\/\/./.test(url), 'not an address such as postgresql://user@host/database');
/** More than any address for notifications may have to hold. */
export const LONGEST_EVENTS_TOKEN = 200;
const eventsToken = checkedText((token) => /^[\w-]{16,}$/.test(token) && token.length <= LONGEST_EVENTS_TOKEN, `not 16 to ${LONGEST_EVENTS_TOKEN} letters, digits, - and _`);

/** The settings of the process itself. Those of the providers stand in their folders. */
export const serverSettings = {
  NODE_ENV: str({ choices: ['development', 'test', 'production'], default: 'development', desc: 'With `production`, nothing is ever simulated.' }),
  HOST: str({ default: '127.0.0.1', desc: 'Address to listen on.' }),
  PORT: wholeNumber(0, 65_535)({ default: 4000, desc: 'Port to listen on; 0 takes any that is free.' }),
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent')({ default: 'info', desc: 'How much is logged, as JSON on standard error.' }),
  DATA_DIR: str({ default: undefined, desc: 'Folder of the embedded database; ./data unless the providers are simulated, whose calls end with the process.' }),
  DATABASE_URL: databaseUrl({ default: undefined, desc: 'A PostgreSQL instead of the embedded database; what several processes share.' }),
  PUBLIC_URL: baseUrl({ default: undefined, desc: 'Where providers reach this process from the internet, for their notifications.' }),
  EVENTS_TOKEN: eventsToken({
    default: undefined,
    desc: 'What makes the addresses for notifications unguessable, at least 16 letters and digits; by default derived from the credentials.',
  }),
  LEDGER_RETENTION_HOURS: wholeNumber(24, 24 * 365)({ default: 72, desc: 'How long idempotency keys are kept, in hours.' }),
  DIAL_PATIENCE_MS: milliseconds({ default: 5000, desc: 'How long a lost answer to createPhoneCall is looked for while the client waits.' }),
  INTROSPECTION: oneOf('true', 'false')({
    default: undefined,
    desc: 'Whether clients may ask for the schema and get a landing page; by default everywhere but in production.',
  }),
  CORS_ORIGINS: origins({ default: [], desc: 'Sites whose pages may ask, separated by commas; Apollo Sandbox may where the schema may be asked for.' }),
  ALLOWED_HOSTS: hostNames({
    default: [],
    desc: "Names that clients reach this process by, separated by commas, or * for any; addresses, PUBLIC_URL's name and names of private networks need not be named.",
  }),
  MAX_ANSWER_BYTES: wholeNumber(1024, 2 ** 30)({ default: 16 * 1024 * 1024, desc: 'How long one answer to a client may be, in bytes.' }),
  SOCKET_TIMEOUT_MS: milliseconds({ default: 30_000, desc: 'How long a request may take to come in, and an answer to be taken, in milliseconds.' }),
  MAX_SOCKETS: wholeNumber(1, 1_000_000)({ default: 1000, desc: 'How many WebSockets may be open at once.' }),
  MAX_SUBSCRIPTIONS_PER_SOCKET: wholeNumber(1, 100_000)({ default: 100, desc: 'How many subscriptions one WebSocket may have.' }),
  TRUSTED_DOCUMENTS: trustedDocuments({ default: undefined, desc: 'A file with the only documents that are executed, by their ids; without it any is.' }),
  UPSTREAM_TIMEOUT_MS: milliseconds({ default: 10_000, desc: 'How long one request to a provider may take, in milliseconds.' }),
  UPSTREAM_MAX_BYTES: wholeNumber(1024, 2 ** 30)({ default: 8 * 1024 * 1024, desc: "How long one provider's answer may be, in bytes." }),
  UPSTREAM_MAX_CONCURRENT: wholeNumber(1, 1000)({ default: 16, desc: 'How many requests to one provider may be under way at once.' }),
  UPSTREAM_ATTEMPTS: wholeNumber(1, 10)({ default: 3, desc: 'How often one read is sent at most; placing a call is always sent once.' }),
  BREAKER_FAILURES: wholeNumber(1, 1_000_000)({ default: 10, desc: 'After how many failures in succession a provider is not asked for a while.' }),
  LOOKUP_WINDOW_MS: wholeNumber(0, 1000)({ default: 2, desc: 'How long a look-up waits for others to share its request, in milliseconds.' }),
  CACHE_MAX_CALLS: wholeNumber(0, 10_000_000)({ default: 20_000, desc: 'How many calls are kept in memory; 0 keeps none.' }),
  CACHE_MAX_BYTES: wholeNumber(1024, 2 ** 36)({ default: 64 * 1024 * 1024, desc: 'How much memory they may take, about, in bytes.' }),
  CACHE_SETTLED_SECONDS: wholeNumber(0, 10_000_000)({ default: 6 * 60 * 60, desc: 'How long a settled call is not asked for again, in seconds.' }),
  CACHE_ABSENT_SECONDS: wholeNumber(0, 3600)({ default: 15, desc: 'How long a call that does not exist is not looked for again, in seconds.' }),
  CACHE_UNSETTLED_SECONDS: wholeNumber(0, 3600)({ default: 2, desc: 'How long any other call is not asked for again, in seconds.' }),
  MAX_DEPTH: wholeNumber(1, 100)({ default: 15, desc: 'How deep an operation may be nested.' }),
  MAX_ALIASES: wholeNumber(1, 10_000)({ default: 500, desc: 'How many aliases an operation may have.' }),
  MAX_COST_REQUESTS: wholeNumber(1, 1_000_000)({ default: 1000, desc: 'How many requests to providers an operation may cost, as reckoned beforehand.' }),
  MAX_COST_ROWS: wholeNumber(1, 10_000_000)({ default: 20_000, desc: 'How many rows an operation may cost, as reckoned beforehand.' }),
  MAX_COST_VALUES: wholeNumber(1, 100_000_000)({ default: 250_000, desc: 'How many values an operation may be answered with, as reckoned beforehand.' }),
  UPSTREAM_TRACE: oneOf('true', 'false')({
    default: undefined,
    desc: 'Whether the header x-upstream-trace: 1 is answered with what the operation cost; by default everywhere but in production.',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: baseUrl({ default: undefined, desc: 'Where OpenTelemetry traces are sent to, over HTTP; what precedes /v1/traces.' }),
  OPERATION_TIMEOUT_MS: milliseconds({ default: 25_000, desc: 'How long one client operation may take, in milliseconds.' }),
};
