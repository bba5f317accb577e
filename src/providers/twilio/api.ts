import type { HttpClient, Query } from '../../upstream/http.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { ProviderError } from '../../upstream/provider-error.js';
import { type Json, record } from '../../model/json-value.js';
import { TWILIO } from './agents.js';

/** The largest page (ListCall in Twilio's OpenAPI). */
export const MAX_PAGE_SIZE = 1000;
/** Twilio may refuse a malformed SID with another error than "not found". */
const CALL_SID = /^CA[0-9a-f]{32}$/;

/** Filters of Calls.json. Each takes one value. */
export interface CallsQuery {
  /** A number in E.164, or an address, exactly as in the rows. */
  readonly from?: string;
  readonly to?: string;
  readonly parentCallSid?: string;
  /** Twilio's own word. */
  readonly status?: string;
}

/** Whole UTC days as YYYY-MM-DD, both included. An end that is null is open. */
export interface Days {
  readonly first: string | null;
  readonly last: string | null;
}

/** The place of the next page. */
export interface NextPage {
  readonly page: string;
  readonly token: string;
}

export interface RowsPage {
  readonly rows: readonly unknown[];
  /** Null on the last page. */
  readonly next: NextPage | null;
}

const PARAMETERS: readonly (readonly [keyof CallsQuery, string])[] = [['from', 'From'], ['to', 'To'], ['parentCallSid', 'ParentCallSid'], ['status', 'Status']];

/** Twilio's endpoints that only read (OpenAPI twilio_api_v2010). */
export class TwilioApi {
  private readonly account: string;

  constructor(
    private readonly http: HttpClient,
    accountSid: string,
  ) {
    this.account = `/2010-04-01/Accounts/${accountSid}`;
  }

  /** One page of calls that were dialled on some days, in no promised order. @throws ProviderError */
  calls(query: CallsQuery, started: Days, next: NextPage | null, context: UpstreamContext): Promise<RowsPage> {
    const filters = PARAMETERS.flatMap(([field, name]): Query => (query[field] === undefined ? [] : [[name, query[field]]]));
    return this.page(`${this.account}/Calls.json`, 'calls', [...filters, ...daysBetween('StartTime', started)], next, context);
  }

  /** One call; null when there is none. @throws ProviderError */
  async call(sid: string, context: UpstreamContext): Promise<Json | null> {
    const noSuchCall = CALL_SID.test(sid) ? [404] : [400, 404];
    const { status, body } = await this.http.get(`${this.account}/Calls/${encodeURIComponent(sid)}.json`, [], context, noSuchCall);
    if (noSuchCall.includes(status)) return null;
    return record(body) ?? unexpected('without a call');
  }

  /** One page of the account's recordings that were made on some days. @throws ProviderError */
  recordings(created: Days, next: NextPage | null, context: UpstreamContext): Promise<RowsPage> {
    return this.page(`${this.account}/Recordings.json`, 'recordings', daysBetween('DateCreated', created), next, context);
  }

  /** One page of the recordings of a call. @throws ProviderError */
  recordingsOf(callSid: string, next: NextPage | null, context: UpstreamContext): Promise<RowsPage> {
    return this.page(`${this.account}/Calls/${encodeURIComponent(callSid)}/Recordings.json`, 'recordings', [], next, context);
  }

  /** Takes only the tokens from the address of the next page: behind another base URL that address would be wrong. */
  private async page(path: string, list: string, query: Query, next: NextPage | null, context: UpstreamContext): Promise<RowsPage> {
    const place: Query = next === null ? [] : [['Page', next.page], ['PageToken', next.token]];
    const { body } = await this.http.get(path, [...query, ['PageSize', MAX_PAGE_SIZE], ...place], context);
    const answer = record(body);
    const rows: unknown = answer?.[list];
    if (!Array.isArray(rows)) return unexpected(`without a list of ${list}`);
    return { rows, next: nextIn(answer?.['next_page_uri']) };
  }
}

/** The operator is a part of the parameter's name: `StartTime>` is "on or after that day", `StartTime<` is "before" it. */
function daysBetween(name: string, { first, last }: Days): Query {
  return [...(first === null ? [] : [[`${name}>`, first] as const]), ...(last === null ? [] : [[`${name}<`, dayAfter(last)] as const])];
}

function dayAfter(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

function nextIn(uri: unknown): NextPage | null {
  if (typeof uri !== 'string' || uri === '') return null;
  const query = new URLSearchParams(uri.slice(uri.indexOf('?') + 1));
  const page = query.get('Page');
  const token = query.get('PageToken');
  if (page === null || token === null) return unexpected('with a next page that has no token');
  return { page, token };
}

function unexpected(what: string): never {
  throw new ProviderError(TWILIO, 'PROVIDER_BAD_RESPONSE', `TWILIO answered ${what}.`);
}
