import type { Slice } from '../listing/slice.js';
import type { HttpClient, Query } from '../../upstream/http.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { ProviderError } from '../../upstream/provider-error.js';
import { number } from '../reading.js';
import { record } from '../../model/json-value.js';
import { CONTACT_CENTER } from './agents.js';

/** Document 002. */
export const MAX_LIMIT = 1000;
/** A vendor may send smaller pages than requested, but not this small: the document's default is 100. */
const LEAST_LIMIT = 10;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LATEST = Date.UTC(2100, 0, 1);
/** Time zones range from twelve hours behind UTC to fourteen hours ahead. */
const FURTHEST_BEHIND_MS = 12 * HOUR_MS;
const FURTHEST_AHEAD_MS = 14 * HOUR_MS;

/** The parameters of GET /calls/ besides dates and pages, with the document's names. */
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
  /** How many calls match in total; null when the answer does not say. */
  readonly total: number | null;
  /** The page has as many rows as a page can have. */
  readonly isFull: boolean;
  readonly hasNext: boolean;
}

/** The contact centre's only endpoint. The trailing slash is part of its path. */
export class ContactCenterApi {
  constructor(private readonly http: HttpClient) {}

  /** One page; the first is 1. The dates always include the whole slice. @throws ProviderError */
  async calls(query: CallsQuery, slice: Slice | null, page: number, limit: number, context: UpstreamContext): Promise<CallsPage> {
    return this.page([...(slice ? dates(slice) : []), ['page', page], ['limit', limit], ...Object.entries(query)], limit, context);
  }

  /** The first page of exactly these days, whatever the vendor means by them. `first` and `last`: epoch milliseconds. @throws ProviderError */
  async callsOfDays(first: number, last: number, limit: number, context: UpstreamContext): Promise<CallsPage> {
    return this.page([['dateFrom', day(first)], ['dateTo', day(last)], ['page', 1], ['limit', limit]], limit, context);
  }

  private async page(parameters: Query, limit: number, context: UpstreamContext): Promise<CallsPage> {
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
      // The address in `next` drops filters and limit, so only its presence counts.
      hasNext: rows.length > 0 && (next === undefined ? rows.length >= limit : next !== null && next !== ''),
    };
  }
}

/**
 * How many rows a page can have: the requested limit, or the answer's lower limit. A limit that the rows
 * contradict is ignored; otherwise every page would count as full.
 */
function pageSize(asked: number, said: number | null, rows: number): number {
  return said !== null && Number.isInteger(said) && said >= Math.max(rows, LEAST_LIMIT) ? Math.min(asked, said) : asked;
}

/**
 * The filter takes whole days. The document states neither their time zone nor whether dateTo is inclusive,
 * so the dates cover the slice in every zone, plus one day.
 */
function dates({ from, to }: Slice): [string, string][] {
  // Always send both: the document does not say what one date alone means.
  return [
    ['dateFrom', day(from - FURTHEST_BEHIND_MS)],
    ['dateTo', day(to + FURTHEST_AHEAD_MS + DAY_MS)],
  ];
}

/** Limited to 1970 to 2100, which every vendor can read. */
function day(milliseconds: number): string {
  return new Date(Math.min(Math.max(milliseconds, 0), LATEST)).toISOString().slice(0, 10);
}
