import { join } from 'node:path';
import { BUILT } from './built.js';

/** Where the run's PostgreSQL is written down, for those who use it and for who ends it. */
export const CLUSTER_FILE = join(process.cwd(), BUILT, 'postgres.json');
/** Whoever makes this folder starts it. */
export const CLUSTER_LOCK = join(process.cwd(), BUILT, 'postgres');
