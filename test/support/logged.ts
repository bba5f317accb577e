import type { Data } from './graph.js';

/** The lines of a log that say this. */
export function linesSaying({ log }: { readonly log: readonly string[] }, message: string): Data[] {
  return log.map((line) => JSON.parse(line) as Data).filter(({ msg }) => msg === message);
}
