import { rfc2822 } from '../../src/simulators/twilio/rfc2822.js';
import { useGraph } from '../support/graph.js';
import { add, globalId, type KnownCall, providerCallId, serve } from '../support/known-calls.js';
import { inShort, sameCallsOf } from '../support/same-calls.js';
import { AICALLER, EXOTEL, TWILIO } from '../vendors/index.js';
import { ago, HOUR, SECOND } from '../vendors/rows.js';

const graph = useGraph({ calls: 0, environment: { CACHE_MAX_CALLS: '0' } });
const AT = ago(30 * HOUR);

let number = 0;
function known({ provider }: { readonly provider: KnownCall['provider'] }, secondsLater = 0): KnownCall {
  number += 1;
  return { provider, number, createdAt: AT + secondsLater * SECOND, status: 'COMPLETED', direction: 'OUTBOUND', person: '+919999900001', line: '+12025550199', duration: 30, price: null };
}

const likely = async (call: KnownCall) => inShort((await sameCallsOf(graph, [globalId(call)], true)).matches[0]);

/** A call at Twilio that was created so long before it started. */
function waited(secondsBefore: number, startsAfter = 0): KnownCall {
  const call = known(TWILIO, startsAfter - secondsBefore);
  add(graph.simulators, [call]);
  const start = AT + (startsAfter + 2) * SECOND;
  Object.assign(graph.simulators.twilio.rows.at(-1) ?? {}, { start_time: rfc2822(start), end_time: rfc2822(start + 60 * SECOND) });
  return call;
}

test.each([20 * 60, 3600, 20 * 3600])('A call that waited for %i seconds matches the record that was made when it began, from both sides', async (seconds) => {
  const theirs = known(EXOTEL);
  serve(graph.simulators, [theirs]);
  const ours = waited(seconds);
  expect([await likely(ours), await likely(theirs)]).toEqual([[`LIKELY_SAME ${providerCallId(theirs)}`], [`LIKELY_SAME ${providerCallId(ours)}`]]);
});

test('A call that waited at the carrier matches a record that has only the time at which it was asked for', async () => {
  const theirs = known(AICALLER);
  serve(graph.simulators, [theirs]);
  Object.assign(graph.simulators.aicaller.rows[0] ?? {}, { callStartedAt: null });
  const ours = waited(3600, 3600);
  expect([await likely(ours), await likely(theirs)]).toEqual([[`LIKELY_SAME ${providerCallId(theirs)}`], [`LIKELY_SAME ${providerCallId(ours)}`]]);
});

test('Two calls that were created together and started apart are no match', async () => {
  const theirs = known(EXOTEL);
  serve(graph.simulators, [theirs]);
  expect(await likely(waited(60, 60))).toEqual([]);
});

test('A call that waited and started beside the pair makes it a guess', async () => {
  const [ours, theirs] = [known(TWILIO), known(EXOTEL, 1)];
  serve(graph.simulators, [ours, theirs]);
  waited(3600, 60);
  expect([await likely(ours), await likely(theirs)]).toEqual([[], []]);
});
