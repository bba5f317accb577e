import '../../../src/providers/registry.js';
import type { Call } from '../../../src/model/call.js';
import { toCall } from '../../../src/providers/contact-center/to-call.js';
import type { Row } from '../../../src/simulators/index.js';
import { sampleCall } from '../../vendors/samples.js';

function read(fields: Row = {}): Call {
  const call = toCall({ ...sampleCall('contact-center'), ...fields });
  if (!call) throw new Error('The row is no call.');
  return call;
}

describe('A call of the contact centre has the status', () => {
  test.each<[string, Row, string]>([
    ['answered and ended', { is_answered: true, is_ended: true, type: 'answered' }, 'COMPLETED'],
    ['answered and ongoing', { is_answered: true, is_ended: false, type: 'in_progress' }, 'IN_PROGRESS'],
    ['waiting for an agent', { is_answered: false, is_ended: false, is_in_queue: true, type: 'in_queue' }, 'QUEUED'],
    ['ringing', { is_answered: false, is_ended: false, is_in_queue: false, type: 'in_progress' }, 'RINGING'],
    ['missed', { is_answered: false, is_ended: true, type: 'missed' }, 'NO_ANSWER'],
    ['abandoned', { is_answered: false, is_ended: true, type: 'abandoned' }, 'NO_ANSWER'],
    ['busy', { is_answered: false, is_ended: true, type: 'busy' }, 'BUSY'],
    ['failed', { is_answered: false, is_ended: true, type: 'failed' }, 'FAILED'],
    ['ended, with an unknown word', { is_answered: false, is_ended: true, type: 'overflowed' }, 'NO_ANSWER'],
    ['answered, although its word says otherwise', { is_answered: true, is_ended: true, type: 'missed' }, 'COMPLETED'],
    ['known only by its word', { is_answered: null, is_ended: null, type: 'answered' }, 'COMPLETED'],
    ['answered and ended, with flags as numbers', { is_answered: 1, is_ended: '1', type: 'answered' }, 'COMPLETED'],
    ['waiting for an agent, with flags as words', { is_answered: 'no', is_ended: 'False', is_in_queue: 'yes', type: 'in_queue' }, 'QUEUED'],
    ['without flags and word', { is_answered: null, is_ended: null, is_in_queue: null, type: null }, 'UNKNOWN'],
  ])('of a call that is %s', (_, fields, status) => expect(read(fields)).toMatchObject({ status, providerStatus: fields['type'] }));
});

describe('The parties of a call of the contact centre', () => {
  const contact = { id: 7, full_name: 'Ada', number_country_code: '33', national_number: '199001234', number: '33199001234', list_ids: [1, 2] };
  const number = { id: 1, number: '447700900123' };

  test.each([[true, 'INBOUND', '+33199001234', '+447700900123'], [1, 'INBOUND', '+33199001234', '+447700900123'], ['True', 'INBOUND', '+33199001234', '+447700900123'], ['0', 'OUTBOUND', '+447700900123', '+33199001234'], [false, 'OUTBOUND', '+447700900123', '+33199001234']])(
    'when is_inbound is %s',
    (is_inbound, direction, from, to) => {
      expect(read({ is_inbound, contact, number })).toMatchObject({ direction, from: { e164: from }, to: { e164: to }, contact: { e164: '+33199001234' } });
    },
  );

  test('are null if the direction is unknown', () => {
    expect(read({ is_inbound: null, contact, number })).toMatchObject({ direction: 'UNKNOWN', from: null, to: null, contact: { e164: '+33199001234' } });
  });

  test("are on the contact's lists", () => {
    expect(read({ contact }).contact?.facts?.providerContacts).toEqual([{ provider: 'CONTACT_CENTER', providerContactId: '7', name: 'Ada', listIds: ['1', '2'] }]);
  });

  test('may lack a contact', () => {
    expect(read({ contact: null })).toMatchObject({ contact: null, to: null });
  });
});

describe('The contact centre\'s numbers', () => {
  test.each([['33199001234', '+33199001234'], ['+33199001234', '+33199001234'], ['anonymous', null], ['0', null]])('%s are %s', (number, e164) => {
    expect(read({ contact: { id: 1, number } }).to).toMatchObject({ raw: number, e164 });
  });

  test.each<[string | null, string | null]>([[null, '+33199001234'], ['', '+33199001234'], ['0199001234', '+33199001234'], ['0033199001234', '+33199001234'], ['199001234', '+33199001234'], ['+447700900123', '+447700900123']])(
    'that are %j follow from country code and national number, unless these are another number',
    (number, e164) => {
      for (const [number_country_code, national_number] of [['33', '199001234'], [33, 199001234], ['+33', '0199001234']]) {
        const entry = { id: 1, number, number_country_code, national_number };
        expect(read({ contact: entry, number: entry })).toMatchObject({ from: { e164 }, to: { e164 }, contact: { e164 } });
      }
    },
  );

  test('in parts are read for external parties too', () => {
    const parts = { number: null, number_country_code: '33', national_number: '199001234' };
    expect(read({ external_numbers: [parts, { number: '1234567890' }] }).details).toMatchObject({ externalNumbers: [{ number: '33199001234' }, { number: '1234567890' }] });
  });

  test('with only one part are null', () => {
    expect(read({ contact: { id: 1, national_number: '199001234' } }).to).toBeNull();
    expect(read({ contact: { id: 1, number: '0199001234', number_country_code: '33' } }).to).toMatchObject({ raw: '0199001234', e164: null });
  });

  test('may be of type number', () => {
    expect(read({ contact: { id: 1, number: 33199001234 } }).to).toMatchObject({ raw: '33199001234', e164: '+33199001234' });
  });
});

