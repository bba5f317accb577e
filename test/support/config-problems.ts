import type { Environment } from '../../src/config/check.js';
import { type Config, ConfigError, readConfig } from '../../src/config/config.js';
import { providerDefinitions } from '../../src/providers/registry.js';

export const read = (environment: Environment): Config => readConfig(environment, providerDefinitions);

/** All problems that the configuration reports. */
export function problems(environment: Environment): readonly string[] {
  try {
    read(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}
