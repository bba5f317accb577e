/** What a client says about itself reaches both subgraphs, its own requests only, and no vendor. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { dataOf } from '../ask.js';
import { gateways } from '../gateways/index.js';
import { startEverything } from './everything.js';

const QUERY = '{ tickets(first: 3) { call { status } contact { person { fullName } } } }';
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SENT = {
  authorization: 'Bearer of-one-client',
  traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01`,
  tracestate: 'vendor=value',
  'x-request-id': 'request-4711',
  'cache-control': 'no-cache',
};
let everything;

before(async () => (everything = await startEverything()));
beforeEach(() => everything.forget());
after(() => everything.close());

const received = () => Object.values(everything.recorders).flatMap(({ requests }) => requests);

for (const name of Object.keys(gateways)) {
  test(`${name} passes them on`, async () => {
    await dataOf(everything.fronts[name].url, QUERY, { headers: SENT });
    assert.ok(Object.values(everything.recorders).every(({ requests }) => requests.length > 0));
    for (const { headers } of received()) {
      assert.deepEqual(Object.fromEntries(Object.keys(SENT).map((header) => [header, headers[header]])), SENT);
    }
    const vendorRequests = Object.values(everything.vendors).flatMap(({ requests }) => requests);
    assert.ok(vendorRequests.length > 0);
    for (const { headers } of vendorRequests) {
      assert.notEqual(headers.authorization, SENT.authorization);
      assert.equal(headers.traceparent, undefined);
    }
  });

  test(`${name} does not mix up clients that ask the same at once`, async () => {
    const clients = Array.from({ length: 5 }, (_, index) => `Bearer client-${index}`);
    await Promise.all(clients.map((authorization) => dataOf(everything.fronts[name].url, QUERY, { headers: { authorization } })));
    for (const { requests } of Object.values(everything.recorders)) {
      assert.deepEqual([...new Set(requests.map(({ headers }) => headers.authorization))].sort(), clients);
    }
  });

  test(`${name} makes up no credentials`, async () => {
    await dataOf(everything.fronts[name].url, QUERY);
    for (const { headers } of received()) assert.equal(headers.authorization, undefined);
  });
}
