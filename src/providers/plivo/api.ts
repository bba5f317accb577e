import type { HttpClient, Query } from '../../upstream/http.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { ProviderError } from '../../upstream/provider-error.js';
import { type Json, record } from '../../model/json-value.js';
import { identifiers, number, text } from '../reading.js';
import { writeTime } from './times.js';
import { PLIVO } from './to-call.js';
import { isUuid } from './uuid.js';

/** The most rows of a page. */
export const PAGE_SIZE = 20;

/** Epoch milliseconds; `from` is included, `to` is not. At most thirty days. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The filter of the list, in Plivo's own words. Numbers are exact, or the beginning of the row's number. */
export interface CallsQuery {
  readonly from_number?: string;
  readonly to_number?: string;
  readonly call_direction?: 'inbound' | 'outbound';
  /** The least talk time, in seconds. */
  readonly bill_duration__gte?: number;
}

export interface PlivoPage {
  readonly rows: readonly unknown[];
  /** How many rows match in total. */
  readonly total: number;
  /** Plivo gives the place of a next page. */
  readonly hasNext?: boolean;
}

/** Calls that are not over are in lists of their own, which have only ids. */
export type GoingOn = 'live' | 'queued';

/** Plivo's read endpoints. The trailing slashes are part of the paths. */
export class PlivoApi {
  private readonly account: string;

  constructor(
    private readonly http: HttpClient,
    authId: string,
  ) {
    this.account = `/v1/Account/${encodeURIComponent(authId)}`;
  }

  /** A page of the calls that ended in a span, in no promised order. @throws ProviderError */
  async calls(query: CallsQuery, ended: Span, offset: number, context: UpstreamContext): Promise<PlivoPage> {
    return this.page(`${this.account}/Call/`, [...Object.entries(query), ...spanOf('end_time', ended)], offset, context);
  }

  /** A call that is over; null when Plivo has none. @throws ProviderError */
  async call(id: string, context: UpstreamContext): Promise<Json | null> {
    return this.one('Call', id, [], context);
  }

  /** The ids of the calls that are going on. @throws ProviderError */
  async goingOn(view: GoingOn, context: UpstreamContext): Promise<string[]> {
    const { body } = await this.http.get(`${this.account}/Call/`, [['status', view]], context);
    const ids = record(body)?.['calls'];
    if (!Array.isArray(ids)) throw new ProviderError(PLIVO, 'PROVIDER_BAD_RESPONSE', 'PLIVO answered without a list of calls.');
    return identifiers(ids);
  }

  /** A call that is going on; null when there is none. @throws ProviderError */
  async callGoingOn(id: string, view: GoingOn, context: UpstreamContext): Promise<Json | null> {
    return this.one('Call', id, [['status', view]], context);
  }

  /** A page of the recordings that were added in a span, of one call or of all. @throws ProviderError */
  async recordings(callId: string | null, added: Span, offset: number, context: UpstreamContext): Promise<PlivoPage> {
    const ofCall: Query = callId === null ? [] : [['call_uuid', callId]];
    return this.page(`${this.account}/Recording/`, [...ofCall, ...spanOf('add_time', added)], offset, context);
  }

  /** A recording; null when Plivo has none. @throws ProviderError */
  async recording(id: string, context: UpstreamContext): Promise<Json | null> {
    return this.one('Recording', id, [], context);
  }

  private async page(path: string, query: Query, offset: number, context: UpstreamContext): Promise<PlivoPage> {
    const { body } = await this.http.get(path, [...query, ['limit', PAGE_SIZE], ['offset', offset]], context);
    const envelope = record(body);
    const total = number(record(envelope?.['meta'])?.['total_count']);
    if (!Array.isArray(envelope?.['objects']) || total === null || !Number.isInteger(total) || total < 0) throw new ProviderError(PLIVO, 'PROVIDER_BAD_RESPONSE', 'PLIVO answered without a list and its length.');
    return { rows: envelope['objects'], total, hasNext: text(record(envelope['meta'])?.['next']) !== null };
  }

  private async one(resource: 'Call' | 'Recording', id: string, query: Query, context: UpstreamContext): Promise<Json | null> {
    // A malformed id may be refused with another error than "not found".
    const missing = isUuid(id) ? [404] : [400, 404];
    const { status, body } = await this.http.get(`${this.account}/${resource}/${encodeURIComponent(id)}/`, query, context, missing);
    if (missing.includes(status)) return null;
    const found = record(body);
    if (!found) throw new ProviderError(PLIVO, 'PROVIDER_BAD_RESPONSE', `PLIVO answered without a ${resource.toLowerCase()}.`);
    return found;
  }
}

/** Always both ends: with one alone, or none, Plivo chooses a span of its own. */
function spanOf(field: 'end_time' | 'add_time', { from, to }: Span): [string, string][] {
  return [
    [`${field}__gte`, writeTime(from)],
    [`${field}__lt`, writeTime(to)],
  ];
}
