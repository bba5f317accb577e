import { existsSync } from 'node:fs';
import { type Config, ConfigError, readConfig } from './config/config.js';
import { providerDefinitions } from './providers/registry.js';

/** Reads the environment and the file .env. Ends the process with all problems, and this exit code, if it can't be used. */
export function loadConfig(exitCode = 1): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  try {
    return readConfig(process.env, providerDefinitions);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(`Switchboard can't start:\n${error.problems.map((problem) => `  - ${problem}`).join('\n')}`);
    process.exit(exitCode);
  }
}
