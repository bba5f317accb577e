import type { Replica } from './replicas.js';

/** The metrics of a process. */
export const scrape = async (replica: Replica): Promise<string> => (await fetch(replica.urlOf('/metrics'))).text();

/** The value of a metric with these labels. Null if it does not exist. */
export async function metric(replica: Replica, name: string, labels: Readonly<Record<string, string>> = {}): Promise<number | null> {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  for (const line of (await scrape(replica)).split('\n')) {
    const [, found, given = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (found === name && wanted.every((label) => given.split(',').includes(label))) return Number(value);
  }
  return null;
}
