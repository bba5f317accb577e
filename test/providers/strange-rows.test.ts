import { type Data, useGraph } from '../support/graph.js';
import { aliased } from '../support/operations.js';
import { ago, contactCenterRow, DAY, exotelRow, serve, sid } from '../vendors/rows.js';
import { AICALLER, CONTACT_CENTER, EXOTEL, idOf, LISTING_VENDORS, SKIPCALL, type Vendor } from '../vendors/index.js';

const graph = useGraph({ calls: 0 });

const feed = (fields: string, filter: Data = {}) =>
  graph.data<{ calls: { nodes: any[]; sources: any[] } }>(`query ($filter: CallFilter) { calls(first: 50, filter: $filter) { nodes { ${fields} } sources { provider status code message filteredLocally } } }`, { filter });

/** Makes a vendor answer with exactly this text. */
const answerWith = ({ simulator }: Vendor, body: string) => graph.simulators[simulator].faults.add({ fault: { kind: 'status', status: 200, body }, times: Infinity });

describe('Ids that are integers beyond 2^53', () => {
  const [ONE, OTHER] = ['9007199254740992', '9007199254740993'];

  test.each([
    [AICALLER, (id: string) => `{"_id":${id},"createdAt":"2026-01-01T00:00:00Z"}`, (rows: string) => `{"data":[${rows}]}`],
    [CONTACT_CENTER, (id: string) => `{"id":${id},"started_at":1747839084}`, (rows: string) => `{"calls":[${rows}],"meta":{"next":null}}`],
    [EXOTEL, (id: string) => `{"Sid":${id},"DateCreated":null,"StartTime":null}`, (rows: string) => `{"Calls":[${rows}],"Metadata":{}}`],
  ])('of $provider identify two calls', async (vendor, row, list) => {
    answerWith(vendor, list([ONE, OTHER].map(row).join(',')));
    const { calls } = await feed('providerCallId id', { providers: [vendor.provider] });
    expect(calls.nodes.map(({ providerCallId }) => providerCallId).sort()).toEqual([ONE, OTHER]);
    expect(new Set(calls.nodes.map(({ id }) => id)).size).toBe(2);
  });

  test('lead back to their call', async () => {
    answerWith(CONTACT_CENTER, `{"calls":[{"id":${ONE},"started_at":1747839084},{"id":${OTHER},"started_at":1747839084}],"meta":{"next":null}}`);
    expect(await graph.data(aliased('CONTACT_CENTER', [OTHER, '18446744073709551615']))).toEqual({ a0: { providerCallId: OTHER }, a1: null });
  });
});

describe('A number in three spellings', () => {
  const NUMBER = '+442079460958';
  const serveThem = () => {
    const { aicaller, contactCenter, exotel } = graph.simulators;
    serve(aicaller, { ...AICALLER.row(1), createdAt: new Date(ago(DAY)).toISOString(), toPhoneNumber: '+44 (0) 20 7946 0958' });
    serve(contactCenter, contactCenterRow(1, ago(DAY), { contact: { id: 1, number: '4402079460958' }, is_inbound: true }));
    serve(exotel, exotelRow(sid(1), ago(DAY), { From: '+4402079460958', Direction: 'inbound' }));
  };

  test('is one contact', async () => {
    serveThem();
    const { calls } = await feed('contact { id e164 phoneNumber { international } }');
    expect(calls.nodes.map(({ contact }) => contact.e164)).toEqual([NUMBER, NUMBER, NUMBER]);
    expect(calls.nodes.map(({ contact }) => contact.phoneNumber.international)).toEqual(Array(3).fill('+44 20 7946 0958'));
    expect(new Set(calls.nodes.map(({ contact }) => contact.id)).size).toBe(1);
  });

  test.each([NUMBER, '+4402079460958'])('is found by %s if the graph filters', async (number) => {
    serveThem();
    const { calls } = await feed('provider', { providers: ['CONTACT_CENTER'], phoneNumbers: [number] });
    expect(calls.nodes).toHaveLength(1);
    const { contactByPhoneNumber } = await graph.data<Data>('query ($number: String!) { contactByPhoneNumber(phoneNumber: $number) { e164 } }', { number });
    expect(contactByPhoneNumber).toEqual({ e164: NUMBER });
  });
});

