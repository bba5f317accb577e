import '../../../src/providers/registry.js';
import { toCall } from '../../../src/providers/twilio/to-call.js';
import { rfc2822Instant } from '../../../src/providers/twilio/rfc2822.js';
import type { Call } from '../../../src/model/call.js';
import { readCall, writeCall } from '../../../src/model/written-call.js';
import type { TwilioCallDetails } from '../../../src/providers/twilio/details.js';
import type { Row } from '../../../src/simulators/index.js';
import { sampleCall } from '../../vendors/samples.js';

function read(fields: Row): Call {
  const call = toCall({ ...sampleCall('twilio'), ...fields });
  if (!call) throw new Error('The row is no call.');
  return call;
}

test.each([
  ['queued', 'QUEUED'], ['initiated', 'QUEUED'], ['ringing', 'RINGING'], ['in-progress', 'IN_PROGRESS'], ['completed', 'COMPLETED'],
  ['busy', 'BUSY'], ['no-answer', 'NO_ANSWER'], ['failed', 'FAILED'], ['canceled', 'CANCELED'], ['cancelled', 'CANCELED'], ['paused', 'UNKNOWN'],
])('The status %s is %s', (word, status) => {
  expect([read({ status: word }).status, read({ status: word }).providerStatus]).toEqual([status, word]);
});

test.each([
  ['inbound', 'INBOUND', '+12025550143'], ['outbound-api', 'OUTBOUND', '+12025550199'], ['outbound-dial', 'OUTBOUND', '+12025550199'],
  ['trunking-terminating', 'OUTBOUND', '+12025550199'], ['trunking-originating', 'INBOUND', '+12025550143'], ['sideways', 'UNKNOWN', '+12025550199'],
])('The direction %s is %s, and the contact is the other side', (word, direction, contact) => {
  const call = read({ direction: word });
  expect([call.direction, call.contact?.e164, (call.details as TwilioCallDetails).twilioDirection]).toEqual([direction, contact, word]);
});

test.each<[unknown, string | null]>([
  ['-0.01700', '0.01700'], ['-1', '1'], ['0', '0'], ['-0.00000', '0.00000'], ['0.5', '-0.5'], [null, null], ['', null], ['free', null],
])('The price %j is a cost of %j', (price, amount) => {
  expect(read({ price, price_unit: 'usd' }).price).toEqual(amount === null ? null : { amount, currency: 'USD' });
});

test('A SIP phone and a client are agents, and no contacts', () => {
  const call = read({ direction: 'outbound-dial', from: 'sip:bob@example.sip.twilio.com', to: 'client:alice' });
  expect(call.agents.map(({ providerAgentId, name, sip }) => [providerAgentId, name, sip])).toEqual([['sip:bob@example.sip.twilio.com', null, 'sip:bob@example.sip.twilio.com'], ['client:alice', 'alice', null]]);
  expect([call.contact, call.from?.e164, call.to?.raw]).toEqual([null, null, 'client:alice']);
});

test.each(['+266696687', '+7378742833', '+2562533', '+8656696', '+86282452253', 'anonymous', 'Restricted'])('A caller who is withheld as %s has no number', (from) => {
  expect([read({ from }).from?.raw, read({ from }).from?.e164]).toEqual([from, null]);
});

test('A queued call is created when Twilio says, and has not started', () => {
  const call = read({ status: 'queued', start_time: null, end_time: null, duration: null });
  expect([call.createdAt.toISOString(), call.startedAt, call.endedAt, call.duration]).toEqual(['2026-03-10T09:29:58.000Z', null, null, null]);
});

test.each<[unknown, string | null]>([
  ['Tue, 31 Aug 2010 20:36:28 +0000', '2010-08-31T20:36:28.000Z'],
  ['Tue, 31 Aug 2010 20:36:28 -0730', '2010-09-01T04:06:28.000Z'],
  ['1 Jan 2026 00:00:00 +0000', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z'],
  ['Tue, 31 Feb 2026 20:36:28 +0000', null],
  ['Tue, 10 Foo 2026 20:36:28 +0000', null],
  ['Tue, 10 Mar 2026 24:36:28 +0000', null],
  ['2015', null], ['', null], [null, null], [12, null],
])('The time %j is %j', (written, iso) => {
  expect(rfc2822Instant(written)?.toISOString() ?? null).toBe(iso);
});

test('A stored call is read as it was written, and its recordings are still to be asked for', () => {
  const call = read({});
  expect(readCall(writeCall(call))).toEqual(call);
  expect(readCall(writeCall(call))?.recordings).toBe(call.recordings);
});
