import type { CallFilter } from '../../model/call-filter.js';
import { Carrier } from '../../model/carrier-id.js';
import { CallOrder } from '../../model/call-order.js';
import { type Json, record } from '../../model/json-value.js';
import type { ConnectDependencies } from '../definition.js';
import { LearnedList } from '../listing/learned-list.js';
import { TimeSlicedSource } from '../listing/time-sliced-source.js';
import type { MediaPlace } from '../media-places.js';
import { MetOtherwise } from '../met-otherwise.js';
import { findEach } from '../one-by-one.js';
import type { ConnectedProvider, ListPlan, RecordingCapability } from '../provider.js';
import { placeRows, type PlaceRows, type ReadCalls, readRows } from '../read-rows.js';
import { text, texts } from '../reading.js';
import { TwilioApi } from './api.js';
import { twilioAssumptions } from './assumptions.js';
import { DayReader, NARROWEST_MS } from './day-reader.js';
import { agentAt, TWILIO } from './agents.js';
import { findLegs } from './legs.js';
import { readParty } from './parties.js';
import { contactsIn, twilioQueries, type TwilioSpellings } from './plan.js';
import { TwilioRecordings } from './recordings.js';
import { isSignedByTwilio } from './signature.js';
import { callAt, isChildLeg, parentSidOf, placeOf, STATUS_WORDS, statusOf, toCall } from './to-call.js';

export interface TwilioSettings {
  readonly baseUrl: string;
  readonly accountSid: string;
  /** Empty if an API key is used and no notifications are received. */
  readonly authToken: string;
  /** Empty if the auth token is used. */
  readonly apiKeySid: string;
  readonly apiKeySecret: string;
  readonly recordingPlaces: readonly MediaPlace[];
  readonly redirectPlaces: readonly MediaPlace[];
}

const DOCUMENTED_WORDS: ReadonlySet<string | null> = new Set(Object.values(STATUS_WORDS));
/** A carrier's accounts are busy: the first slice is a few days. */
const FIRST_WIDTH_MS = 3 * NARROWEST_MS;

/** Twilio's voice API of 2010 (OpenAPI twilio_api_v2010): lists calls by day, and looks up one call for each request. */
export function connectTwilio(settings: TwilioSettings, { http, listFacts, now, reportUnreadable, searches }: ConnectDependencies): ConnectedProvider {
  const { accountSid, authToken, apiKeySid, apiKeySecret } = settings;
  const [user, password] = apiKeySid === '' ? [accountSid, authToken] : [apiKeySid, apiKeySecret];
  const encoded = Buffer.from(`${user}:${password}`).toString('base64');
  const authorization = `Basic ${encoded}`;
  const secrets = [encoded, authToken, apiKeySecret].filter((text) => text !== '');
  const api = new TwilioApi(http({ baseUrl: settings.baseUrl, headers: { authorization }, secrets }), accountSid);
  const met: TwilioSpellings = { statuses: new MetOtherwise(), numbers: new MetOtherwise() };
  // Also of rows that nobody needs as calls: the more is known, the fewer calls a filter misses.
  const note = (row: Json) => {
    met.statuses.note(statusOf(row), DOCUMENTED_WORDS.has(text(row['status'])));
    for (const party of [readParty(row['from']), readParty(row['to'])]) if (party?.e164) met.numbers.note(party.e164, party.raw === party.e164);
  };
  const noted = <T>(read: (row: Json) => T | null) => (row: Json) => {
    const known = read(row);
    if (known !== null) note(row);
    return known;
  };
  const read: ReadCalls = (rows) => readRows(rows, noted(toCall), reportUnreadable);
  const place: PlaceRows = (rows) => placeRows(rows, noted(placeOf), callAt, reportUnreadable);
  const placeCalls: PlaceRows = (rows) => place(rows.filter((row) => !isRowOfChildLeg(row)));
  const found = new TwilioRecordings(api, now);
  const recordings: RecordingCapability = {
    places: settings.recordingPlaces,
    redirectPlaces: settings.redirectPlaces,
    authorization,
    find: (calls, context) => found.find(calls, context),
  };
  const learnedOfAll = new LearnedList(0, FIRST_WIDTH_MS, listFacts);
  return {
    name: TWILIO,
    lookup: findEach({ provider: TWILIO, get: (sid, context) => api.call(sid, context), read, searches }),
    list: {
      narrowsBy: ['from', 'to'],
      plan(filter: CallFilter): ListPlan {
        const { queries, withChildLegs, filteredLocally } = twilioQueries(filter, met);
        const isUnfiltered = queries.length === 1 && Object.keys(queries[0] ?? {}).length === 0;
        const learned = isUnfiltered ? learnedOfAll : new LearnedList(0);
        return {
          filteredLocally,
          matchesNothing: queries.length === 0,
          coveredFrom: null,
          open: (walk) =>
            queries.map((query) => {
              const days = new DayReader({ api, place: withChildLegs ? place : placeCalls, query, oldestFirst: walk.order === CallOrder.OLDEST_FIRST, now });
              return new TimeSlicedSource(walk, {
                read: (slice, mustRead, context) => days.readSlice(slice, mustRead, context),
                narrowestMs: NARROWEST_MS,
                isByDay: true,
                learned,
                held: () => days.size,
                contacts: contactsIn(filter, query),
                isSparse: filteredLocally.length > 0,
              });
            }),
        };
      },
    },
    carrier: { carrier: Carrier.TWILIO, parentOf: parentSidOf, legsOf: (conversations, context) => findLegs(api, conversations, context) },
    agents: { find: async (address) => agentAt(address) },
    recordings,
    assumptions: () => twilioAssumptions({ api, read, recordings }),
    ...(authToken !== '' && {
      events: {
        isAuthentic: (notification) => isSignedByTwilio(notification, authToken),
        callIdsIn: (notification) => texts([record(notification)?.['CallSid']]),
      },
    }),
  };
}

/** A leg of another call would be the same conversation once more. */
function isRowOfChildLeg(row: unknown): boolean {
  const fields = record(row);
  return fields !== null && isChildLeg({ sid: fields['sid'], parentCallSid: fields['parent_call_sid'] });
}
