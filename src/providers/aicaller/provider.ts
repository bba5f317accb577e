import type { CallFilter } from '../../model/call-filter.js';
import type { ConnectDependencies } from '../definition.js';
import { SliceWidths } from '../listing/slice-widths.js';
import { TimeSlicedSource } from '../listing/time-sliced-source.js';
import { findEach } from '../one-by-one.js';
import type { CallProvider, ListPlan } from '../provider.js';
import { readRows } from '../read-rows.js';
import { AiCallerApi, type PhoneCallsQuery } from './api.js';
import { AiCallerDial } from './dial.js';
import { aiCallerQueries } from './plan.js';
import { readSlice } from './slice.js';
import { AICALLER, aiAgent, toCall } from './to-call.js';

export interface AiCallerSettings {
  readonly baseUrl: string;
  readonly apiKey: string;
}

/** AICaller (documents 000 and 001): places calls, gets them one by one, and lists them all at once. */
export function connectAiCaller(settings: AiCallerSettings, { http, reportUnreadable }: ConnectDependencies): CallProvider {
  const api = new AiCallerApi(http({ baseUrl: settings.baseUrl, headers: { 'aicaller-api-key': settings.apiKey } }));

  const read = (rows: readonly unknown[]) => readRows(rows, toCall, reportUnreadable);
  const widthsOfAll = new SliceWidths();
  return {
    name: AICALLER,
    lookup: findEach(async (id, context) => {
      const row = await api.get(id, context);
      return row && toCall(row);
    }),
    list: {
      plan(filter: CallFilter): ListPlan {
        const { queries, filteredLocally } = aiCallerQueries(filter);
        const widths = isUnfiltered(queries) ? widthsOfAll : new SliceWidths();
        return {
          filteredLocally,
          matchesNothing: queries.length === 0,
          coveredFrom: null,
          open: (walk) =>
            queries.map((query) => {
              const contacts = filter.contacts && query.toPhoneNumber !== undefined ? [query.toPhoneNumber] : undefined;
              return new TimeSlicedSource(walk, (slice, context) => readSlice(api, read, query, slice, context), widths, contacts);
            }),
        };
      },
    },
    dial: new AiCallerDial(api),
    agents: { find: async (callTemplateId) => aiAgent(callTemplateId) },
  };
}

/** What is learned from all calls says nothing about those that pass a filter. */
function isUnfiltered([query, ...others]: readonly PhoneCallsQuery[]): boolean {
  return query !== undefined && others.length === 0 && Object.keys(query).length === 0;
}
