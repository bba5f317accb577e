import type { HttpClient, Query } from '../../upstream/http.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { ProviderError } from '../../upstream/provider-error.js';
import { type Json, list, record } from '../../model/json-value.js';
import { AICALLER } from './to-call.js';

const PATH = '/v1/phoneCalls';
/** AICaller answers a malformed id with an error instead of "not found". */
const ID = /^[0-9a-f]{24}$/i;

/** The list's filter parameters (document 000): one value each. */
export interface PhoneCallsQuery {
  readonly callTemplateId?: string;
  readonly phoneNumberId?: string;
  /** E.164. */
  readonly toPhoneNumber?: string;
  /** AICaller's own status word. */
  readonly status?: string;
  readonly fileId?: string;
}

/** Epoch milliseconds. The documents say "after" and "before", not whether the ends are included. */
export interface CreatedBetween {
  readonly after?: number;
  readonly before?: number;
}

/** AICaller's three endpoints; each answer is wrapped in `data`. */
export class AiCallerApi {
  constructor(private readonly http: HttpClient) {}

  /** All matching calls, unpaged and in no promised order (document 000). @throws ProviderError */
  async list(query: PhoneCallsQuery, created: CreatedBetween, context: UpstreamContext): Promise<readonly unknown[]> {
    const parameters: Query = [
      ...Object.entries(query),
      ...(created.after === undefined ? [] : [['fromDate', new Date(created.after).toISOString()] as const]),
      ...(created.before === undefined ? [] : [['toDate', new Date(created.before).toISOString()] as const]),
    ];
    const { body } = await this.http.get(PATH, parameters, context);
    const data: unknown = record(body)?.['data'];
    if (!Array.isArray(data)) throw unexpected('without a list of calls');
    return list(data);
  }

  /** One call; null when there is none. @throws ProviderError */
  async get(id: string, context: UpstreamContext): Promise<Json | null> {
    const noSuchCall = ID.test(id) ? [404] : [400, 404];
    const { status, body } = await this.http.get(`${PATH}/${encodeURIComponent(id)}`, [], context, noSuchCall);
    return noSuchCall.includes(status) ? null : dataOf(body);
  }

  /** Places the call (document 001): one request, never repeated. @throws ProviderError */
  async create(phoneCall: Json, context: UpstreamContext): Promise<Json> {
    const { body } = await this.http.post(PATH, phoneCall, context);
    return dataOf(body);
  }
}

function dataOf(body: unknown): Json {
  const data = record(record(body)?.['data']);
  if (!data) throw unexpected('without a call');
  return data;
}

function unexpected(what: string): ProviderError {
  return new ProviderError(AICALLER, 'PROVIDER_BAD_RESPONSE', `AICALLER answered ${what}.`);
}
