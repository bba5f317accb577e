import '../../../src/providers/registry.js';
import { readCall, writeCall } from '../../../src/model/written-call.js';
import type { CountryCode } from 'libphonenumber-js';
import type { Call } from '../../../src/model/call.js';
import type { ExotelCallDetails } from '../../../src/providers/exotel/details.js';
import { toCall } from '../../../src/providers/exotel/to-call.js';
import { VendorClock } from '../../../src/providers/exotel/vendor-clock.js';
import type { Row } from '../../../src/simulators/index.js';
import { sampleCall } from '../../vendors/samples.js';

function read(fields: Row = {}, zone = 'Asia/Kolkata', country: CountryCode = 'IN'): Call {
  const call = toCall({ ...sampleCall('exotel'), ...fields }, { clock: new VendorClock(zone), country });
  if (!call) throw new Error('The row is no call.');
  return call;
}

const details = (call: Call) => call.details as ExotelCallDetails;

describe('An Exotel call has the status', () => {
  test.each([
    ['queued', 'QUEUED'],
    ['ringing', 'RINGING'],
    ['in-progress', 'IN_PROGRESS'],
    ['completed', 'COMPLETED'],
    ['failed', 'FAILED'],
    ['busy', 'BUSY'],
    ['no-answer', 'NO_ANSWER'],
    ['canceled', 'CANCELED'],
    ['cancelled', 'CANCELED'],
    ['answered', 'COMPLETED'],
    ['No-Answer', 'NO_ANSWER'],
    ['from_leg_unanswered', 'UNKNOWN'],
    ['', 'UNKNOWN'],
    ['null', 'UNKNOWN'],
  ])('%j as %s', (Status, status) => expect(read({ Status }).status).toBe(status));
});

describe('The parties of an Exotel call', () => {
  const numbers = { From: '+919999900011', To: '+919999900022' };

  test.each([
    ['inbound', 'INBOUND', 'INBOUND', '+919999900011'],
    ['incoming', 'INBOUND', 'INBOUND', '+919999900011'],
    ['outbound-dial', 'OUTBOUND', 'OUTBOUND_DIAL', '+919999900022'],
    ['outbound-api', 'OUTBOUND', 'OUTBOUND_API', '+919999900022'],
    ['OUTBOUND-API', 'OUTBOUND', 'OUTBOUND_API', '+919999900022'],
    ['outbound', 'OUTBOUND', null, '+919999900022'],
    ['sideways', 'UNKNOWN', null, '+919999900022'],
  ])('%s is %s: the contact is the external party', (Direction, direction, own, contact) => {
    const call = read({ ...numbers, Direction });
    expect(call).toMatchObject({ direction, from: { e164: numbers.From }, to: { e164: numbers.To }, contact: { e164: contact } });
    expect(details(call).direction).toBe(own);
  });
});

describe('Exotel\'s numbers', () => {
  test.each<[string, CountryCode, string | null]>([
    ['+919999900012', 'IN', '+919999900012'],
    ['09999900012', 'IN', '+919999900012'],
    ['9999900012', 'IN', '+919999900012'],
    ['919999900012', 'IN', '+919999900012'],
    ['0199001234', 'FR', '+33199001234'],
    ['Anonymous', 'IN', null],
    ['0', 'IN', null],
  ])('%s of %s are %s', (To, country, e164) => expect(read({ To }, 'Asia/Kolkata', country).to).toMatchObject({ raw: To, e164 }));
});

describe('Exotel\'s times', () => {
  test('are Indian unless the account is in another time zone', () => {
    expect(read({ DateCreated: '2024-03-20 14:30:00' }).createdAt).toEqual(new Date('2024-03-20T09:00:00Z'));
  });

  test.each(['1970-01-01 05:30:00', '', 'null', null, '0000-00-00 00:00:00', '2024-02-30 10:00:00', '1970-01-01 00:00:00', '1999-12-31 23:59:59', '0001-01-01 00:00:00', '9999-12-31 23:59:59', 7, {}])('%j are null', (EndTime) => {
    expect(read({ EndTime }).endedAt).toBeNull();
  });

  test.each([
    ['2024-03-20 14:30:00+05:30', '2024-03-20T09:00:00Z'],
    ['2024-03-20T14:30:00+0530', '2024-03-20T09:00:00Z'],
    ['2024-03-20T09:00:00Z', '2024-03-20T09:00:00Z'],
    ['Wed, 20 Mar 2024 14:30:00', '2024-03-20T09:00:00Z'],
    ['1970-01-01 05:30:00+05:30', null],
  ])('%s are %s in any notation', (EndTime, instant) => {
    expect(read({ EndTime }).endedAt).toEqual(instant === null ? null : new Date(instant));
  });

  test.each([
    ['2024-07-01 12:00:00', '2024-07-01T10:00:00Z', 'in summer'],
    ['2024-01-01 12:00:00', '2024-01-01T11:00:00Z', 'in winter'],
    ['2024-03-31 01:59:59', '2024-03-31T00:59:59Z', 'just before the clocks go forward'],
    ['2024-03-31 03:00:00', '2024-03-31T01:00:00Z', 'just after'],
    ['2024-10-27 03:00:00', '2024-10-27T02:00:00Z', 'just after the clocks went back'],
    ['1970-01-01 01:00:00', null, 'when there is none'],
  ])('%s of an account in Paris are %s, %s', (EndTime, instant, _when) => {
    expect(read({ EndTime }, 'Europe/Paris').endedAt).toEqual(instant === null ? null : new Date(instant));
  });

  test('use the start if the creation time is missing', () => {
    expect(read({ DateCreated: null, StartTime: '2024-03-20 14:30:02' }).createdAt).toEqual(new Date('2024-03-20T09:00:02Z'));
  });
});

