import '../../../src/providers/registry.js';
import type { CountryCode } from 'libphonenumber-js';
import type { Call } from '../../../src/model/call.js';
import { toCall } from '../../../src/providers/aicaller/to-call.js';
import type { Row } from '../../../src/simulators/index.js';
import { sampleCall } from '../../vendors/samples.js';

function read(fields: Row = {}): Call {
  const call = toCall({ ...sampleCall('aicaller-list'), ...fields });
  if (!call) throw new Error('The row is no call.');
  return call;
}

describe('An AICaller call has the status', () => {
  test.each([
    ['queued', 'QUEUED'],
    ['ringing', 'RINGING'],
    ['inProgress', 'IN_PROGRESS'],
    ['busy', 'BUSY'],
    ['failed', 'FAILED'],
    ['noAnswer', 'NO_ANSWER'],
    ['cancelled', 'CANCELED'],
    ['canceled', 'CANCELED'],
    ['completed', 'COMPLETED'],
    ['no-answer', 'NO_ANSWER'],
    ['paused', 'UNKNOWN'],
    [null, 'UNKNOWN'],
  ])('%j as %s', (word, status) => expect(read({ status: word })).toMatchObject({ status, providerStatus: word }));
});

test('AICaller only places calls, so the contact is the called person', () => {
  expect(read({ toPhoneNumber: '+12025550101', fromPhoneNumber: '+12025550102', callOrigin: 'inbound' })).toMatchObject({
    direction: 'OUTBOUND',
    from: { e164: '+12025550102' },
    to: { e164: '+12025550101' },
    contact: { e164: '+12025550101', facts: { name: 'John', email: 'someone@example.com', isUnknown: false } },
  });
});

test('The call template is the agent, an AI', () => {
  const call = read();
  expect(call.agents).toMatchObject([{ provider: 'AICALLER', providerAgentId: '363573667364666473667332', kind: 'AI' }]);
  expect(call.agentLegs).toMatchObject([{ startedAt: new Date('2023-10-12T09:08:05.387Z') }]);
});

test.each([['queued', false], ['ringing', false], ['noAnswer', false], ['busy', false], ['failed', false], ['cancelled', false], ['paused', false], ['inProgress', true], ['completed', true]])(
  'The status %s, not the start, says whether the agent answered: %s',
  (status, answered) => expect(read({ status }).agentLegs).toMatchObject([{ answered, startedAt: expect.any(Date) }]),
);

describe('A call that AICaller has just created', () => {
  test('is already a call, without values that come later', () => {
    const call = toCall(sampleCall('aicaller-create'));
    expect(call).toMatchObject({ providerCallId: '12345678901234567890', status: 'QUEUED', startedAt: null, endedAt: null, duration: null, recordings: [], tags: [] });
  });
});

describe('AICaller\'s times', () => {
  test.each([
    ['2023-10-12T09:08:00.387Z', '2023-10-12T09:08:00.387Z'],
    ['2023-10-12T14:38:00+05:30', '2023-10-12T09:08:00.000Z'],
    ['2023-10-12T09:08:00', null],
    ['2023-10-12', null],
    ['<string>', null],
    [1697101680387, null],
    ['', null],
    ['1970-01-01T00:00:00.000Z', null],
    ['1970-01-01T05:30:00+05:30', null],
    ['0001-01-01T00:00:00Z', null],
    ['1899-12-30T00:00:00Z', null],
    ['1999-12-31T23:59:59Z', null],
    ['2099-12-31T23:59:59Z', '2099-12-31T23:59:59Z'],
    ['2100-01-01T00:00:00Z', null],
    ['9999-12-31T23:59:59Z', null],
    ['2024-02-30T10:00:00Z', null],
  ])('%j are %j', (updatedAt, instant) => expect(read({ updatedAt }).updatedAt).toEqual(instant === null ? null : new Date(instant)));

  test('use the next best time if the creation time is missing', () => {
    expect(read({ createdAt: null }).createdAt).toEqual(new Date('2023-10-12T09:07:55.387Z'));
    expect(read({ createdAt: null, callTriggeredAt: null }).createdAt).toEqual(new Date('2023-10-12T09:08:05.387Z'));
    const none = Object.fromEntries(['createdAt', 'callTriggeredAt', 'callStartedAt', 'updatedAt'].map((name) => [name, null]));
    expect(read(none)).toMatchObject({ createdAt: new Date(0), isTimeless: true });
  });
});

test('Ids may be wrapped, as the document types one of them', () => {
  const call = read({ teamId: { $oid: 'team-1' }, callTemplateId: { _id: 'template-1' }, _id: { $oid: 'call-1' } });
  expect(call).toMatchObject({ providerCallId: 'call-1', details: { teamId: 'team-1', callTemplateId: 'template-1' } });
});

test('Values that people entered are kept unchanged, with any type', () => {
  const values = [{ columnName: 'a', value: '' }, { columnName: 'b', value: 7 }, { columnName: 'c', value: false }, { columnName: 'd' }, null, { value: 'x' }];
  expect(read({ resultValues: values }).details).toMatchObject({
    resultValues: [
      { columnName: 'a', value: '' },
      { columnName: 'b', value: '7' },
      { columnName: 'c', value: 'false' },
      { columnName: 'd', value: null },
    ],
  });
});

test('Variables and results are read from an object and from pairs, including nested lists and objects', () => {
  const values = { city: 'Bangalore', slots: ['a', 1], person: { age: 7 }, none: null };
  const found = { resultValues: [{ columnName: 'city', value: 'Bangalore' }, { columnName: 'slots', value: '["a",1]' }, { columnName: 'person', value: '{"age":7}' }, { columnName: 'none', value: null }] };
  expect(read({ resultValues: values }).details).toMatchObject(found);
  expect(read({ resultValues: Object.entries(values).map(([columnName, value]) => ({ columnName, value })) }).details).toMatchObject(found);
  expect(read({ promptVariableValues: { name: 'None' } }).details).toMatchObject({ promptVariableValues: [{ key: 'name', value: 'None' }] });
});

test.each<[CountryCode | undefined, string, string | null]>([
  [undefined, '12025550143', null],
  ['US', '12025550143', '+12025550143'],
  ['US', '2025550143', '+12025550143'],
  ['FR', '0199001234', '+33199001234'],
  [undefined, '0033199001234', '+33199001234'],
])("For an account in %s, AICaller's number %s is %s", (country, toPhoneNumber, e164) => {
  expect(toCall({ ...sampleCall('aicaller-list'), toPhoneNumber }, undefined, country)?.to).toMatchObject({ raw: toPhoneNumber, e164 });
});

describe('A webhook of AICaller\'s', () => {
  const webhook = { url: 'https://hooks.example.com/', subscribedEvent: 'phoneCall.completed' };

  test.each([[{ ...webhook, secret: 'x' }, true], [webhook, false], [{ ...webhook, secret: null }, false]])('%j says whether it has a secret', (one, hasSecret) => {
    expect(read({ phoneCallWebhooks: [one] }).webhooks).toEqual([{ ...webhook, hasSecret }]);
  });

  test('never contains the secret', () => {
    expect(JSON.stringify(read({ phoneCallWebhooks: [{ ...webhook, secret: 'whsec_hunter2' }] }).webhooks)).not.toContain('whsec_hunter2');
  });
});
