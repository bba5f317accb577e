import type { Slice } from '../listing/slice.js';
import type { HttpClient, Query } from '../../upstream/http.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { ProviderError } from '../../upstream/provider-error.js';
import { number } from '../reading.js';
import { record } from '../../model/json-value.js';
import { CONTACT_CENTER } from './agents.js';

/** Document 002. */
export const MAX_LIMIT = 1000;
/** A vendor may make its pages smaller than asked for, but not so small: the document's own default is 100. */
const LEAST_LIMIT = 10;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LATEST = Date.UTC(2100, 0, 1);
/** The zones of the world reach from twelve hours behind UTC to fourteen ahead. */
const FURTHEST_BEHIND_MS = 12 * HOUR_MS;
const FURTHEST_AHEAD_MS = 14 * HOUR_MS;

/** What GET /calls/ can be asked for besides dates and pages, as the document names it. */
export interface CallsQuery {
  readonly numberIds?: string;
  readonly ringGroupId?: string;
  readonly ivrId?: string;
  readonly listId?: string;
  readonly agentId?: string;
  readonly callType?: string;
  readonly dispositionIds?: string;
  readonly surveyIds?: string;
}

export interface CallsPage {
  readonly rows: readonly unknown[];
  /** How many calls match in all; null where the answer does not say. */
  readonly total: number | null;
  /** As many rows as a page can have. */
  readonly isFull: boolean;
  readonly hasNext: boolean;
}

/** The contact centre's one endpoint, with its trailing slash. */
export class ContactCenterApi {
  constructor(private readonly http: HttpClient) {}

  /** One page, counted from 1. Dates are those that surely include the slice. @throws ProviderError */
  async calls(query: CallsQuery, slice: Slice | null, page: number, limit: number, context: UpstreamContext): Promise<CallsPage> {
    const parameters: Query = [...(slice ? dates(slice) : []), ['page', page], ['limit', limit], ...Object.entries(query)];
    const { body } = await this.http.get('/calls/', parameters, context);
    const envelope = record(body);
    if (!Array.isArray(envelope?.['calls'])) {
      throw new ProviderError(CONTACT_CENTER, 'PROVIDER_BAD_RESPONSE', 'CONTACT_CENTER answered without a list of calls.');
    }
    const rows = envelope['calls'];
    const meta = record(envelope['meta']);
    const next = meta?.['next'];
    return {
      rows,
      total: number(meta?.['total']),
      isFull: rows.length >= pageSize(limit, number(meta?.['limit']), rows.length),
      // The address in `next` drops filters and limit, so that only its being there counts.
      hasNext: rows.length > 0 && (next === undefined ? rows.length >= limit : next !== null && next !== ''),
    };
  }
}

/**
 * How many rows a page can have: as many as were asked for, or fewer where the answer says so. Numbers that
 * its own rows contradict say nothing; believed, they would make every page a full one.
 */
function pageSize(asked: number, said: number | null, rows: number): number {
  return said !== null && Number.isInteger(said) && said >= Math.max(rows, LEAST_LIMIT) ? Math.min(asked, said) : asked;
}

/**
 * The filter knows whole days, in a zone that is not documented, and whether dateTo's day belongs is not
 * documented either: the days are those of the slice in any zone, and one more.
 */
function dates({ from, to }: Slice): [string, string][] {
  // Both ends are always given: what one alone means is not documented.
  return [
    ['dateFrom', day(from - FURTHEST_BEHIND_MS)],
    ['dateTo', day(to + FURTHEST_AHEAD_MS + DAY_MS)],
  ];
}

/** Between 1970 and 2100, where any vendor can read it. */
function day(milliseconds: number): string {
  return new Date(Math.min(Math.max(milliseconds, 0), LATEST)).toISOString().slice(0, 10);
}
