import { existsSync, readFileSync, rmSync } from 'node:fs';
import { CLUSTER_FILE } from './cluster-file.js';

/** Stops the PostgreSQL of this run, or of an earlier run that was killed, and deletes its data. */
export default function stopPostgres() {
  if (!existsSync(CLUSTER_FILE)) return;
  const { pid, folder } = JSON.parse(readFileSync(CLUSTER_FILE, 'utf8'));
  rmSync(CLUSTER_FILE);
  try {
    process.kill(pid, 'SIGQUIT');
  } catch {
    // It had already stopped.
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
