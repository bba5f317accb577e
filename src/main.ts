import 'reflect-metadata';
import { pino } from 'pino';
import { startApp } from './app.js';
import { readConfig } from './config/config.js';
import { loadConfig } from './load-config.js';
import { providerDefinitions } from './providers/registry.js';
import { startSimulators } from './simulators/index.js';

const config = loadConfig();
const log = pino({ level: config.logLevel }, pino.destination(2));
for (const warning of config.warnings) log.warn(warning);
const isSimulated = config.accounts.length === 0;
const simulators = isSimulated ? await startSimulators({ accounts: config.simulatedAccounts, ...(process.env['EXOTEL_TIME_ZONE'] && { exotelTimeZone: process.env['EXOTEL_TIME_ZONE'] }) }) : null;
const simulated = simulators && readConfig({ ...process.env, ...simulators.environment }, providerDefinitions);
const configured = simulated ? simulated.accounts : config.accounts;
const app = await startApp({ ...config, recordings: simulated ? simulated.recordings : config.recordings }, configured, isSimulated, log).catch((error: NodeJS.ErrnoException) => {
  if (error.syscall !== 'listen' && error.syscall !== 'getaddrinfo') throw error;
  console.error(`Switchboard can't listen on ${config.host}:${config.port} (${error.code}). Set HOST and PORT.`);
  process.exit(1);
});

const names = configured.map(({ account }) => account).join(', ');
console.log(`Switchboard serves GraphQL at ${app.url} (${isSimulated ? 'simulated, made-up calls' : 'live'}: ${names})`);
console.log(config.tokens ? `Every request needs a token of ${config.tokens.issuer}` : 'Everybody who reaches this address may read and place calls (AUTH=none)');
if (config.introspection) console.log(`A browser shows Apollo Sandbox there, and without internet GraphiQL at ${new URL('/graphiql', app.url).href}`);

/** Under npm, Ctrl-C arrives twice: from the terminal and from npm. */
const SAME_SIGNAL_MS = 1000;
let endingSince: number | null = null;
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]] as const) {
  process.on(signal, () => {
    if (endingSince === null) {
      endingSince = performance.now();
      void app.close().then(() => simulators?.close()).then(() => process.exit(0));
    } else if (performance.now() - endingSince > SAME_SIGNAL_MS) {
      // A second signal means: do not wait for requests in progress.
      process.exit(code);
    }
  });
}
