import type { CountryCode } from 'libphonenumber-js';
import type { ConnectDependencies } from '../definition.js';
import type { MediaPlace } from '../media-places.js';
import type { ConnectedProvider, ListPlan } from '../provider.js';
import type { CallFilter } from '../../model/call-filter.js';
import { texts } from '../reading.js';
import { record } from '../../model/json-value.js';
import { Sampling } from '../sampling.js';
import { ExotelApi, MAX_PAGE_SIZE } from './api.js';
import { exotelAssumptions } from './assumptions.js';
import { horizon } from './history.js';
import { ExotelLookup } from './lookup.js';
import { contactsIn, exotelQueries } from './plan.js';
import { exotelSource } from './source.js';
import { exotelSpellings, rowReader } from './rows.js';
import { EXOTEL } from './to-call.js';
import { VendorClock } from './vendor-clock.js';

export interface ExotelSettings {
  readonly baseUrl: string;
  readonly accountSid: string;
  readonly apiKey: string;
  readonly apiToken: string;
  /** IANA name of the account's time zone. */
  readonly timeZone: string;
  readonly country: CountryCode;
  readonly recordingPlaces: readonly MediaPlace[];
  readonly redirectPlaces: readonly MediaPlace[];
}

/** Exotel (document 004 and the vendor's voice API): looks up to 100 calls per request and lists six months. */
export function connectExotel(settings: ExotelSettings, { http, now, reportUnreadable, searches }: ConnectDependencies): ConnectedProvider {
  // Sent in a header, because URLs appear in logs and error messages.
  const encoded = Buffer.from(`${settings.apiKey}:${settings.apiToken}`).toString('base64');
  const headers = { authorization: `Basic ${encoded}` };
  const secrets = [encoded, settings.apiKey, settings.apiToken];
  const clock = new VendorClock(settings.timeZone);
  const met = exotelSpellings();
  const read = rowReader({ clock, country: settings.country }, met, reportUnreadable);
  const sampling = new Sampling(now);
  const api = new ExotelApi(http({ baseUrl: settings.baseUrl, headers, secrets }), settings.accountSid, clock);
  const recordings = { places: settings.recordingPlaces, redirectPlaces: settings.redirectPlaces, authorization: headers.authorization };
  return {
    name: EXOTEL,
    // StatusCallback calls the id CallSid; rows call it Sid.
    events: { callIdsIn: (notification) => texts([record(notification)?.['CallSid']]) },
    recordings,
    lookup: new ExotelLookup(api, read, clock, now, searches),
    list: {
      narrowsBy: ['from', 'to'],
      async learnSpellings({ statuses, directions, own }, context) {
        if (!statuses && !directions && !(own?.[EXOTEL] && 'directions' in own[EXOTEL])) return;
        // The newest calls of the last 31 days.
        await sampling.once(async () => read((await api.bulk({}, { pageSize: MAX_PAGE_SIZE }, context)).rows));
      },
      plan(filter: CallFilter): ListPlan {
        const { queries, filteredLocally } = exotelQueries(filter, met);
        return {
          filteredLocally,
          matchesNothing: queries.length === 0,
          coveredFrom: new Date(horizon(clock, now())),
          open: (walk) => queries.map((query) => exotelSource({ api, read, clock }, query, walk, now(), contactsIn(filter, query))),
        };
      },
    },
    assumptions: () => exotelAssumptions({ api, read, clock, recordings }),
  };
}
