import { type Answer, json, Refusal } from '../answer.js';
import { oneOf, Query } from '../query.js';
import type { RecordedRequest } from '../recorded-request.js';
import { type Route, route } from '../routes.js';
import { field, listField } from '../row-fields.js';
import type { Row } from '../simulator.js';
import type { Vendor } from '../vendor-server.js';
import { CARRIER_ACCOUNT, type World } from '../world.js';
import { inNoOrder, type Listing, readCallListing, readRecordingListing } from './listing.js';
import { makeRows } from './rows.js';
import { readRowTime } from './times.js';

const AUTH_TOKEN = 'sim-plivo-token';
const AUTHORIZATION = `Basic ${Buffer.from(`${CARRIER_ACCOUNT}:${AUTH_TOKEN}`).toString('base64')}`;
const API_ID = '00000000-0000-4000-8000-000000000000';
const HISTORY_MS = 90 * 24 * 60 * 60 * 1000;
const STATUSES = ['live', 'queued'] as const;

/** Plivo as its "Call" and "Recording" pages document it. A path without its trailing slash does not exist. */
export function createPlivo(world: World, now: () => number): Vendor {
  const rows = makeRows(world);
  const recordings = () => rows.flatMap((row) => listField(row, 'recordings') as Row[]);
  const inHistory = (row: Row) => !(readRowTime(field(row, 'end_time')) < now() - HISTORY_MS);
  const ended = () => rows.filter((row) => viewOf(row) === 'ended' && inHistory(row));

  const page = (all: Row[], idField: string, { matches, limit, offset }: Listing, path: string): Answer => {
    const found = inNoOrder(all.filter(matches), idField);
    const pathAt = (from: number) => `${path}?limit=${limit}&offset=${from}`;
    return json(200, {
      api_id: API_ID,
      meta: {
        limit,
        offset,
        total_count: found.length,
        next: offset + limit < found.length ? pathAt(offset + limit) : null,
        previous: offset === 0 ? null : pathAt(Math.max(0, offset - limit)),
      },
      objects: found.slice(offset, offset + limit).map(shown),
    });
  };
  const listCalls = ({ query, path }: RecordedRequest, account = ''): Answer => {
    checkAccount(account);
    const status = statusIn(query);
    if (status === undefined) return page(ended(), 'call_uuid', readCallListing(query, now()), path);
    return json(200, { api_id: API_ID, calls: rows.filter((row) => viewOf(row) === status).map((row) => field(row, 'call_uuid')) });
  };
  const getCall = ({ query }: RecordedRequest, account = '', id = ''): Answer => {
    checkAccount(account);
    const status = statusIn(query);
    if (status === undefined) new Query(query, []);
    const row = (status === undefined ? ended() : rows.filter((one) => viewOf(one) === status)).find((one) => field(one, 'call_uuid') === id);
    if (!row) throw new Refusal(404, 'call not found');
    return json(200, { api_id: API_ID, ...shown(row) });
  };
  const listRecordings = ({ query, path }: RecordedRequest, account = ''): Answer => {
    checkAccount(account);
    return page(recordings(), 'recording_id', readRecordingListing(query, now()), path);
  };
  const getRecording = ({ query }: RecordedRequest, account = '', id = ''): Answer => {
    checkAccount(account);
    new Query(query, []);
    const row = recordings().find((one) => field(one, 'recording_id') === id);
    if (!row) throw new Refusal(404, 'recording not found');
    return json(200, { api_id: API_ID, ...row });
  };
  const routes: Route[] = [
    { method: 'GET', path: /^\/v1\/Account\/([^/]+)\/Call\/$/, answer: listCalls },
    { method: 'GET', path: /^\/v1\/Account\/([^/]+)\/Call\/([^/]+)\/$/, answer: getCall },
    { method: 'GET', path: /^\/v1\/Account\/([^/]+)\/Recording\/$/, answer: listRecordings },
    { method: 'GET', path: /^\/v1\/Account\/([^/]+)\/Recording\/([^/]+)\/$/, answer: getRecording },
  ];

  return {
    rows,
    authorization: { authorization: AUTHORIZATION },
    unauthorized: () => new Refusal(401, 'authentication failed'),
    answer: (request) => route(routes, request),
    refuse: ({ status, message, headers }) => json(status, { api_id: API_ID, error: message }, headers),
    credentials: (url) => ({ PLIVO_BASE_URL: url, PLIVO_AUTH_ID: CARRIER_ACCOUNT, PLIVO_AUTH_TOKEN: AUTH_TOKEN, PLIVO_CURRENCY: 'USD' }),
  };
}

/** The list in which a call is. */
function viewOf(row: Row): 'ended' | 'live' | 'queued' {
  const word = field(row, 'call_status');
  if (typeof word !== 'string' || field(row, 'end_time') !== undefined) return 'ended';
  return word === 'queued' ? 'queued' : 'live';
}

/** A list or a call of those that are going on takes no other parameter. */
function statusIn(query: URLSearchParams): (typeof STATUSES)[number] | undefined {
  return query.has('status') ? new Query(query, ['status']).value('status', 'live or queued', oneOf(STATUSES)) : undefined;
}

/** A row without its recordings, which are in a list of their own. */
function shown(row: Row): Row {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return row;
  const { recordings: _, ...rest } = row;
  return rest;
}

function checkAccount(account: string): void {
  if (account !== CARRIER_ACCOUNT) throw new Refusal(404, 'account not found');
}
