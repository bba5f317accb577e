import { useGraph } from '../support/graph.js';
import { globalId, type KnownCall, providerCallId, serve } from '../support/known-calls.js';
import { inShort, sameCallsOf } from '../support/same-calls.js';
import { CONTACT_CENTER, PLIVO, TWILIO } from '../vendors/index.js';
import { ago, DAY, HOUR, SECOND } from '../vendors/rows.js';

const graph = useGraph({ calls: 0, environment: { CACHE_MAX_CALLS: '0' } });
const AT = ago(30 * HOUR);

let number = 0;
function known({ provider }: { readonly provider: KnownCall['provider'] }, createdAt: number, person: string): KnownCall {
  number += 1;
  return { provider, number, createdAt, status: 'COMPLETED', direction: 'OUTBOUND', person, line: '+12025550199', duration: 30, price: null };
}

/** A call at Twilio and the same at another account, one for each person. */
const pairs = (other: Parameters<typeof known>[0], count: number, atOf: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => {
    const person = `+1202555${String(10 + (index % 90))}01`;
    return [known(TWILIO, atOf(index), person), known(other, atOf(index) + SECOND, person)] as const;
  });
const crowdAround = (at: number, calls: number) => Array.from({ length: calls }, (_, index) => known(PLIVO, at - 900 * SECOND + index * 500, '+447700900001'));

test('Two hundred calls of a month have their matches, but for those of the one busy time', async () => {
  const calls = pairs(PLIVO, 200, (index) => AT - Math.floor(index / 20) * 4 * DAY - (index % 20) * 150 * SECOND);
  serve(graph.simulators, [...calls.flat(), ...crowdAround(AT - 36 * DAY, 2000)]);
  const { matches, codes } = await sameCallsOf(graph, calls.map(([ours]) => globalId(ours)), true);
  expect(matches.map(({ length }) => length)).toEqual(calls.map((_, index) => (index < 180 ? 1 : 0)));
  expect(codes).toEqual(['READ_LIMIT']);
});

test('Times that were read completely have their matches, although another time has too many calls', async () => {
  const busy = pairs(PLIVO, 6, (index) => AT + index * SECOND);
  const quiet = pairs(PLIVO, 6, (index) => AT - 4 * DAY + index * SECOND);
  serve(graph.simulators, [...busy.flat(), ...quiet.flat(), ...crowdAround(AT, 2000)]);
  const { matches, errors } = await sameCallsOf(graph, [...busy, ...quiet].map(([ours]) => globalId(ours)), true);
  expect(matches.map(inShort)).toEqual([...busy.map(() => []), ...quiet.map(([, theirs]) => [`LIKELY_SAME ${providerCallId(theirs)}`])]);
  expect(errors).toEqual([expect.objectContaining({ path: ['callsByIds', 0, 'sameCallAs'], extensions: expect.objectContaining({ code: 'READ_LIMIT', providerAccount: 'plivo' }) as object })]);
});

test('The calls of a time that was read completely have no error', async () => {
  const busy = pairs(PLIVO, 6, (index) => AT + index * SECOND);
  const quiet = pairs(PLIVO, 6, (index) => AT - 4 * DAY + index * SECOND);
  serve(graph.simulators, [...busy.flat(), ...quiet.flat(), ...crowdAround(AT, 2000)]);
  const [mixed, alone] = [await sameCallsOf(graph, [...quiet, ...busy].map(([ours]) => globalId(ours)), true), await sameCallsOf(graph, quiet.map(([ours]) => globalId(ours)), true)];
  expect([mixed.errors.map(({ path }) => path), alone.codes]).toEqual([[['callsByIds', 6, 'sameCallAs']], []]);
});

test('Of calls over more days than are read, those of the newest days have their matches', async () => {
  const days = pairs(CONTACT_CENTER, 40, (index) => AT - index * DAY);
  serve(graph.simulators, days.flat());
  const { matches, codes, requests } = await sameCallsOf(graph, days.map(([ours]) => globalId(ours)), true);
  expect(matches.map(({ length }) => length)).toEqual(days.map((_, index) => (index < 25 ? 1 : 0)));
  expect([new Set(codes), requests(graph.simulators.contactCenter)]).toEqual([new Set(['READ_LIMIT']), 25]);
});
