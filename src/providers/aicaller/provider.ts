import type { CountryCode } from 'libphonenumber-js';
import type { CallFilter } from '../../model/call-filter.js';
import type { ConnectDependencies } from '../definition.js';
import { FirstWidth, LearnedList } from '../listing/learned-list.js';
import { TimeSlicedSource } from '../listing/time-sliced-source.js';
import { findEach } from '../one-by-one.js';
import { MetOtherwise } from '../met-otherwise.js';
import type { MediaPlace } from '../media-places.js';
import type { ConnectedProvider, ListPlan } from '../provider.js';
import type { UpstreamContext } from '../../upstream/upstream-context.js';
import type { Json } from '../../model/json-value.js';
import { readRows } from '../read-rows.js';
import { Sampling } from '../sampling.js';
import { AiCallerApi } from './api.js';
import { aiCallerAssumptions } from './assumptions.js';
import { AiCallerDial } from './dial.js';
import { callIdsIn } from './notification.js';
import { aiCallerQueries, type AiCallerSpellings } from './plan.js';
import { recentRows } from './recent-rows.js';
import { NARROWEST_MS, readSlice, type SpelledQuery } from './slice.js';
import { AICALLER, aiAgent, STATUS_WORDS, toCall } from './to-call.js';

const DOCUMENTED_WORDS: ReadonlySet<string | null> = new Set(Object.values(STATUS_WORDS).flat());

export interface AiCallerSettings {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The country of numbers without a country code; absent when unknown. */
  readonly country: CountryCode | undefined;
  readonly recordingPlaces: readonly MediaPlace[];
  readonly redirectPlaces: readonly MediaPlace[];
}

/** AICaller (documents 000 and 001): places calls, gets them one by one, and lists them without pages. */
export function connectAiCaller(settings: AiCallerSettings, { http, listFacts, reportUnreadable, isOwnWebhook, searches, clockSkew, now }: ConnectDependencies): ConnectedProvider {
  const api = new AiCallerApi(http({ baseUrl: settings.baseUrl, headers: { 'aicaller-api-key': settings.apiKey }, secrets: [settings.apiKey] }));

  const met: AiCallerSpellings = { statuses: new MetOtherwise(), numbers: new MetOtherwise() };
  const readCall = (row: Json) => {
    const call = toCall(row, isOwnWebhook, settings.country);
    if (call) met.statuses.note(call.status, DOCUMENTED_WORDS.has(call.providerStatus));
    if (call?.to?.e164) met.numbers.note(call.to.e164, call.to.raw === call.to.e164);
    return call;
  };
  const read = (rows: readonly unknown[]) => readRows(rows, readCall, reportUnreadable);
  const learnedOfAll = new LearnedList(NARROWEST_MS, FirstWidth.OF_ALL, listFacts);
  const sampling = new Sampling(now);
  const sample = async (context: UpstreamContext) => {
    const recent = await recentRows(api, now(), context);
    if (recent) read(recent.rows);
  };
  const recordings = { places: settings.recordingPlaces, redirectPlaces: settings.redirectPlaces, authorization: null };
  return {
    name: AICALLER,
    recordings,
    lookup: findEach({ provider: AICALLER, get: (id, context) => api.get(id, context), read, searches }),
    list: {
      narrowsBy: ['to'],
      async learnSpellings({ statuses, to, contacts }, context) {
        // The graph always filters by several statuses. Without a country, numbers in another spelling have no E.164 to match.
        const byNumber = settings.country !== undefined && (to ?? contacts) !== undefined;
        if (statuses?.length === 1 || byNumber) await sampling.once(() => sample(context));
      },
      plan(filter: CallFilter): ListPlan {
        const { queries, filteredLocally } = aiCallerQueries(filter, met);
        const learned = isUnfiltered(queries) ? learnedOfAll : isByNumber(queries) ? new LearnedList(NARROWEST_MS, FirstWidth.OF_ONE_NUMBER) : learnedOfAll.filtered();
        return {
          filteredLocally,
          matchesNothing: queries.length === 0,
          coveredFrom: null,
          open: (walk) =>
            queries.map((query) => {
              const contacts = filter.contacts && query.toPhoneNumber !== undefined ? [query.toPhoneNumber] : undefined;
              return new TimeSlicedSource(walk, {
                read: (slice, mustRead, context) => readSlice(api, read, query, slice, mustRead, context),
                narrowestMs: NARROWEST_MS,
                isUnpaged: true,
                learned,
                contacts,
                isSparse: filteredLocally.length > 0,
              });
            }),
        };
      },
    },
    dial: new AiCallerDial(api, readCall, isOwnWebhook, clockSkew),
    events: { callIdsIn },
    agents: { find: async (callTemplateId) => aiAgent(callTemplateId) },
    assumptions: () => aiCallerAssumptions({ api, read, recordings }),
  };
}

/** What was learned from all calls is wrong for calls that pass a filter. */
function isUnfiltered([query, ...others]: readonly SpelledQuery[]): boolean {
  return query !== undefined && others.length === 0 && Object.keys(query).length === 0;
}

function isByNumber(queries: readonly SpelledQuery[]): boolean {
  return queries.some(({ toPhoneNumber }) => toPhoneNumber !== undefined);
}
