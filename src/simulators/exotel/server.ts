import { type Answer, Refusal } from '../answer.js';
import { oneOf, Query } from '../query.js';
import type { RecordedRequest } from '../recorded-request.js';
import { type Route, route } from '../routes.js';
import { field } from '../row-fields.js';
import type { Vendor } from '../vendor-server.js';
import type { World } from '../world.js';
import { detailsOf } from './call-details.js';
import { readListing } from './filter.js';
import { localTimeIn } from './local-time.js';
import { pageOf } from './paging.js';
import { represent } from './representation.js';
import { makeRows } from './rows.js';

const API_KEY = 'sim-exotel-key';
const API_TOKEN = 'sim-exotel-token';
const ACCOUNT_SID = 'simaccount1';
const AUTHORIZATION = `Basic ${Buffer.from(`${API_KEY}:${API_TOKEN}`).toString('base64')}`;

/** Exotel as its "Bulk Call Details" and "Call Details" pages document it. */
export function createExotel(world: World, now: () => number, timeZone: string): Vendor {
  const localTime = localTimeIn(timeZone);
  const rows = makeRows(world, ACCOUNT_SID, localTime);

  const list = ({ query, path }: RecordedRequest, account = ''): Answer => {
    checkAccount(account);
    const { matches, ...pageRequest } = readListing(query, localTime, now());
    const { calls, total, before, after } = pageOf(rows.filter(matches), pageRequest);
    const pageUri = (cursor: Record<string, string>) => uriOf(path, query, cursor);
    return represent(path, 200, {
      Metadata: {
        Total: total,
        PageSize: pageRequest.pageSize,
        FirstPageUri: pageUri({}),
        PrevPageUri: before && pageUri({ Before: before }),
        NextPageUri: after && pageUri({ After: after }),
      },
      Calls: calls,
    });
  };
  const get = ({ query, path }: RecordedRequest, account = '', callSid = ''): Answer => {
    checkAccount(account);
    const details = new Query(query, ['details']).value('details', 'true or false', oneOf(['true', 'false']));
    const row = rows.find((candidate) => field(candidate, 'Sid') === callSid);
    if (!row) throw new Refusal(404, `The requested resource ${callSid} was not found`);
    return represent(path, 200, { Call: details === 'true' ? { ...row, Details: detailsOf(row) } : row });
  };
  const routes: Route[] = [
    { method: 'GET', path: /^\/v1\/Accounts\/([^/]+)\/Calls(?:\.json)?$/, answer: list },
    { method: 'GET', path: /^\/v1\/Accounts\/([^/]+)\/Calls\/([^/]+?)(?:\.json)?$/, answer: get },
  ];

  return {
    rows,
    authorization: { authorization: AUTHORIZATION },
    unauthorized: () => new Refusal(401, 'Authentication failed', { 'www-authenticate': 'Basic realm="Exotel"' }),
    answer: (request) => route(routes, request),
    refuse: ({ status, message, headers }, { path }) =>
      represent(path, status, { RestException: { Status: status, Message: message } }, headers),
    credentials: (url) => ({
      EXOTEL_BASE_URL: url,
      EXOTEL_API_KEY: API_KEY,
      EXOTEL_API_TOKEN: API_TOKEN,
      EXOTEL_ACCOUNT_SID: ACCOUNT_SID,
      EXOTEL_TIME_ZONE: timeZone,
    }),
  };
}

/** An account of another cluster gets the same error as one that does not exist. */
function checkAccount(account: string): void {
  if (account !== ACCOUNT_SID) throw new Refusal(404, `The account ${account} was not found`);
}

/** The URL of the same request with another cursor, relative to the host. */
function uriOf(path: string, query: URLSearchParams, cursor: Record<string, string>): string {
  const parameters = new URLSearchParams([...query].filter(([name]) => name !== 'After' && name !== 'Before'));
  for (const [name, value] of Object.entries(cursor)) parameters.set(name, value);
  return parameters.size > 0 ? `${path}?${parameters.toString()}` : path;
}
