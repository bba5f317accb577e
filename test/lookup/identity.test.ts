import type { RecordedRequest, Row } from '../../src/simulators/index.js';
import { useClock } from '../support/clock.js';
import { eventually } from '../support/eventually.js';
import { bulkRequests, singleRequests } from '../support/exotel-requests.js';
import { feedPage } from '../support/feed.js';
import type { Data } from '../support/graph.js';
import { lookUp } from '../support/lookups.js';
import { useReplicas } from '../support/replicas.js';
import { ago, contactCenterRow, DAY, exotelRow, HOUR, indianTime, SECOND, serve, sid } from '../vendors/rows.js';
import { Subscriber } from '../support/subscriber.js';
import { writeGlobalId } from '../support/global-ids.js';
import { AICALLER, CONTACT_CENTER, EXOTEL, idOf, SKIPCALL, type Vendor } from '../vendors/index.js';

const clock = useClock();
const replicas = useReplicas({}, { environment: { CACHE_MAX_CALLS: '1000', CACHE_UNSETTLED_SECONDS: '1', CACHE_SETTLED_SECONDS: '1' }, now: () => Date.now() });
const data = (query: string, variables: Data = {}) => replicas.first.data(query, variables);
const headers = { 'cache-control': 'no-cache' };

/** A call of each vendor with a time in its ids, and how the vendor corrects that time. */
const TIMED: readonly { vendor: Vendor; row: (index: number, at: number) => Row; move: (row: Row, at: number) => void }[] = [
  {
    vendor: CONTACT_CENTER,
    row: (index, at) => contactCenterRow(5000 + index, at),
    move: (row, at) => void (row['started_at'] = at / SECOND),
  },
  { vendor: EXOTEL, row: (index, at) => exotelRow(sid(5000 + index), at), move: (row, at) => void (row['DateCreated'] = indianTime(at)) },
];

describe.each(TIMED)('A call of $vendor.provider whose time is corrected', ({ vendor, row, move }) => {
  const { provider } = vendor;
  const START = ago(3 * DAY);
  let calls = 0;
  const served = () => {
    calls += 1;
    const one = row(calls, START);
    serve(replicas.simulators[vendor.simulator], one);
    return one;
  };

  test.each([['2 seconds', 2 * SECOND], ['9 seconds back', -9 * SECOND], ['a day and a half', 1.5 * DAY], ['20 days back', -20 * DAY]])('by %s keeps its published id in all fields', async (_, by) => {
    const one = served();
    const { nodes: [before] } = await feedPage(replicas.first, { first: 5, filter: { providers: [provider] } });
    const id = before?.id;
    move(one, START + by);
    clock.advance(5 * SECOND);
    const query = `query ($id: ID!, $own: String!, $entity: _Any!) {
      call(id: $id) { id providerCallId recordings { id } }
      node(id: $id) { id }
      nodes(ids: [$id]) { id }
      callsByIds(ids: [$id]) { id }
      _entities(representations: [$entity]) { ...on Call { id } }
      callByProviderId(provider: ${provider}, providerCallId: $own) { providerCallId }
    }`;
    const answer = await data(query, { id, own: idOf(vendor, one), entity: { __typename: 'Call', id } });
    expect(answer).toMatchObject({ call: { id, providerCallId: idOf(vendor, one) }, node: { id }, nodes: [{ id }], callsByIds: [{ id }], _entities: [{ id }], callByProviderId: { providerCallId: idOf(vendor, one) } });
    const [recording] = answer.call.recordings;
    expect(await data('query ($id: ID!) { recording(id: $id) { id call { id } } }', { id: recording.id })).toEqual({ recording: { id: recording.id, call: { id } } });
  });

  test('is found by the id that another process wrote', async () => {
    const one = served();
    const id = writeGlobalId('Call', provider, idOf(vendor, one), String(START / SECOND - 7));
    expect(await data('query ($id: ID!) { call(id: $id) { id } }', { id })).toEqual({ call: { id } });
  });

  test('reaches a subscriber that named its id', async () => {
    const one = served();
    const { nodes: [before] } = await feedPage(replicas.first, { first: 5, filter: { providers: [provider] } });
    move(one, START + 4 * SECOND);
    const subscriber = await Subscriber.toCalls(replicas.first.switchboard.url, { callIds: [before?.id] }, 'id');
    const later = () => {
      clock.advance(3 * SECOND);
      return subscriber.calls;
    };
    expect(await eventually('the call', later, (told) => told.length > 0)).toEqual([{ id: before?.id }]);
    subscriber.close();
  });

  test('and was read before is found with no-cache too', async () => {
    const one = served();
    await lookUp(replicas.first, provider, idOf(vendor, one));
    move(one, START - 40 * DAY);
    expect((await lookUp(replicas.first, provider, idOf(vendor, one), 'providerCallId', headers)).data.a0).toEqual({ providerCallId: idOf(vendor, one) });
  });
});

