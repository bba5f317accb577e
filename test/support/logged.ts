import type { Data } from './graph.js';

/** The log lines with this message. */
export function linesSaying({ log }: { readonly log: readonly string[] }, message: string): Data[] {
  return log.map((line) => JSON.parse(line) as Data).filter(({ msg }) => msg === message);
}