describe('The contact centre\'s times', () => {
  test.each([
    [1747839084, '2025-05-21T14:51:24.000Z'],
    ['1747839084', '2025-05-21T14:51:24.000Z'],
    [1747839084000, '2025-05-21T14:51:24.000Z'],
    ['1747839084000', '2025-05-21T14:51:24.000Z'],
    ['2025-05-21T14:51:24Z', '2025-05-21T14:51:24.000Z'],
    [1747839084.5, '2025-05-21T14:51:24.500Z'],
    [4102444800, null],
    [86400, null],
    [0, null],
    [null, null],
    ['', null],
    [-5, null],
    [1e300, null],
    ['yesterday', null],
  ])('%j are %j', (started_at, instant) => {
    expect(read({ started_at, all_agents: [], answered_agents: [] }).startedAt).toEqual(instant === null ? null : new Date(instant));
  });

  test("use the first leg's start if the call's start is missing", () => {
    expect(read({ started_at: null })).toMatchObject({ startedAt: null, createdAt: new Date('2025-05-21T14:51:24.000Z') });
  });
});

describe('The agents of a call of the contact centre', () => {
  const leg = (id: number, started_at: number, more: Row = {}) => ({ id, user_id: 40 + id, alias: `Agent ${id}`, sip: `sip:agent${id}@phone.example.com`, started_at, type: 'agent', is_any_transfer: false, hangup_reason: 'NORMAL_CLEARING', ...more });
  const START = 1747839084;

  test('have one leg for each time they were rung, in order, answered or not', () => {
    const [lost, won, transferred] = [leg(1, START, { hangup_reason: 'LOSE_RACE' }), leg(2, START), leg(1, START + 60, { is_any_transfer: true })];
    const { agents, agentLegs } = read({ agents: [2, 1], all_agents: [lost, won, transferred], answered_agents: [won, transferred] });
    expect(agentLegs.map(({ agent, answered, isTransfer, hangupReason }) => [agent.providerAgentId, answered, isTransfer, hangupReason])).toEqual([
      ['1', false, false, 'LOSE_RACE'],
      ['2', true, false, 'NORMAL_CLEARING'],
      ['1', true, true, 'NORMAL_CLEARING'],
    ]);
    expect(agents.map(({ providerAgentId }) => providerAgentId).sort()).toEqual(['1', '2']);
  });

  test('have a name, a SIP address and a user id', () => {
    expect(read({ agents: [3], all_agents: [leg(3, START)], answered_agents: [] }).agents).toMatchObject([
      { provider: 'CONTACT_CENTER', providerAgentId: '3', kind: 'HUMAN', name: 'Agent 3', sip: 'sip:agent3@phone.example.com', userId: '43' },
    ]);
  });

  test('include agents that answered without being rung, and agents with only an id', () => {
    const { agents, agentLegs } = read({ agents: [5, 6], all_agents: [], answered_agents: [leg(5, START)] });
    expect(agentLegs).toMatchObject([{ agent: { providerAgentId: '5' }, answered: true }]);
    expect(agents).toMatchObject([{ providerAgentId: '5', name: 'Agent 5' }, { providerAgentId: '6', name: null }]);
  });
});

test('Recordings with the same id in two calls are two recordings', () => {
  const recordings = [{ id: 12, url: 'https://recordings.example.com/a.mp3' }];
  const [one, other] = [read({ id: 1, recordings }), read({ id: 2, recordings })];
  expect(one.recordings?.[0]?.id).not.toBe(other.recordings?.[0]?.id);
});

test.each<[string, string[]]>([
  ['https://media.plivo.com/v1/Account/MA1/Recording/1234-abcd.mp3', ['1234-abcd']],
  ['https://aps1.media.plivo.com/v1/Account/MA1/Recording/1234.wav?x=1', ['1234']],
  ['https://recordings.example.com/a.mp3', []],
  ['https://media.plivo.com/v1/Account/MA1/Recording/1234/more', []],
])("A recording at %s has Plivo's ids %j", (url, ids) => {
  expect(read({ recordings: [{ id: 1, url }, { id: 2, url }] }).carrierIds).toEqual(ids.map((id) => ({ carrier: 'PLIVO', kind: 'RECORDING', id })));
});