test('An id without its hint is also an id of the call', async () => {
  serve(replicas.simulators.exotel, exotelRow(sid(1), ago(40 * DAY)));
  const id = writeGlobalId('Call', 'EXOTEL', sid(1));
  expect(await data('query ($id: ID!) { call(id: $id) { id } }', { id })).toEqual({ call: { id } });
});

test('An ongoing call costs two requests by its global id', async () => {
  serve(replicas.simulators.exotel, exotelRow('feedbeef', ago(HOUR), { Status: 'in-progress', EndTime: '1970-01-01 05:30:00' }));
  const id = writeGlobalId('Call', 'EXOTEL', 'feedbeef', String(ago(HOUR) / SECOND));
  expect(await data('query ($id: ID!) { call(id: $id) { status } }', { id })).toEqual({ call: { status: 'IN_PROGRESS' } });
  expect([bulkRequests(replicas.simulators.exotel).length, singleRequests(replicas.simulators.exotel).length]).toEqual([1, 1]);
});

test('Rows that come twice in a bulk answer hide no other call', async () => {
  const { exotel } = replicas.simulators;
  const rows = [1, 2, 3].map((index) => exotelRow(sid(7000 + index), ago(DAY)));
  serve(exotel, ...rows);
  exotel.faults.add({
    fault: { kind: 'status', status: 200, body: { Metadata: { NextPageUri: '/v1/Accounts/x/Calls.json?After=next' }, Calls: [rows[0], rows[0], rows[1]] } },
    when: ({ query }: RecordedRequest) => query.has('Sid') && !query.has('After'),
  });
  exotel.faults.add({ fault: { kind: 'status', status: 200, body: { Metadata: {}, Calls: [rows[2]] } }, when: ({ query }: RecordedRequest) => query.has('After') });
  const ids = rows.map((row) => String(row['Sid']));
  const { calls } = await data('query ($ids: [String!]!) { calls: callsByProviderIds(provider: EXOTEL, providerCallIds: $ids) { providerCallId } }', { ids });
  expect(calls.map((call: Data | null) => call?.['providerCallId'])).toEqual(ids);
});

test.each<[string, 'contactCenter' | 'exotel', Row]>([
  ['the contact centre', 'contactCenter', contactCenterRow(1, ago(DAY), { id: 'c-17' })],
  ['Exotel', 'exotel', exotelRow('abc-123', ago(DAY))],
])('A published id of %s in an undocumented format still finds its call', async (_, simulator, row) => {
  serve(replicas.simulators[simulator], row);
  const provider = simulator === 'exotel' ? 'EXOTEL' : 'CONTACT_CENTER';
  const { nodes: [call] } = await feedPage(replicas.first, { first: 1, filter: { providers: [provider] } });
  expect(call).toBeDefined();
  expect(await data('query ($id: ID!) { call(id: $id) { id } }', { id: call?.id })).toEqual({ call: { id: call?.id } });
});

