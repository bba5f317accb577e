import { type Answer, json, Refusal } from '../answer.js';
import type { RecordedRequest } from '../recorded-request.js';
import { type Route, route } from '../routes.js';
import { field } from '../row-fields.js';
import type { Row } from '../simulator.js';
import type { Vendor } from '../vendor-server.js';
import type { World } from '../world.js';
import { readListing } from './filter.js';
import { makeCalls } from './rows.js';

const ACCESS_TOKEN = 'sim-contact-center-token';

/** The contact centre as its "Fetch Calls" page documents it. It has no other endpoint. */
export function createContactCenter(world: World): Vendor {
  const rows = makeCalls(world).map(({ row }) => row);

  const list = ({ query }: RecordedRequest): Answer => {
    const { matches, page, limit } = readListing(query);
    const found = rows.filter(matches).sort(newestFirst);
    const isLast = page * limit >= found.length;
    return json(200, {
      calls: found.slice((page - 1) * limit, page * limit),
      meta: {
        page,
        limit,
        total: found.length,
        next: isLast ? null : pagePath(page + 1),
        previous: page === 1 ? null : pagePath(page - 1),
      },
    });
  };
  // The document's links have a prefix /api/v1 that its endpoint lacks, so both paths work.
  const routes: Route[] = [{ method: 'GET', path: /^(?:\/api\/v1)?\/calls\/$/, answer: list }];

  return {
    rows,
    authorization: { 'access-token': ACCESS_TOKEN },
    unauthorized: () => new Refusal(401, 'Invalid access token'),
    answer: (request) => route(routes, request),
    refuse: ({ status, message, headers }) => json(status, { error: message }, headers),
    credentials: (url) => ({ CONTACT_CENTER_BASE_URL: url, CONTACT_CENTER_ACCESS_TOKEN: ACCESS_TOKEN }),
  };
}

/** As documented: a path, without the limit and the filters of the request. */
function pagePath(page: number): string {
  return `/api/v1/calls/?page=${page}`;
}

function newestFirst(a: Row, b: Row): number {
  return idOf(b) - idOf(a);
}

function idOf(row: Row): number {
  const id = Number(field(row, 'id'));
  return Number.isNaN(id) ? 0 : id;
}
