import { useGraph } from '../support/graph.js';
import { add, type KnownCall, globalId, providerCallId, serve } from '../support/known-calls.js';
import { inShort, sameCallsOf } from '../support/same-calls.js';
import { AICALLER, CONTACT_CENTER, EXOTEL, PLIVO, TWILIO } from '../vendors/index.js';
import { ago, HOUR, SECOND } from '../vendors/rows.js';

const graph = useGraph({ calls: 0, environment: { CACHE_MAX_CALLS: '0' } });
const AT = ago(30 * HOUR);
const PERSON = '+919999900001';
const LINE = '+12025550199';

let number = 0;
function known({ provider }: { readonly provider: KnownCall['provider'] }, secondsLater: number, change: Partial<KnownCall> = {}): KnownCall {
  number += 1;
  return { provider, number, createdAt: AT + secondsLater * SECOND, status: 'COMPLETED', direction: 'OUTBOUND', person: PERSON, line: LINE, duration: 30, price: null, ...change };
}

/** Calls with other people over the same line, one every four seconds. */
const crowd = (vendor: Parameters<typeof known>[0], calls: number) =>
  Array.from({ length: calls }, (_, index) => known(vendor, index * 4 - 1800, { person: `+1202555${String(1000 + (index % 90)).slice(-2)}01` }));

test('One call costs a few requests, although the account has thousands of calls over the same line at that time', async () => {
  const ours = known(TWILIO, 0);
  const theirs = known(PLIVO, 2);
  serve(graph.simulators, [ours, theirs, ...crowd(PLIVO, 2000), ...crowd(TWILIO, 2000), ...crowd(EXOTEL, 1000), ...crowd(AICALLER, 1000)]);
  const { matches, codes, requests } = await sameCallsOf(graph, [globalId(ours)], true);
  expect([inShort(matches[0]), codes]).toEqual([[`LIKELY_SAME ${providerCallId(theirs)}`], []]);
  const { plivo, twilio, exotel, aicaller } = graph.simulators;
  // Two spellings of the number, each with the ends after the window and those in it.
  expect(requests(plivo)).toBeLessThanOrEqual(4);
  // One looks the call up.
  expect([requests(twilio), requests(exotel), requests(aicaller)]).toEqual([2, 1, 1]);
});

test.each(['OUTBOUND', 'INBOUND'] as const)('A second call of the same pair within two minutes still makes it a guess, at either account (%s)', async (direction) => {
  const [ours, theirs] = [known(TWILIO, 0, { direction }), known(PLIVO, 2, { direction })];
  for (const twin of [known(TWILIO, 110, { direction }), known(PLIVO, 110, { direction })]) {
    serve(graph.simulators, [ours, theirs, twin, ...crowd(PLIVO, 100)]);
    expect((await sameCallsOf(graph, [globalId(ours)], true)).matches).toEqual([[]]);
  }
  serve(graph.simulators, [ours, theirs, ...crowd(PLIVO, 100)]);
  expect(inShort((await sameCallsOf(graph, [globalId(ours)], true)).matches[0])).toEqual([`LIKELY_SAME ${providerCallId(theirs)}`]);
});

test('Many calls with many numbers are read as one list', async () => {
  const pairs = Array.from({ length: 30 }, (_, index) => {
    const person = `+1202555${String(10 + index)}02`;
    return [known(TWILIO, index * 150, { person }), known(PLIVO, index * 150 + 1, { person })] as const;
  });
  serve(graph.simulators, pairs.flat());
  const { matches, requests } = await sameCallsOf(graph, pairs.map(([ours]) => globalId(ours)), true);
  expect(matches.map(inShort)).toEqual(pairs.map(([, theirs]) => [`LIKELY_SAME ${providerCallId(theirs)}`]));
  expect(requests(graph.simulators.plivo)).toBeLessThanOrEqual(6);
});

test('A provider that can not filter by numbers is read around the time of the call', async () => {
  const [ours, theirs] = [known(TWILIO, 0), known(CONTACT_CENTER, 1)];
  serve(graph.simulators, [ours, theirs]);
  add(graph.simulators, [known(CONTACT_CENTER, -86_000, { person: '+12025550101' })]);
  const { matches, requests } = await sameCallsOf(graph, [globalId(ours)], true);
  expect([inShort(matches[0]), requests(graph.simulators.contactCenter)]).toEqual([[`LIKELY_SAME ${providerCallId(theirs)}`], 1]);
});