describe('A recording', () => {
  const QUERY = 'query ($id: String!) { callByProviderId(provider: CONTACT_CENTER, providerCallId: $id) { recordings { id url providerRecordingId } } }';
  const urlOf = (name: string) => `https://media.example.com/${name}.mp3`;
  const recordingsOf = async (id: number) => (await data(QUERY, { id: String(id) })).callByProviderId.recordings as { id: string; url: string }[];
  const play = async (id: string) => (await data('query ($id: ID!) { recording(id: $id) { id url } }', { id })).recording;
  let calls = 8000;
  const withRecordings = (...recordings: Row[]) => {
    calls += 1;
    const row = contactCenterRow(calls, ago(2 * DAY), { recordings });
    serve(replicas.simulators.contactCenter, row);
    return { row, id: calls };
  };

  test('has its own id, even if two have the same vendor id', async () => {
    const { id } = withRecordings({ id: 12, url: urlOf('a') }, { id: 12, url: urlOf('b') });
    const recordings = await recordingsOf(id);
    expect(recordings.map(({ url }) => url)).toEqual([urlOf('a'), urlOf('b')]);
    expect(new Set(recordings.map((recording) => recording.id)).size).toBe(2);
    for (const recording of recordings) expect(await play(recording.id)).toMatchObject({ id: recording.id, url: recording.url });
  });

  test('without an id keeps its id when another one is inserted before it', async () => {
    const { row, id } = withRecordings({ url: urlOf('first') });
    const [first] = await recordingsOf(id);
    row['recordings'] = [{ url: urlOf('inserted') }, { url: urlOf('first') }];
    clock.advance(5 * SECOND);
    expect(await play(String(first?.id))).toEqual({ id: first?.id, url: urlOf('first') });
  });

  test('keeps its id when its URL is signed again, and a repeated one is one recording', async () => {
    const { row, id } = withRecordings({ url: `${urlOf('signed')}?expires=1` }, { url: `${urlOf('signed')}?expires=1` });
    const [first, ...others] = await recordingsOf(id);
    expect(others).toEqual([]);
    row['recordings'] = [{ url: `${urlOf('signed')}?expires=2` }];
    clock.advance(5 * SECOND);
    expect(await play(String(first?.id))).toEqual({ id: first?.id, url: `${urlOf('signed')}?expires=2` });
  });

  test('has its own id, even if two URLs differ only in the query', async () => {
    const { id } = withRecordings({ url: `${urlOf('play')}?file=1` }, { url: `${urlOf('play')}?file=2` });
    const recordings = await recordingsOf(id);
    expect(new Set(recordings.map((recording) => recording.id)).size).toBe(2);
    for (const recording of recordings) expect(await play(recording.id)).toMatchObject({ url: recording.url });
  });

  test('of Exotel keeps its id when its URL changes', async () => {
    const row = exotelRow(sid(7100), ago(2 * DAY));
    serve(replicas.simulators.exotel, row);
    const id = writeGlobalId('Recording', writeGlobalId('Call', 'EXOTEL', sid(7100), String(ago(2 * DAY) / SECOND)), '#0');
    expect(await play(id)).toMatchObject({ id });
    row['PreSignedRecordingUrl'] = 'https://signed.example.com/1.mp3';
    clock.advance(5 * SECOND);
    expect(await play(id)).toEqual({ id, url: 'https://signed.example.com/1.mp3' });
  });
});

describe('People without any identity', () => {
  const CONTACT = 'contact { id name phoneNumber { raw } }';
  const contacts = async (provider: string, ids: string[]) =>
    (await data(`query ($ids: [String!]!) { calls: callsByProviderIds(provider: ${provider}, providerCallIds: $ids) { ${CONTACT} } }`, { ids })).calls.map(({ contact }: any) => contact);

  test.each<[string, Vendor, Row[]]>([
    ['two names at AICaller', AICALLER, [{ nameOfHuman: 'Alice', toPhoneNumber: null }, { nameOfHuman: 'Bob', toPhoneNumber: null }]],
    ['two names at the contact centre', CONTACT_CENTER, [{ contact: { full_name: 'Alice' } }, { contact: { full_name: 'Bob' } }]],
    ['two names at Skipcall', SKIPCALL, [{ contact: { firstName: 'Alice' }, phoneNumber: null }, { contact: { firstName: 'Bob' }, phoneNumber: null }]],
    ['anonymous callers at Exotel', EXOTEL, [{ Direction: 'inbound', From: 'anonymous' }, { Direction: 'inbound', From: 'anonymous' }]],
    ['withheld numbers at Exotel', EXOTEL, [{ Direction: 'inbound', From: '0000000000' }, { Direction: 'inbound', From: '0000000000' }]],
  ])('are different contacts, and each is found by its id: %s', async (_, vendor, fields) => {
    const rows = fields.map((some, index) => ({ ...vendor.row(300 + index), ...some }));
    serve(replicas.simulators[vendor.simulator], ...rows);
    clock.advance(5 * SECOND);
    const found = await contacts(vendor.provider, rows.map((row) => idOf(vendor, row)));
    expect(new Set(found.map(({ id }: any) => id)).size).toBe(2);
    for (const contact of found) expect(await data(`query ($id: ID!) { contact(id: $id) { id name phoneNumber { raw } } node(id: $id) { id } }`, { id: contact.id })).toEqual({ contact, node: { id: contact.id } });
  });

  test('are one contact if the provider has an entry or a short code for them', async () => {
    const rows = [1, 2].map((index) => ({ ...EXOTEL.row(400 + index), Direction: 'inbound', From: '56161' }));
    serve(replicas.simulators.exotel, ...rows);
    const found = await contacts('EXOTEL', rows.map((row) => idOf(EXOTEL, row)));
    expect(new Set(found.map(({ id }: any) => id)).size).toBe(1);
  });
});

