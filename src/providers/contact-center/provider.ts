import type { Agent } from '../../model/agent.js';
import type { CallFilter } from '../../model/call-filter.js';
import { Carrier, CarrierIdKind } from '../../model/carrier-id.js';
import type { ConnectDependencies } from '../definition.js';
import { FirstWidth, LearnedList } from '../listing/learned-list.js';
import type { SlicedList } from '../listing/sliced-list.js';
import { TimeSlicedSource } from '../listing/time-sliced-source.js';
import type { MediaPlace } from '../media-places.js';
import type { ConnectedProvider, ListPlan } from '../provider.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import { placeRows, readRows } from '../read-rows.js';
import { records } from '../../model/json-value.js';
import { CONTACT_CENTER, readAgents } from './agents.js';
import { ContactCenterApi } from './api.js';
import { contactCenterAssumptions } from './assumptions.js';
import { ContactCenterLookup } from './lookup.js';
import { contactCenterQuery, isWholeNumber } from './plan.js';
import { NARROWEST_MS, readSlice } from './slice.js';
import { callAt, placeOf, toCall } from './to-call.js';

/** Agents appear only in calls. A few of the agent's latest calls are enough. */
const CALLS_FOR_AN_AGENT = 10;

export interface ContactCenterSettings {
  readonly baseUrl: string;
  readonly accessToken: string;
  readonly recordingPlaces: readonly MediaPlace[];
  readonly redirectPlaces: readonly MediaPlace[];
  /** Of the vendor that keeps the recordings. Empty if they are public. */
  readonly mediaUser: string;
  readonly mediaPassword: string;
}

/** The contact centre of document 002, which names no vendor: it only lists calls. */
export function connectContactCenter(settings: ContactCenterSettings, { http, listFacts, reportUnreadable }: ConnectDependencies): ConnectedProvider {
  const { mediaUser, mediaPassword } = settings;
  const authorization = mediaUser === '' ? null : `Basic ${Buffer.from(`${mediaUser}:${mediaPassword}`).toString('base64')}`;
  const headers = { 'access-token': settings.accessToken, 'content-type': 'application/json' };
  const api = new ContactCenterApi(http({ baseUrl: settings.baseUrl, headers, secrets: [settings.accessToken] }));
  const read = (rows: readonly unknown[]) => readRows(rows, toCall, reportUnreadable);
  const place = (rows: readonly unknown[]) => placeRows(rows, placeOf, callAt, reportUnreadable);
  const recordings = { places: settings.recordingPlaces, redirectPlaces: settings.redirectPlaces, authorization };
  const learnedOfAll = new LearnedList(0, FirstWidth.OF_ALL, listFacts);
  return {
    name: CONTACT_CENTER,
    carrierIds: [{ carrier: Carrier.PLIVO, kind: CarrierIdKind.RECORDING }],
    // Small whole numbers, counted by each account.
    idsCollide: true,
    recordings,
    lookup: new ContactCenterLookup(api, place),
    list: {
      plan(filter: CallFilter): ListPlan {
        const { query, filteredLocally } = contactCenterQuery(filter);
        // What was learned from all calls is wrong for calls that pass a filter.
        const learned = query && Object.keys(query).length === 0 ? learnedOfAll : new LearnedList(0, FirstWidth.OF_ALL);
        const isSparse = filteredLocally.length > 0 || filter.contacts !== undefined;
        return {
          filteredLocally,
          matchesNothing: query === null,
          coveredFrom: null,
          open: (walk) => {
            if (!query) return [];
            const readQuery: SlicedList['read'] = (slice, mustRead, context) => readSlice({ api, place, query, slice }, mustRead, context);
            return [new TimeSlicedSource(walk, { read: readQuery, narrowestMs: NARROWEST_MS, isByDay: true, learned, isSparse })];
          },
        };
      },
    },
    agents: { find: (id, context) => findAgent(api, id, context) },
    assumptions: () => contactCenterAssumptions({ api, read, recordings }),
  };
}

async function findAgent(api: ContactCenterApi, id: string, context: UpstreamContext): Promise<Agent | null> {
  if (!isWholeNumber(id)) return null;
  const { rows } = await api.calls({ agentId: id }, null, 1, CALLS_FOR_AN_AGENT, context);
  const agents = records(rows).flatMap((row) => readAgents(row).agents).filter((agent) => agent.providerAgentId === id);
  return agents.find((agent) => agent.name !== null) ?? agents[0] ?? null;
}