describe('Texts with lone surrogates', () => {
  const HALF = 'a\uD83D';
  const MENDED = 'a\uFFFD';

  test.each(LISTING_VENDORS)('are repaired for $provider, and a call with such an id is left out and counted', async (vendor) => {
    const dated = (index: number) => ({ ...vendor.row(index), ...(vendor === AICALLER && { createdAt: new Date(ago(DAY)).toISOString(), nameOfHuman: HALF }) });
    serve(graph.simulators[vendor.simulator], dated(1), { ...dated(2), [vendor.idField]: HALF }, dated(3));
    const { calls } = await feed('providerCallId contact { name }', { providers: [vendor.provider] });
    expect(calls.nodes).toHaveLength(2);
    if (vendor === AICALLER) expect(calls.nodes[0].contact.name).toBe(MENDED);
    expect(calls.sources.find(({ provider }) => provider === vendor.provider)).toMatchObject({ status: 'PARTIAL', code: 'UNREADABLE_ROWS', message: expect.stringMatching(/^1 /) });
  });

  test('in the ids of a contact, an agent and a recording make only these ids null, not the call', async () => {
    const leg = { id: HALF, alias: HALF, started_at: 1747839084 };
    const row = contactCenterRow(7, ago(DAY), {
      contact: { id: HALF, full_name: HALF, number: 'anonymous' }, agents: [HALF, 2], all_agents: [leg], answered_agents: [], tags: [HALF],
      recordings: [{ id: HALF, url: `https://recordings.example.com/${HALF}` }],
    });
    serve(graph.simulators.contactCenter, row);
    const { calls } = await feed('id tags contact { id name } agents { id providerAgentId } recordings { id providerRecordingId url }', { providers: ['CONTACT_CENTER'] });
    const [{ contact, agents, recordings, tags }] = calls.nodes;
    expect({ name: contact.name, tags }).toEqual({ name: MENDED, tags: [MENDED] });
    expect(agents.map(({ providerAgentId }: Data) => providerAgentId)).toEqual(['2']);
    expect(recordings).toMatchObject([{ providerRecordingId: null, url: `https://recordings.example.com/${MENDED}` }]);
    const nodes = await graph.data('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: [contact.id, agents[0].id, recordings[0].id] });
    expect(nodes).toEqual({ nodes: [{ id: contact.id }, { id: agents[0].id }, { id: recordings[0].id }] });
  });
});

describe('A time that no call can have:', () => {
  test.each(['1970-01-01T00:00:00.000Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])('%s is null', async (never) => {
    serve(graph.simulators.skipcall, { ...SKIPCALL.row(1), endedAt: never, startedAt: never });
    const { a0 } = await graph.data<{ a0: Data }>(aliased('SKIPCALL', [idOf(SKIPCALL, SKIPCALL.row(1))], 'createdAt startedAt endedAt duration'));
    expect(a0).toEqual({ createdAt: '2024-03-20T08:55:00.000Z', startedAt: null, endedAt: null, duration: null });
  });

  test('is reported if the call has no other time', async () => {
    const row = { ...AICALLER.row(1), createdAt: '2345-01-01T00:00:00Z', callTriggeredAt: null, callStartedAt: null, updatedAt: '1970-01-01T00:00:00Z' };
    serve(graph.simulators.aicaller, row);
    graph.simulators.aicaller.faults.add({ fault: { kind: 'status', status: 200, body: { data: [row] } }, when: ({ path }) => path === '/v1/phoneCalls', times: Infinity });
    const { calls } = await feed('id createdAt', { providers: ['AICALLER'] });
    expect(calls.nodes).toMatchObject([{ createdAt: '1970-01-01T00:00:00.000Z' }]);
    expect(await graph.data('query ($id: ID!) { call(id: $id) { providerCallId } }', calls.nodes[0])).toEqual({ call: { providerCallId: 'phonecall1' } });
  });
});

test("The contact centre's flags and times are read in other notations", async () => {
  const at = ago(DAY);
  const row = { ...contactCenterRow(8, at), started_at: at, is_inbound: 1, is_ended: '1', is_answered: 'True' };
  answerWith(CONTACT_CENTER, JSON.stringify({ calls: [row, { ...row, id: 9, started_at: new Date(at).toISOString() }], meta: { next: null } }));
  const { calls } = await feed('direction status createdAt', { providers: ['CONTACT_CENTER'], createdAt: { from: new Date(at).toISOString() } });
  expect(calls.nodes).toEqual(Array(2).fill({ direction: 'INBOUND', status: 'COMPLETED', createdAt: new Date(at).toISOString() }));
});

describe('A call is found by the value that the graph returns, even if its vendor spells it differently from its documents:', () => {
  const answer = async (filter: Data) => (await feed('providerCallId status direction', filter)).calls;

  test.each([
    ['cancelled', 'CANCELED'], ['Completed', 'COMPLETED'], ['NO-ANSWER', 'NO_ANSWER'], ['answered', 'COMPLETED'],
  ])('Exotel\'s status %s as %s', async (Status, status) => {
    serve(graph.simulators.exotel, exotelRow(sid(1), ago(DAY), { Status }));
    expect((await answer({ providers: ['EXOTEL'] })).nodes).toMatchObject([{ status }]);
    const { nodes, sources } = await answer({ providers: ['EXOTEL'], statuses: [status] });
    expect(nodes).toMatchObject([{ providerCallId: sid(1), status }]);
    expect(sources.find(({ provider }) => provider === 'EXOTEL')).toMatchObject({ status: 'OK', filteredLocally: ['statuses'] });
  });

  test.each([['incoming', 'INBOUND'], ['Outbound-API', 'OUTBOUND']])("Exotel's direction %s as %s, read in a look-up", async (Direction, direction) => {
    serve(graph.simulators.exotel, exotelRow(sid(2), ago(DAY), { Direction }));
    expect(await graph.data(aliased('EXOTEL', [sid(2)], 'direction'))).toEqual({ a0: { direction } });
    const { nodes, sources } = await answer({ providers: ['EXOTEL'], directions: [direction] });
    expect(nodes).toMatchObject([{ providerCallId: sid(2), direction }]);
    expect(sources.find(({ provider }) => provider === 'EXOTEL')).toMatchObject({ filteredLocally: ['directions'] });
  });

  test.each([['No-Answer', 'NO_ANSWER'], ['CANCELLED', 'CANCELED']])('AICaller\'s status %s as %s', async (word, status) => {
    serve(graph.simulators.aicaller, { ...AICALLER.row(1), createdAt: new Date(ago(DAY)).toISOString(), status: word });
    await answer({ providers: ['AICALLER'] });
    expect((await answer({ providers: ['AICALLER'], statuses: [status] })).nodes).toMatchObject([{ providerCallId: 'phonecall1', status }]);
  });

  test('AICaller\'s number +44 (0) 20 7946 0958', async () => {
    serve(graph.simulators.aicaller, { ...AICALLER.row(1), createdAt: new Date(ago(DAY)).toISOString(), toPhoneNumber: '+44 (0) 20 7946 0958' });
    await answer({ providers: ['AICALLER'] });
    expect((await answer({ providers: ['AICALLER'], to: ['+442079460958'] })).nodes).toHaveLength(1);
  });
});

describe("A page limit that the contact centre's own rows contradict", () => {
  test.each([[1, 'x', 1], [1, null, 3], [0, null, 3], [-1, 'x', 3], [0, 'x', 0], [2.5, null, 2], ['many', null, 3]])('costs no extra requests: %j, next %j, with %s rows', async (limit, next, rows) => {
    const calls = Array.from({ length: rows }, (_, index) => contactCenterRow(index + 1, ago(DAY)));
    answerWith(CONTACT_CENTER, JSON.stringify({ calls, meta: { page: 1, limit, total: 33_966, next } }));
    const answer = await feed('id', { providers: ['CONTACT_CENTER'] });
    expect(answer.calls.nodes).toHaveLength(rows);
    expect(graph.simulators.contactCenter.requests.length).toBeLessThan(10);
  });

  test('is ignored if its pages are smaller than requested', async () => {
    const rows = Array.from({ length: 100 }, (_, index) => contactCenterRow(index + 1, ago((index + 1) * DAY)));
    graph.simulators.contactCenter.faults.add({
      fault: { kind: 'status', status: 200, body: { calls: rows, meta: { page: 1, limit: 100, total: 33_966, next: 'x' } } },
    });
    serve(graph.simulators.contactCenter, ...rows);
    expect((await feed('id', { providers: ['CONTACT_CENTER'] })).calls.nodes).toHaveLength(50);
    expect(graph.simulators.contactCenter.requests.length).toBeLessThan(10);
  });
});
