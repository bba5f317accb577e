import { join } from 'node:path';
import { BUILT } from './built.js';

/** The file that describes the run's PostgreSQL, for its users and for the clean-up. */
export const CLUSTER_FILE = join(process.cwd(), BUILT, 'postgres.json');
/** The process that creates this folder starts PostgreSQL. */
export const CLUSTER_LOCK = join(process.cwd(), BUILT, 'postgres');