describe('Exotel\'s amounts', () => {
  test.each([
    ['1.500', '1.500'], ['0.300030', '0.300030'], ['-0.2', '-0.2'], [0.5, '0.5'], ['0', '0'], [1e-7, '0.0000001'], [1e21, '1000000000000000000000'], ['1e3', '1000'], ['1.5E-3', '0.0015'],
    ['.50', '0.50'], ['+1.5', '1.5'], ['-.5', '-0.5'], ['1,234.50', '1234.50'], ['1,23,456.5', '123456.5'],
  ])('%j become the decimal %s', (Price, amount) => {
    expect(read({ Price }).price).toEqual({ amount, currency: null });
  });

  test.each([null, '', 'null', 'free', '1,5', '1,234', '1.2.3', '.', 'e5', '1e99', '0x10', 'Infinity', {}])('%j are null', (Price) => expect(read({ Price }).price).toBeNull());

  test.each([['45', 45], [45, 45], ['0', 0], [null, null], ['', null], ['soon', null], ['1e300', null], [-5, null], ['-1', null], [2147483647.6, null], ['0x10', null]])('%j seconds are %j', (Duration, duration) => {
    expect(read({ Duration }).duration).toBe(duration);
  });
});

test('The text "null" is null in every field of Exotel', () => {
  const names = ['ParentCallSid', 'ForwardedFrom', 'CallerName', 'AnsweredBy', 'AccountSid', 'PhoneNumberSid', 'Uri', 'From', 'To', 'Status'];
  const call = read(Object.fromEntries(names.map((name) => [name, 'null'])));
  expect(details(call)).toMatchObject({ parentCallSid: null, forwardedFrom: null, callerName: null, answeredBy: null, accountSid: null, phoneNumberSid: null, uri: null });
  expect(call).toMatchObject({ from: null, to: null, contact: null, providerStatus: null });
});

test('An answered call has its talk time, nested or not', () => {
  expect(read({ Details: { ConversationDuration: 8, Leg1Status: 'completed', Leg2Status: null } }).talkTime).toBe(8);
  expect(read({ ConversationDuration: '9' }).talkTime).toBe(9);
  expect(read().talkTime).toBeNull();
});

test('The ExoPhone is also read from PhoneNumber', () => {
  expect(details(read({ PhoneNumberSid: undefined, PhoneNumber: '09999900056' })).phoneNumberSid).toBe('09999900056');
});

describe('A recording of Exotel\'s', () => {
  test('is the presigned URL if there is one', () => {
    const call = read({ PreSignedRecordingUrl: 'https://recordings.example.com/signed.mp3?x=1' });
    expect(call.recordings?.map(({ url }) => url)).toEqual(['https://recordings.example.com/signed.mp3?x=1']);
  });

  test('is fetched at the address that lasts, then at the presigned one; also at another account, under another id and after it was stored', () => {
    const [lasting, signed] = ['https://recordings.example.com/a.mp3', 'https://recordings.example.com/a.mp3?signature=x'];
    const call = read({ RecordingUrl: lasting, PreSignedRecordingUrl: signed });
    for (const same of [call, call.at('exotel-north'), call.under('another'), readCall(writeCall(call))]) expect(same?.recordings?.map(({ mediaUrls }) => mediaUrls)).toEqual([[lasting, signed]]);
  });

  test('has no user name and password in its URL', () => {
    expect(read({ RecordingUrl: 'https://key:token@recordings.example.com/a.mp3' }).recordings?.[0]?.url).toBe('https://recordings.example.com/a.mp3');
  });

  test.each([null, '', 'null', 'javascript:alert(1)', 'recordings/a.mp3'])('is absent if its URL is %j', (RecordingUrl) => {
    expect(read({ RecordingUrl }).recordings).toEqual([]);
  });
});
