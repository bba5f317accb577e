import { type Answer, json, Refusal } from '../answer.js';
import { Query } from '../query.js';
import type { RecordedRequest } from '../recorded-request.js';
import { type Route, route } from '../routes.js';
import { field } from '../row-fields.js';
import type { Vendor } from '../vendor-server.js';
import type { World } from '../world.js';
import { makeRows } from './rows.js';

const API_KEY = 'sk_test_simulated';
/** The limit of the largest plan. The headers announce it, but it is not enforced. Use faults for that. */
const REQUESTS_PER_MINUTE = 1_000;
const MINUTE = 60_000;

const ERROR_CODES: Record<number, string> = {
  400: 'BAD_REQUEST',
  401: 'API_KEY_INVALID',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  429: 'TOO_MANY_REQUESTS',
};

/** Skipcall as its "Get a call" page documents it: one call per request, by id. */
export function createSkipcall(world: World, now: () => number): Vendor {
  const rows = makeRows(world);

  const get = ({ query }: RecordedRequest, id = ''): Answer => {
    new Query(query, []);
    const row = rows.find((candidate) => field(candidate, 'id') === id);
    if (!row) throw new Refusal(404, 'Call not found');
    return json(200, row);
  };
  const routes: Route[] = [{ method: 'GET', path: /^\/v1\/calls\/([^/]+)$/, answer: get }];

  return {
    rows,
    authorization: { authorization: `Bearer ${API_KEY}` },
    unauthorized: () => new Refusal(401, 'Invalid API key'),
    answer: (request) => route(routes, request),
    refuse: ({ status, message, headers }) => {
      const code = ERROR_CODES[status] ?? 'INTERNAL_ERROR';
      return json(status, { code, details: status === 401 ? null : message }, headers);
    },
    headers: (requests) => rateLimitHeaders(requests, now()),
    credentials: (url) => ({ SKIPCALL_BASE_URL: url, SKIPCALL_API_KEY: API_KEY }),
  };
}

/** The reset is an instant in epoch seconds, not a duration. */
function rateLimitHeaders(requests: readonly RecordedRequest[], now: number): Record<string, string> {
  const minute = Math.floor(now / MINUTE);
  const inThisMinute = requests.length - (requests.findLastIndex(({ at }) => Math.floor(at / MINUTE) !== minute) + 1);
  return {
    'X-RateLimit-Limit': String(REQUESTS_PER_MINUTE),
    'X-RateLimit-Remaining': String(Math.max(0, REQUESTS_PER_MINUTE - inThisMinute)),
    'X-RateLimit-Reset': String((minute + 1) * 60),
  };
}
