import type { CountryCode } from 'libphonenumber-js';
import { Agent, AgentKind } from '../../model/agent.js';
import { Carrier, CarrierIdKind } from '../../model/carrier-id.js';
import type { ConnectDependencies } from '../definition.js';
import type { HttpClient } from '../../upstream/http.js';
import { findEach } from '../one-by-one.js';
import type { ConnectedProvider } from '../provider.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { ProviderError } from '../../upstream/provider-error.js';
import { type ReadCalls, readRows } from '../read-rows.js';
import { type Json, record } from '../../model/json-value.js';
import { skipcallAssumptions } from './assumptions.js';
import { SKIPCALL, toCall } from './to-call.js';

/** Skipcall answers a malformed id with an error instead of "not found". */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface SkipcallSettings {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The country of numbers without a country code; absent when unknown. */
  readonly country: CountryCode | undefined;
}

/** Skipcall (document 003): gets one call by id. No document describes listing or placing calls. */
export function connectSkipcall(settings: SkipcallSettings, { http, reportUnreadable, searches }: ConnectDependencies): ConnectedProvider {
  const client = http({ baseUrl: settings.baseUrl, headers: { authorization: `Bearer ${settings.apiKey}` }, secrets: [settings.apiKey] });
  const get = (id: string, context: UpstreamContext) => getCall(client, id, context);
  const read: ReadCalls = (rows) => readRows(rows, (row) => toCall(row, settings.country), reportUnreadable);
  return {
    name: SKIPCALL,
    carrierIds: [{ carrier: Carrier.TWILIO, kind: CarrierIdKind.CALL }, { carrier: Carrier.TWILIO, kind: CarrierIdKind.CONFERENCE }],
    lookup: findEach({ provider: SKIPCALL, get, read, searches }),
    // Members appear only in calls. No endpoint returns more about a membership id.
    agents: { find: async (membershipId) => new Agent({ provider: SKIPCALL, providerAgentId: membershipId, kind: AgentKind.HUMAN }) },
    assumptions: () => skipcallAssumptions({ get, read }),
  };
}

/** GET /v1/calls/{id}; null when the key's workspace has no such call. @throws ProviderError */
async function getCall(client: HttpClient, id: string, context: UpstreamContext): Promise<Json | null> {
  const noSuchCall = ID.test(id) ? [404] : [400, 404];
  const { status, body } = await client.get(`/v1/calls/${encodeURIComponent(id)}`, [], context, noSuchCall);
  if (noSuchCall.includes(status)) return null;
  const call = record(body);
  if (!call) throw new ProviderError(SKIPCALL, 'PROVIDER_BAD_RESPONSE', 'SKIPCALL answered without a call.');
  return call;
}
