import 'reflect-metadata';
import { loadConfig } from '../load-config.js';
import { diagnose, isHealthy } from './diagnose.js';
import { readOptions, USAGE, UsageError } from './options.js';
import { asTable } from './table.js';

/** Asks the real, configured accounts whether what Switchboard assumes about their vendors holds. */

const COULD_NOT_BEGIN = 2;

try {
  const options = readOptions(process.argv.slice(2));
  if (options.isHelp) {
    console.log(USAGE);
  } else {
    const reports = await diagnose(loadConfig(COULD_NOT_BEGIN), options, () => Date.now());
    const healthy = isHealthy(reports);
    console.log(options.isJson ? JSON.stringify({ healthy, accounts: reports }, null, 2) : asTable(reports));
    process.exitCode = healthy ? 0 : 1;
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = COULD_NOT_BEGIN;
}
