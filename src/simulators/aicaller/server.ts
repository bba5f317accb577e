import { type Answer, json, Refusal } from '../answer.js';
import { oneOf, Query, readE164 } from '../query.js';
import { createRandom } from '../random.js';
import type { RecordedRequest } from '../recorded-request.js';
import { type Route, route } from '../routes.js';
import { field } from '../row-fields.js';
import type { Row } from '../simulator.js';
import type { Vendor } from '../vendor-server.js';
import type { World } from '../world.js';
import { readUtcInstant } from './instant.js';
import { LiveCalls } from './live-calls.js';
import { readNewCall, STATUSES } from './new-call.js';
import { makeRows, objectId } from './rows.js';

const API_KEY = 'sim-aicaller-key';
const LIST_PARAMETERS = ['callTemplateId', 'phoneNumberId', 'fromDate', 'toDate', 'toPhoneNumber', 'status', 'fileId'];

/** AICaller as its "Get phone calls" and "Create a phone call" pages document it. */
export function createAicaller(world: World, now: () => number, seed: number): Vendor {
  const rows = makeRows(world);
  const ids = createRandom(seed + 7_919);
  const line = world.organisation.lines[0];
  const live = new LiveCalls({ phoneNumberId: objectId('number', line?.id ?? 1), fromPhoneNumber: line?.phone.e164 ?? '' }, world.recordingUrl);

  const list = ({ query }: RecordedRequest): Answer => {
    const matches = readFilter(query);
    return json(200, { data: inNoOrder(rows.filter(matches)) });
  };
  const get = ({ query }: RecordedRequest, id = ''): Answer => {
    new Query(query, []);
    const row = rows.find((candidate) => field(candidate, '_id') === id);
    if (!row) throw new Refusal(404, 'Phone call not found');
    return json(200, { data: row });
  };
  const create = (request: RecordedRequest): Answer => {
    new Query(request.query, []);
    if (!request.headers['content-type']?.startsWith('application/json')) {
      throw new Refusal(400, 'content-type must be application/json');
    }
    const input = readNewCall(request.body);
    const at = new Date(now()).toISOString();
    const created = { status: 'queued', record: false, ...input, _id: ids.hex(24), createdAt: at, updatedAt: at };
    // The stored row is a separate object, so that later changes do not affect the response.
    const row: Row = { ...created, callOrigin: 'api', resultValues: [], customTagsHitOnCall: [] };
    rows.push(row);
    // The document lets a client set the status. Only a queued call progresses.
    if (created.status === 'queued') live.add(row, dueAt(row));
    return json(200, { data: created });
  };
  const routes: Route[] = [
    { method: 'GET', path: /^\/v1\/phoneCalls$/, answer: list },
    { method: 'POST', path: /^\/v1\/phoneCalls$/, answer: create },
    { method: 'GET', path: /^\/v1\/phoneCalls\/([^/]+)$/, answer: get },
  ];

  return {
    rows,
    authorization: { 'aicaller-api-key': API_KEY },
    unauthorized: () => new Refusal(401, 'Invalid API key'),
    answer: (request) => {
      live.advance(now());
      return route(routes, request);
    },
    refuse: ({ status, message, headers }) => json(status, { message }, headers),
    credentials: (url) => ({ AICALLER_BASE_URL: url, AICALLER_API_KEY: API_KEY }),
  };
}

/** Every filter takes one exact value. The dates are exclusive bounds on createdAt. */
function readFilter(parameters: URLSearchParams): (row: Row) => boolean {
  const query = new Query(parameters, LIST_PARAMETERS);
  const from = query.value('fromDate', 'an ISO date-time in UTC, with Z', readUtcInstant) ?? Number.NEGATIVE_INFINITY;
  const to = query.value('toDate', 'an ISO date-time in UTC, with Z', readUtcInstant) ?? Number.POSITIVE_INFINITY;
  const exact = Object.entries({
    callTemplateId: query.text('callTemplateId'),
    phoneNumberId: query.text('phoneNumberId'),
    fileId: query.text('fileId'),
    toPhoneNumber: query.value('toPhoneNumber', 'one E.164 number', readE164),
    status: query.value('status', `one of ${STATUSES.join(', ')}`, oneOf(STATUSES)),
  }).filter(([, wanted]) => wanted !== undefined);

  return (row) => {
    if (!exact.every(([name, wanted]) => field(row, name) === wanted)) return false;
    const createdAt = Date.parse(String(field(row, 'createdAt')));
    return Number.isNaN(createdAt) || (createdAt > from && createdAt < to);
  };
}

/** A stable order that is unrelated to createdAt, because the document promises no order. */
function inNoOrder(rows: Row[]): Row[] {
  return rows
    .map((row) => ({ row, key: scramble(String(field(row, '_id'))) }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row);
}

/** Hashes a text to a number (32-bit FNV-1a). */
function scramble(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}

function dueAt(row: Row): number {
  const createdAt = Date.parse(String(row['createdAt']));
  const delayedUntil = readUtcInstant(String(row['callDelayedUntil'])) ?? createdAt;
  return Math.max(createdAt, delayedUntil);
}
