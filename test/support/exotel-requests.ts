import type { RecordedRequest, Simulator } from '../../src/simulators/index.js';

/** The bulk requests. */
export function bulkRequests({ requests }: Simulator): RecordedRequest[] {
  return requests.filter(({ path }) => path.endsWith('/Calls.json'));
}

/** The requests for a single call. */
export function singleRequests({ requests }: Simulator): RecordedRequest[] {
  return requests.filter(({ path }) => !path.endsWith('/Calls.json'));
}

/** The Sids of a bulk request. */
export function sidsIn({ query }: RecordedRequest): string[] {
  return query.get('Sid')?.split(',') ?? [];
}

/** The first and last instant of a bulk request's window, as Exotel writes them. Null for the default window. */
export function windowIn({ query }: RecordedRequest): { from: string; to: string } | null {
  const [, from, to] = /^gte:(.+);lte:(.+)$/.exec(query.get('DateCreated') ?? '') ?? [];
  return from !== undefined && to !== undefined ? { from, to } : null;
}
