import { type Answer, json, Refusal } from '../answer.js';
import { Query } from '../query.js';
import type { RecordedRequest } from '../recorded-request.js';
import { type Route, route } from '../routes.js';
import { field, listField } from '../row-fields.js';
import type { Row } from '../simulator.js';
import type { Vendor } from '../vendor-server.js';
import type { World } from '../world.js';
import { CALL_FILTERS, callFilter, RECORDING_FILTERS, recordingFilter } from './filter.js';
import { PAGING, pageOf } from './paging.js';
import { makeRows } from './rows.js';

const ACCOUNT_SID = `AC${'51'.repeat(16)}`;
const AUTH_TOKEN = 'sim-twilio-token';
/** Twilio's own error codes by status. */
const ERROR_CODES: Readonly<Record<number, number>> = { 400: 20001, 401: 20003, 403: 20003, 404: 20404, 405: 20004, 429: 20429 };

/** Twilio's Calls and Recordings as its OpenAPI of 2010 describes them. */
export function createTwilio(world: World): Vendor {
  const rows = makeRows(world, ACCOUNT_SID);
  const find = (sid: string): Row => {
    const row = rows.find((candidate) => field(candidate, 'sid') === sid);
    if (!row) throw new Refusal(404, `The requested resource /Calls/${sid}.json was not found`);
    return row;
  };
  const calls = (request: RecordedRequest): Answer => {
    const query = new Query(request.query, [...CALL_FILTERS, ...PAGING]);
    return json(200, pageOf('calls', rows.filter(callFilter(query)).map(represent), query, request));
  };
  const recordings = (request: RecordedRequest): Answer => {
    const query = new Query(request.query, [...RECORDING_FILTERS, ...PAGING]);
    return json(200, pageOf('recordings', rows.flatMap(recordingsIn).filter(recordingFilter(query)), query, request));
  };
  const recordingsOf = (request: RecordedRequest, sid = ''): Answer => {
    const query = new Query(request.query, [...RECORDING_FILTERS.filter((name) => name.startsWith('DateCreated')), ...PAGING]);
    return json(200, pageOf('recordings', recordingsIn(find(sid)).filter(recordingFilter(query)), query, request));
  };
  const get = ({ query }: RecordedRequest, sid = ''): Answer => {
    new Query(query, []);
    return json(200, represent(find(sid)));
  };
  const ofAccount = (answer: Route['answer']): Route['answer'] => (request, account = '', ...groups) => {
    if (account !== ACCOUNT_SID) throw new Refusal(404, `The requested resource /Accounts/${account} was not found`);
    return answer(request, ...groups);
  };
  const routes: Route[] = [
    { method: 'GET', path: /^\/2010-04-01\/Accounts\/([^/]+)\/Calls\.json$/, answer: ofAccount(calls) },
    { method: 'GET', path: /^\/2010-04-01\/Accounts\/([^/]+)\/Calls\/([^/.]+)\.json$/, answer: ofAccount(get) },
    { method: 'GET', path: /^\/2010-04-01\/Accounts\/([^/]+)\/Calls\/([^/.]+)\/Recordings\.json$/, answer: ofAccount(recordingsOf) },
    { method: 'GET', path: /^\/2010-04-01\/Accounts\/([^/]+)\/Recordings\.json$/, answer: ofAccount(recordings) },
  ];

  return {
    rows,
    authorization: { authorization: `Basic ${Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64')}` },
    unauthorized: () => new Refusal(401, 'Authenticate', { 'www-authenticate': 'Basic realm="Twilio API"' }),
    answer: (request) => route(routes, request),
    refuse: ({ status, message, headers }) => json(status, { code: ERROR_CODES[status] ?? 20500, message, more_info: `https://www.twilio.com/docs/errors/${ERROR_CODES[status] ?? 20500}`, status }, headers),
    headers: () => ({ 'Twilio-Concurrent-Requests': '1' }),
    credentials: (url) => ({ TWILIO_BASE_URL: url, TWILIO_ACCOUNT_SID: ACCOUNT_SID, TWILIO_AUTH_TOKEN: AUTH_TOKEN }),
  };
}

/** A call as Twilio sends it: without its recordings, which are another resource. */
function represent(row: Row): Row {
  if (typeof row !== 'object' || row === null) return row;
  const { recordings: _, ...call } = row;
  return call;
}

function recordingsIn(row: Row): Row[] {
  return listField(row, 'recordings') as Row[];
}
