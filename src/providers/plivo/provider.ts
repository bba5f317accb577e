import type { CountryCode } from 'libphonenumber-js';
import type { CallFilter } from '../../model/call-filter.js';
import type { Json } from '../../model/json-value.js';
import { Carrier } from '../../model/carrier-id.js';
import type { ConnectDependencies } from '../definition.js';
import { isWithin } from '../listing/slice.js';
import { LearnedList } from '../listing/learned-list.js';
import type { MediaPlace } from '../media-places.js';
import { MetOtherwise } from '../met-otherwise.js';
import type { ConnectedProvider, ListPlan, ListSource, RecordingCapability, Walk } from '../provider.js';
import { readRows } from '../read-rows.js';
import { PlivoApi } from './api.js';
import { plivoAssumptions } from './assumptions.js';
import { EndedCallsSource } from './ended-calls.js';
import type { EndedList } from './ended-list.js';
import { GoingOnCalls } from './going-on.js';
import { horizon, LONG_TALK_SECONDS, LONGEST_CALL_MS, NARROWEST_MS } from './history.js';
import { LatelySeen } from './lately-seen.js';
import { PlivoLookup } from './lookup.js';
import { callIdsIn } from './notification.js';
import { readList } from './pages.js';
import { type PlivoNumbers, type PlivoQueries, type PlivoQuery, plivoQueries } from './plan.js';
import { PlivoRecordings } from './recordings.js';
import { isSignedByPlivo } from './signature.js';
import { isSpelling } from './spellings.js';
import { TalkFilter } from './talk-filter.js';
import { parentOf, PLIVO, toCall } from './to-call.js';

/** Until an answer has told how far Plivo's clock is ahead. */
const UNMEASURED_AHEAD_MS = 10 * 60 * 1000;

export interface PlivoSettings {
  readonly baseUrl: string;
  readonly authId: string;
  readonly authToken: string;
  readonly country: CountryCode | undefined;
  readonly currency: string | null;
  readonly recordingPlaces: readonly MediaPlace[];
  readonly redirectPlaces: readonly MediaPlace[];
}

/** Plivo Voice: calls that are over are listed by their end, calls that are going on by their ids. */
export function connectPlivo(settings: PlivoSettings, { http, listFacts, now, reportUnreadable, searches, clockSkew }: ConnectDependencies): ConnectedProvider {
  const encoded = Buffer.from(`${settings.authId}:${settings.authToken}`).toString('base64');
  const authorization = `Basic ${encoded}`;
  const client = http({ baseUrl: settings.baseUrl, headers: { authorization }, secrets: [encoded, settings.authToken, settings.authId] });
  const api = new PlivoApi(client, settings.authId);
  const numbers: PlivoNumbers = { country: settings.country, met: new MetOtherwise() };
  const readCall = (row: Json) => {
    const call = toCall(row, settings);
    for (const party of [call?.from, call?.to]) if (party?.e164) numbers.met.note(party.e164, isSpelling(party.raw, party.e164, settings.country));
    return call;
  };
  const read = (rows: readonly unknown[]) => readRows(rows, readCall, reportUnreadable);
  const recordings = new PlivoRecordings(api, now);
  const playable: RecordingCapability = {
    places: settings.recordingPlaces,
    redirectPlaces: settings.redirectPlaces,
    authorization,
    find: (calls, context) => recordings.find(calls, context),
  };
  const seen = new LatelySeen(api);
  const talkFilter = new TalkFilter();
  const learnedOfAll = new LearnedList(NARROWEST_MS, undefined, listFacts);

  const readEnded = ({ query }: PlivoQuery, { includesChildLegs }: PlivoQueries, { from, to }: Walk): EndedList['read'] => async (ended, most, context) => {
    const answer = await readList((offset) => api.calls(query, ended, offset, context), most);
    if ('tooMany' in answer) return answer;
    const { calls, unreadable } = read(answer.rows);
    const wanted = calls.filter((call) => (includesChildLegs || parentOf(call) === null) && (call.isTimeless || isWithin({ from, to }, call)));
    return { calls: wanted, rows: answer.rows.length, unreadable, mayBeIncomplete: answer.mayBeIncomplete };
  };

  const open = (plan: PlivoQueries, walk: Walk): ListSource[] => {
    const reachesPresent = walk.to >= now() - LONGEST_CALL_MS;
    const goingOn = plan.wantsGoingOn && reachesPresent ? new GoingOnCalls(walk, api, seen, read) : null;
    const begin: EndedList['begin'] = async (context) => {
      await goingOn?.ids(context);
      return now() + Math.max(0, clockSkew()?.most ?? UNMEASURED_AHEAD_MS);
    };
    const sources = plan.ended.map((one) => {
      // What was learned from all calls is wrong for calls that pass a filter.
      const learned = Object.keys(one.query).length === 0 ? learnedOfAll : new LearnedList(NARROWEST_MS);
      const long = { ...one, query: { ...one.query, bill_duration__gte: LONG_TALK_SECONDS } };
      const readAll = readEnded(one, plan, walk);
      return new EndedCallsSource(walk, { read: readAll, readLong: talkFilter.read(readEnded(long, plan, walk), readAll), canReadLong: () => talkFilter.isUseful, begin, horizon: horizon(now()), learned, isSparse: plan.isSparse, contacts: one.contacts });
    });
    return goingOn ? [...sources, goingOn] : sources;
  };

  return {
    name: PLIVO,
    lookup: new PlivoLookup({ api, read, searches, now }),
    list: {
      narrowsBy: ['from', 'to'],
      plan(filter: CallFilter): ListPlan {
        const plan = plivoQueries(filter, numbers);
        return {
          filteredLocally: plan.filteredLocally,
          matchesNothing: plan.ended.length === 0 && !plan.wantsGoingOn,
          coveredFrom: new Date(horizon(now())),
          open: (walk) => open(plan, walk),
        };
      },
    },
    events: { callIdsIn, isAuthentic: (notification) => isSignedByPlivo(notification, settings.authToken) },
    recordings: playable,
    assumptions: () => plivoAssumptions({ api, read, recordings: playable, country: settings.country }),
    carrier: {
      carrier: Carrier.PLIVO,
      parentOf,
      callOfRecording: (id, context) => recordings.callOf(id, context),
    },
  };
}