describe('A value that a later read lacks', () => {
  test('is kept, at any depth', async () => {
    const row = contactCenterRow(9001, ago(2 * DAY));
    serve(replicas.simulators.contactCenter, row);
    const FIELDS = `startedAt duration talkTime notes tags contact { id name phoneNumber { e164 } providerContacts { providerContactId name listIds } } agents { name sip userId }
      agentLegs { agent { name } type hangupReason } recordings { id url } details { ...on ContactCenterCallDetails { campaign { id name } ringGroup { id name } disposition { id code note } line { id number alias } externalNumbers { number } contactNumberParts { countryCallingCode nationalNumber } } }`;
    const look = async () => (await lookUp(replicas.first, 'CONTACT_CENTER', '9001', FIELDS)).data.a0;
    const before = await look();
    const poorer = {
      ...row, duration: null, talk_time: null, tags: [], recordings: [], campaign: { id: (row['campaign'] as Row)['id'] }, ring_group: null, disposition: { id: (row['disposition'] as Row)['id'] },
      number: null, external_numbers: null, contact: { id: (row['contact'] as Row)['id'] },
      all_agents: (row['all_agents'] as Row[]).map(({ id, started_at }) => ({ id, started_at })), answered_agents: [],
    };
    serve(replicas.simulators.contactCenter, poorer);
    clock.advance(5 * SECOND);
    expect(await look()).toEqual(before);
  });

  test('is not taken from another person with another number or name', async () => {
    const row = contactCenterRow(9002, ago(2 * DAY), { contact: { id: 1, full_name: 'Ada', number: '12025550143' } });
    serve(replicas.simulators.contactCenter, row);
    const look = async () => (await lookUp(replicas.first, 'CONTACT_CENTER', '9002', 'contact { name e164 providerContacts { providerContactId } }')).data.a0.contact;
    await look();
    row['contact'] = { number: '12025550144' };
    clock.advance(5 * SECOND);
    expect(await look()).toEqual({ name: null, e164: '+12025550144', providerContacts: [{ providerContactId: null }] });
  });
});

describe('A deleted call', () => {
  test.each([SKIPCALL, AICALLER, EXOTEL, CONTACT_CENTER])('is gone for all clients after one no-cache request: $provider', async (vendor) => {
    const row = vendor.row(600);
    const { rows } = replicas.simulators[vendor.simulator];
    serve(replicas.simulators[vendor.simulator], row);
    const replica = await replicas.start({ CACHE_SETTLED_SECONDS: '3600' });
    const found = async (said: Record<string, string> = {}) => (await lookUp(replica, vendor.provider, idOf(vendor, row), 'providerCallId', said)).data.a0;
    expect(await found()).not.toBeNull();
    rows.length = 0;
    expect(await found(headers)).toBeNull();
    expect(await found()).toBeNull();
    // None of its values is kept: a later call with this id is another call.
    rows.push(row);
    clock.advance(60 * SECOND);
    expect(await found()).not.toBeNull();
  });
});
