import type { Parameters } from 'fast-check';

/** So many runs of a property, the same ones every time. */
export function runs<T>(numRuns: number): Parameters<T> {
  return { numRuns, seed: 20_260_318 };
}
