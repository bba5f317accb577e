import type { HttpClient, Query } from '../../upstream/http.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { ProviderError } from '../../upstream/provider-error.js';
import { text } from '../reading.js';
import { type Json, record } from '../../model/json-value.js';
import type { ExotelDirection } from './details.js';
import { EXOTEL } from './to-call.js';
import type { VendorClock } from './vendor-clock.js';

/** Limits of document 004. */
export const MAX_SIDS = 100;
export const MAX_NUMBERS = 5;
export const MAX_PAGE_SIZE = 100;

/** Exotel answers a malformed Sid with different errors instead of "not found". */
const SID = /^[0-9a-z]{32,34}$/i;

/** The filter of Calls.json, in Exotel's own words. Fields combine with AND, list members with OR. */
export interface CallsQuery {
  readonly sids?: readonly string[];
  /** E.164, at most five. */
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  readonly phoneNumbers?: readonly string[];
  readonly statuses?: readonly string[];
  readonly directions?: readonly string[];
  /** Keep only calls with these directions from the answer. `directions` asks Exotel for them where possible. */
  readonly ownDirections?: readonly ExotelDirection[];
  /** With operators: "gte:10s;lte:45s". */
  readonly duration?: string;
  /** With operators: "gte:0.10;lte:1.0". */
  readonly price?: string;
}

export interface PageParameters {
  /** Epoch milliseconds, both ends included, at most a month apart; without it Exotel searches the last 31 days. */
  readonly created?: { readonly from: number; readonly to: number };
  readonly pageSize: number;
  readonly oldestFirst?: boolean;
  readonly after?: string;
}

export interface CallsAnswer {
  readonly rows: readonly unknown[];
  /** Cursor of the next page; null on the last one. */
  readonly after: string | null;
}

/** Exotel's two read endpoints. Without the suffix .json Exotel answers XML. */
export class ExotelApi {
  private readonly calls: string;

  constructor(
    private readonly http: HttpClient,
    accountSid: string,
    private readonly clock: VendorClock,
  ) {
    this.calls = `/v1/Accounts/${encodeURIComponent(accountSid)}/Calls`;
  }

  /** Bulk call details (document 004). It has no ongoing calls. @throws ProviderError */
  async bulk(query: CallsQuery, page: PageParameters, context: UpstreamContext): Promise<CallsAnswer> {
    const { body } = await this.http.get(`${this.calls}.json`, this.parameters(query, page), context);
    const envelope = record(body);
    if (!Array.isArray(envelope?.['Calls'])) {
      throw new ProviderError(EXOTEL, 'PROVIDER_BAD_RESPONSE', 'EXOTEL answered without a list of calls.');
    }
    const metadata = record(envelope['Metadata']);
    return {
      rows: envelope['Calls'],
      after: cursorIn(metadata?.['NextPageUri']),
    };
  }

  /** One call, even an ongoing one; null when Exotel has none or rejects a malformed Sid. @throws ProviderError */
  async single(sid: string, context: UpstreamContext): Promise<Json | null> {
    const path = `${this.calls}/${encodeURIComponent(sid)}.json`;
    const noSuchCall = SID.test(sid) ? [404] : [400, 404, 405];
    const { status, body } = await this.http.get(path, [['details', 'true']], context, noSuchCall);
    if (noSuchCall.includes(status)) return null;
    const call = record(record(body)?.['Call']);
    if (!call) throw new ProviderError(EXOTEL, 'PROVIDER_BAD_RESPONSE', 'EXOTEL answered without a call.');
    return call;
  }

  private parameters(query: CallsQuery, { created, pageSize, oldestFirst, after }: PageParameters): Query {
    const span = created && this.clock.writeSpan(created.from, created.to);
    const parameters: [string, string | number | undefined][] = [
      ['Sid', query.sids?.join(',')],
      ['DateCreated', span && `gte:${span.from};lte:${span.to}`],
      ['From', query.from?.join(',')],
      ['To', query.to?.join(',')],
      ['PhoneNumber', query.phoneNumbers?.join(',')],
      ['Status', query.statuses?.join(',')],
      ['Direction', query.directions?.join(',')],
      ['Duration', query.duration],
      ['Price', query.price],
      ['PageSize', pageSize],
      ['SortBy', oldestFirst ? 'DateCreated:asc' : undefined],
      ['After', after],
    ];
    return parameters.filter((parameter): parameter is [string, string | number] => parameter[1] !== undefined);
  }
}

/** Takes the cursor from NextPageUri. The request is rebuilt: an address from the vendor is never requested as it is. */
function cursorIn(nextPageUri: unknown): string | null {
  const uri = text(nextPageUri);
  if (uri === null || !URL.canParse(uri, 'http://vendor.invalid')) return null;
  return new URL(uri, 'http://vendor.invalid').searchParams.get('After');
}
