import type { Row } from '../../src/simulators/index.js';
import { useGraph } from '../support/graph.js';
import { AICALLER, CONTACT_CENTER, EXOTEL, type ListingVendor, TWILIO } from '../vendors/index.js';
import { isListing } from '../vendors/index.js';
import type { KnownCall } from '../support/known-calls.js';
import { add, globalId, serve } from '../support/known-calls.js';
import { SECOND } from '../vendors/rows.js';

const graph = useGraph({ calls: 0 });
const AT = Math.floor(Date.now() / SECOND) * SECOND - 3 * 3600 * SECOND;
const PERSON = '+919999900001';
const LINE = '+12025550199';
const QUERY = 'query ($id: ID!, $likely: Boolean!) { call(id: $id) { sameCallAs(includeLikely: $likely) { call { id } relation evidence } } }';

interface Match {
  readonly call: { readonly id: string };
  readonly relation: string;
  readonly evidence: readonly string[];
}

let number = 0;
function known({ provider }: { readonly provider: KnownCall['provider'] }, secondsLater: number, change: Partial<KnownCall> = {}): KnownCall {
  number += 1;
  return { provider, number, createdAt: AT + secondsLater * SECOND, status: 'COMPLETED', direction: 'OUTBOUND', person: PERSON, line: LINE, duration: 30, price: null, ...change };
}

async function likely(call: KnownCall, includeLikely = true): Promise<readonly Match[]> {
  const { call: found } = await graph.data<{ call: { sameCallAs: readonly Match[] } }>(QUERY, { id: globalId(call), likely: includeLikely });
  return found.sameCallAs;
}

const ids = (matches: readonly Match[]) => matches.map(({ call }) => call.id).sort();
const world = (...calls: KnownCall[]) => serve(graph.simulators, calls);

test('The same numbers at another account, begun within five seconds, are a likely match on both sides, with reasons', async () => {
  const [ours, theirs] = [known(TWILIO, 0), known(EXOTEL, 4)];
  world(ours, theirs);
  expect(await likely(ours)).toEqual([
    { call: { id: globalId(theirs) }, relation: 'LIKELY_SAME', evidence: ['both have the same two numbers', 'they started 4 seconds apart', 'neither account has another such call within two minutes'] },
  ]);
  expect(ids(await likely(theirs))).toEqual([globalId(ours)]);
});

test('It is told only when it is asked for, and costs nothing otherwise', async () => {
  const [ours, theirs] = [known(TWILIO, 0), known(EXOTEL, 1)];
  world(ours, theirs);
  graph.simulators.exotel.requests.length = 0;
  expect(await likely(ours, false)).toEqual([]);
  expect(graph.simulators.exotel.requests).toEqual([]);
});

test('Each account may have one', async () => {
  const ours = known(AICALLER, 0);
  const others = [known(TWILIO, 1), known(EXOTEL, 2), known(CONTACT_CENTER, -2)];
  world(ours, ...others);
  expect(ids(await likely(ours))).toEqual(others.map(globalId).sort());
});

test.each<[string, Partial<KnownCall>, number]>([
  ['six seconds later', {}, 6],
  ['from another person', { person: '+447700900001' }, 0],
  ['from another line', { line: '+33199005678' }, 0],
  ['the other way round', { direction: 'INBOUND' }, 0],
])('A call %s is no match', async (_, change, later) => {
  const [ours, theirs] = [known(TWILIO, 0), known(EXOTEL, later, change)];
  world(ours, theirs);
  expect(await likely(ours)).toEqual([]);
});

test.each([-119, -60, 3, 60, 119])('Another such call at the other account, %i seconds away, makes it a guess', async (seconds) => {
  const ours = known(TWILIO, 0);
  world(ours, known(EXOTEL, 0), known(EXOTEL, seconds));
  expect(await likely(ours)).toEqual([]);
});

