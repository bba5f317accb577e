import type { RecordedRequest, Simulator } from '../../src/simulators/index.js';

/** The requests for many calls at once. */
export function bulkRequests({ requests }: Simulator): RecordedRequest[] {
  return requests.filter(({ path }) => path.endsWith('/Calls.json'));
}

/** The requests for one call. */
export function singleRequests({ requests }: Simulator): RecordedRequest[] {
  return requests.filter(({ path }) => !path.endsWith('/Calls.json'));
}

/** The Sids that a bulk request asks for. */
export function sidsIn({ query }: RecordedRequest): string[] {
  return query.get('Sid')?.split(',') ?? [];
}

/** The first and the last instant of the window that a bulk request names, in Exotel's own words; null for the default one. */
export function windowIn({ query }: RecordedRequest): { from: string; to: string } | null {
  const [, from, to] = /^gte:(.+);lte:(.+)$/.exec(query.get('DateCreated') ?? '') ?? [];
  return from !== undefined && to !== undefined ? { from, to } : null;
}
