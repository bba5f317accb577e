import '../../../src/providers/registry.js';
import type { CountryCode } from 'libphonenumber-js';
import type { Call } from '../../../src/model/call.js';
import { toCall } from '../../../src/providers/skipcall/to-call.js';
import type { Row } from '../../../src/simulators/index.js';
import { sampleCall } from '../../vendors/samples.js';

const THEIRS = '+33639980012';
const OURS = '+33199000034';

function read(fields: Row = {}): Call {
  const call = toCall({ ...sampleCall('skipcall'), ...fields });
  if (!call) throw new Error('The row is no call.');
  return call;
}

describe('A Skipcall call has the status', () => {
  test.each([
    ['completed', 'COMPLETED'],
    ['in-progress', 'IN_PROGRESS'],
    ['ringing', 'RINGING'],
    ['queued', 'QUEUED'],
    ['busy', 'BUSY'],
    ['missed', 'NO_ANSWER'],
    ['no-answer', 'NO_ANSWER'],
    ['canceled', 'CANCELED'],
    ['unanswered', 'NO_ANSWER'],
    ['rejected', 'BUSY'],
    ['voicemail', 'COMPLETED'],
    ['failed', 'FAILED'],
    ['abracadabra', 'UNKNOWN'],
    [null, 'UNKNOWN'],
  ])('%j as %s', (word, status) => expect(read({ status: word })).toMatchObject({ status, providerStatus: word }));
});

describe('The direction of a Skipcall call', () => {
  test.each([
    ['outbound', 'OUTBOUND', OURS, THEIRS],
    ['inbound', 'INBOUND', THEIRS, OURS],
    ['INBOUND', 'INBOUND', THEIRS, OURS],
  ])('follows from the type %s, and the contact is the external party', (type, direction, from, to) => {
    expect(read({ type })).toMatchObject({ direction, from: { e164: from }, to: { e164: to }, contact: { e164: THEIRS } });
  });

  test('does not depend on how it was dialled', () => {
    expect(read({ callType: 'inbound', type: 'outbound' })).toMatchObject({ direction: 'OUTBOUND', details: { callType: 'inbound' } });
    expect(read({ type: null }).direction).toBe('UNKNOWN');
  });
});

describe('Whether the member answered a Skipcall call', () => {
  test.each([
    ['inbound', 'completed', true], ['inbound', 'missed', false], ['inbound', 'voicemail', false], ['inbound', 'ringing', false], ['inbound', 'abracadabra', false],
    ['outbound', 'completed', true], ['outbound', 'voicemail', true], ['outbound', 'busy', false], ['outbound', 'answered', true],
  ])('that was %s and %s follows from the status, not from a start: %s', (type, status, answered) => {
    expect(read({ type, status }).agentLegs).toMatchObject([{ answered, startedAt: expect.any(Date) }]);
  });
});

test('An answered Skipcall call is ongoing until it has an end', () => {
  expect(read({ status: 'answered' }).status).toBe('COMPLETED');
  expect(read({ status: 'answered', endedAt: null }).status).toBe('IN_PROGRESS');
});

test.each<[CountryCode | undefined, unknown, string | null]>([
  ['FR', { value: '0199001234' }, '+33199001234'],
  [undefined, { value: '0199001234' }, null],
  [undefined, { value: '0033199001234' }, '+33199001234'],
  ['FR', '01 99 00 12 34', '+33199001234'],
])("For an organisation in %s, Skipcall's number %j is %s", (country, phoneNumber, e164) => {
  expect(toCall({ ...sampleCall('skipcall'), phoneNumber }, country)?.contact).toMatchObject({ phoneNumber: { e164 } });
});

describe('The duration of a Skipcall call', () => {
  test('follows from its start and end', () => {
    expect(read().duration).toBe(900);
  });

  test.each([[{ startedAt: null }], [{ endedAt: null }], [{ startedAt: '2024-03-20T10:00:00.000Z' }], [{ startedAt: '1970-01-01T00:00:00Z' }], [{ endedAt: '9999-12-31T23:59:59Z' }], [{ startedAt: '2001-01-01T00:00:00Z', endedAt: '2099-01-01T00:00:00Z' }]])('is null for %j', (fields) => {
    expect(read(fields).duration).toBeNull();
  });
});

describe('The person in a Skipcall call', () => {
  test('has the names from Skipcall', () => {
    expect(read().contact?.facts).toMatchObject({ name: 'John Doe', firstName: 'John', lastName: 'Doe', isUnknown: false });
  });

  test.each([['NULL', 'Doe', 'Doe'], ['Ada', ' ', 'Ada'], ['None', 'null', null], ['Ada', 'Null', 'Ada Null']])('with the names %j and %j is %j', (firstName, lastName, name) => {
    expect(read({ contact: { id: 'c-1', firstName, lastName } }).contact?.facts).toMatchObject({ name });
  });

  test('has notes as people wrote them', () => {
    expect(read({ notes: 'None' }).notes).toBe('None');
    expect(read({ notes: ' ' }).notes).toBeNull();
  });

  test('is unknown if Skipcall says so', () => {
    const contact = { id: 'c-1', firstName: null, lastName: null, isUnknown: true };
    expect(read({ contact }).contact?.facts).toMatchObject({ name: null, isUnknown: true, providerContacts: [{ providerContactId: 'c-1' }] });
  });
});

describe('The agent in a Skipcall call', () => {
  test("is the member of the organisation, with the caller's name", () => {
    expect(read().agents).toMatchObject([{ providerAgentId: '123e4567-e89b-12d3-a456-426614174005', name: 'Alice Martin', kind: 'HUMAN' }]);
  });

  test('is identified by the name if there is no member', () => {
    expect(read({ organizationMembershipId: undefined }).agents).toMatchObject([{ providerAgentId: 'Alice Martin', name: 'Alice Martin' }]);
  });

  test('is absent without a member and a name', () => {
    expect(read({ organizationMembershipId: null, caller: null })).toMatchObject({ agents: [], agentLegs: [] });
  });
});

test("The ids of Skipcall's carrier are Twilio's, each once; a text that is none of them is no id", () => {
  const idsOf = (fields: Row) => read(fields).carrierIds.map(({ carrier, kind, id }) => `${carrier} ${kind} ${id}`);
  expect(idsOf({})).toEqual(['TWILIO CALL CA123456789', 'TWILIO CALL CA987654321', 'TWILIO CONFERENCE CF123456789']);
  expect(idsOf({ adminProviderSid: 'CA123456789', providerConferenceId: null })).toEqual(['TWILIO CALL CA123456789']);
  expect(idsOf({ userProviderSid: 'CF1', adminProviderSid: 'user@example.com', providerConferenceId: 7 })).toEqual([]);
});
