import '../../../src/providers/registry.js';
import type { Call } from '../../../src/model/call.js';
import { readCall, writeCall } from '../../../src/model/written-call.js';
import { parentOf, toCall } from '../../../src/providers/plivo/to-call.js';
import { callIdsIn } from '../../../src/providers/plivo/notification.js';
import { writeTime } from '../../../src/providers/plivo/times.js';
import type { Row } from '../../../src/simulators/index.js';
import { ago, DAY, plivoRow, plivoUuid } from '../../vendors/rows.js';

function read(fields: Row = {}, locale: Parameters<typeof toCall>[1] = { country: undefined, currency: null }): Call {
  const call = toCall({ ...plivoRow(plivoUuid(1), ago(DAY)), ...fields }, locale);
  if (!call) throw new Error('The row is no call.');
  return call;
}

const unanswered = (code: unknown, name: unknown = null): Row => ({ answer_time: null, bill_duration: 0, hangup_cause_code: code, hangup_cause_name: name });

describe('The status of a call that is over', () => {
  test.each([
    ['answered, whatever ended it', { hangup_cause_code: 8011, hangup_cause_name: 'Invalid Answer XML' }, 'COMPLETED'],
    ['with talk time, although it has no time of an answer', { answer_time: null, bill_duration: 5 }, 'COMPLETED'],
    ['cancelled by the API', unanswered(1000, 'Cancelled'), 'CANCELED'],
    ['cancelled, by its name alone', unanswered(null, 'Canceled'), 'CANCELED'],
    ['to an invalid destination', unanswered(2000, 'Invalid Destination Address'), 'FAILED'],
    ['to a barred country', unanswered(2030, 'Destination Country Barred'), 'FAILED'],
    ['not answered', unanswered(3000, 'No Answer'), 'NO_ANSWER'],
    ['busy, with the code as a text', unanswered('3010', 'Busy Line'), 'BUSY'],
    ['rejected', unanswered(3020, 'Rejected'), 'BUSY'],
    ['ended normally while it rang', unanswered(4000, 'Normal Hangup'), 'NO_ANSWER'],
    ['after the ring timeout', unanswered(6010, 'Ring Timeout Reached'), 'NO_ANSWER'],
    ['without an answer of the application', unanswered(7011, 'Error Reaching Answer URL'), 'FAILED'],
    ['for an unknown reason', unanswered(0, 'Unknown'), 'UNKNOWN'],
    ['for a new reason', unanswered(9999, 'Teleported'), 'UNKNOWN'],
  ])('%s', (_, fields, status) => {
    expect(read(fields)).toMatchObject({ status, providerStatus: fields.hangup_cause_name ?? 'End Of XML Instructions' });
  });
});

test.each([
  ['queued', 'QUEUED'], ['ringing', 'RINGING'], ['in-progress', 'IN_PROGRESS'], ['completed', 'COMPLETED'], ['busy', 'BUSY'], ['failed', 'FAILED'],
  ['timeout', 'FAILED'], ['no-answer', 'NO_ANSWER'], ['cancel', 'CANCELED'], ['canceled', 'CANCELED'], ['teleporting', 'UNKNOWN'],
])('The word %s is %s', (call_status, status) => {
  const call = toCall({ call_uuid: 'a', call_status, direction: 'inbound', from: '12025550143', to: '+12025550199', session_start: '2026-03-23 14:49:39.722551' }, { country: undefined, currency: null });
  expect(call).toMatchObject({ status, providerStatus: call_status, direction: 'INBOUND', createdAt: new Date('2026-03-23T14:49:39Z'), duration: null, price: null });
  expect([call?.from?.e164, call?.to?.e164]).toEqual(['+12025550143', '+12025550199']);
});

describe('A time is read', () => {
  test.each([
    ['with a space and the zone of the account', '2026-01-26 15:45:14+05:30', '2026-01-26T10:15:14.000Z'],
    ['with a zone in whole hours', '2026-01-26 15:45:14-03', '2026-01-26T18:45:14.000Z'],
    ['with a zone as Go writes it', '2026-01-26 15:45:14 +0000 UTC', '2026-01-26T15:45:14.000Z'],
    ['in ISO 8601', '2026-01-26T15:45:14Z', '2026-01-26T15:45:14.000Z'],
  ])('%s', (_, initiation_time, instant) => {
    expect(read({ initiation_time }).createdAt.toISOString()).toBe(instant);
  });

  test('not without a zone, because the account has its own', () => {
    expect(read({ end_time: '2026-01-26 15:45:14' }).endedAt).toBeNull();
  });
});

test('A time is written in UTC, without a zone', () => {
  expect(writeTime(Date.parse('2026-01-26T15:45:14.5+05:30'))).toBe('2026-01-26 10:15:14.500000');
});

describe('A number', () => {
  test.each([
    ['12025550143', '+12025550143'], ['+12025550143', '+12025550143'], ['447700900123', '+447700900123'], ['0012025550143', '+12025550143'],
    ['sip:agent1@phone.example.com', null], ['anonymous', null], ['', undefined], ['59003', null],
  ])('%s is %s', (from_number, e164) => {
    expect(read({ from_number }).from?.e164).toBe(e164);
  });

  test('with a leading zero is of the configured country', () => {
    expect(read({ from_number: '07700900123' }, { country: 'GB', currency: null }).from?.e164).toBe('+447700900123');
    expect(read({ from_number: '07700900123' }).from?.e164).toBeNull();
  });
});

test('The whole call is its duration, the billed part its talk time', () => {
  expect(read({ call_duration: '20', bill_duration: '14' })).toMatchObject({ duration: 20, talkTime: 14 });
});

test('The price keeps its digits, and has the configured currency', () => {
  expect(read({ total_amount: '0.13600' }, { country: undefined, currency: 'INR' }).price).toEqual({ amount: '0.13600', currency: 'INR' });
  expect(read({ total_amount: '0.13600' }).price).toEqual({ amount: '0.13600', currency: null });
  expect(read({ total_amount: null }).price).toBeNull();
});

test('A call is known to its carrier by its own id and the one of its conference', () => {
  expect(read({ conference_uuid: 'c1' }).carrierIds).toEqual([{ carrier: 'PLIVO', kind: 'CALL', id: plivoUuid(1) }, { carrier: 'PLIVO', kind: 'CONFERENCE', id: 'c1' }]);
});

test.each([[null, null], [plivoUuid(2), plivoUuid(2)], [plivoUuid(1), null], [plivoUuid(1).toUpperCase(), null], ['teleporting', null], ['', null]])('A call with the parent %s is a leg of %s', (parent_call_uuid, parent) => {
  expect(parentOf(read({ parent_call_uuid }))).toBe(parent);
});

test.each([[{ CallUUID: 'a' }, ['a']], [{ CallUUID: 'a', ALegUUID: 'b' }, ['a']], [{ call_uuid: 'a' }, ['a']], [{ RequestUUID: 'a' }, []], ['a', []], [null, []], [[{ CallUUID: 'a' }], []]])('The notification %j names the calls %j', (notification, ids) => {
  expect(callIdsIn(notification)).toEqual(ids);
});

test('A stored call is read as it was written, and its recordings are still to be asked for', () => {
  const call = read();
  expect(readCall(writeCall(call))).toEqual(call);
  expect(readCall(writeCall(call))?.recordings).toBe(call.recordings);
});
