import type { Parameters } from 'fast-check';

/** The number of runs of a property. The runs are always the same. */
export function runs<T>(numRuns: number): Parameters<T> {
  return { numRuns, seed: 20_260_318 };
}