test.each([-115, 2, 115])('Another such call at its own account, %i seconds away, makes it a guess', async (seconds) => {
  const ours = known(TWILIO, 0);
  world(ours, known(EXOTEL, 0), known(TWILIO, seconds));
  expect(await likely(ours)).toEqual([]);
});

test('One that is more than two minutes away does not', async () => {
  const [ours, theirs] = [known(TWILIO, 0), known(EXOTEL, 0)];
  world(ours, theirs, known(EXOTEL, 130), known(TWILIO, -130));
  expect(ids(await likely(ours))).toEqual([globalId(theirs)]);
});

test('Withheld numbers never match', async () => {
  const withheld = (vendor: ListingVendor, fields: Row) => {
    const call = known(vendor, 0, { direction: 'INBOUND' });
    graph.simulators[vendor.simulator].rows.push({ ...vendor.list.row(call), ...fields });
    return call;
  };
  world();
  if (!isListing(TWILIO) || !isListing(EXOTEL)) throw new Error('Both have lists.');
  const ours = withheld(TWILIO, { from: '+266696687' });
  withheld(EXOTEL, { From: '+266696687' });
  expect(await likely(ours)).toEqual([]);
  const anonymous = withheld(TWILIO, { from: 'anonymous' });
  withheld(EXOTEL, { From: 'anonymous' });
  expect(await likely(anonymous)).toEqual([]);
});

test('An account that can not be asked is told, and nothing is guessed about it', async () => {
  const [ours, theirs] = [known(TWILIO, 0), known(AICALLER, 1)];
  world(ours, theirs);
  graph.simulators.exotel.faults.add({ fault: { kind: 'status', status: 403 }, times: Infinity });
  const answer = await graph.ask<{ call: { sameCallAs: readonly Match[] } }>(QUERY, { id: globalId(ours), likely: true });
  graph.simulators.exotel.faults.clear();
  expect(ids(answer.data.call.sameCallAs)).toEqual([globalId(theirs)]);
  expect(answer.errors).toEqual([expect.objectContaining({ path: ['call', 'sameCallAs'], extensions: expect.objectContaining({ providerAccount: 'exotel' }) as object })]);
});

test('Where rows can not be read, no match is said to be the only one', async () => {
  const [ours, theirs] = [known(TWILIO, 0), known(EXOTEL, 1)];
  world(ours, theirs);
  graph.simulators.exotel.rows.push({ ...EXOTEL.row(1), ...(isListing(EXOTEL) ? EXOTEL.list.row(known(EXOTEL, 10)) : {}), Sid: null });
  const answer = await graph.ask<{ call: { sameCallAs: readonly Match[] } }>(QUERY, { id: globalId(ours), likely: true });
  expect(answer.data.call.sameCallAs).toEqual([]);
  expect(answer.errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'PROVIDER_BAD_RESPONSE', providerAccount: 'exotel' }) as object })]);
});

test('A page of calls shares the requests', async () => {
  const calls = Array.from({ length: 20 }, (_, index) => [known(TWILIO, index * 200), known(EXOTEL, index * 200 + 1)]).flat();
  world();
  add(graph.simulators, calls);
  const sent = () => graph.simulators.all.map(({ requests }) => requests.splice(0, Infinity).length);
  sent();
  await graph.data('{ calls(first: 100) { nodes { id } } }');
  const alone = sent();
  const { calls: page } = await graph.data<{ calls: { nodes: { sameCallAs: Match[] }[] } }>('{ calls(first: 100) { nodes { sameCallAs(includeLikely: true) { call { id } relation } } } }');
  expect(page.nodes.map(({ sameCallAs }) => sameCallAs.length)).toEqual(Array.from({ length: 40 }, () => 1));
  // Plivo takes most: two lists of calls that are going on, and for each spelling the ends after the window and those in it.
  for (const [index, requests] of sent().entries()) expect(requests - (alone[index] ?? 0)).toBeLessThanOrEqual(6);
});
