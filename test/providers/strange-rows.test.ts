import { describe, expect, test } from '@jest/globals';
import { type Data, useGraph } from '../support/graph.js';
import { aliased } from '../support/operations.js';
import { ago, contactCenterRow, DAY, exotelRow, serve, sid } from '../support/rows.js';
import { AICALLER, CONTACT_CENTER, EXOTEL, type Vendor } from '../support/vendors.js';

const graph = useGraph({ calls: 0 });

const feed = (fields: string, filter: Data = {}) =>
  graph.data<{ calls: { nodes: any[]; sources: any[] } }>(`query ($filter: CallFilter) { calls(first: 50, filter: $filter) { nodes { ${fields} } sources { provider status code message filteredLocally } } }`, { filter });

/** What a vendor answers, letter by letter. */
const answerWith = ({ simulator }: Vendor, body: string) => graph.simulators[simulator].faults.add({ fault: { kind: 'status', status: 200, body }, times: Infinity });

describe('Ids that are numbers beyond 2^53', () => {
  const [ONE, OTHER] = ['9007199254740992', '9007199254740993'];

  test.each([
    [AICALLER, (id: string) => `{"_id":${id},"createdAt":"2026-01-01T00:00:00Z"}`, (rows: string) => `{"data":[${rows}]}`],
    [CONTACT_CENTER, (id: string) => `{"id":${id},"started_at":1747839084}`, (rows: string) => `{"calls":[${rows}],"meta":{"next":null}}`],
    [EXOTEL, (id: string) => `{"Sid":${id},"DateCreated":null,"StartTime":null}`, (rows: string) => `{"Calls":[${rows}],"Metadata":{}}`],
  ])('of $provider are those of two calls', async (vendor, row, list) => {
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

describe('One number in three spellings', () => {
  const NUMBER = '+442079460958';
  const serveThem = () => {
    const { aicaller, contactCenter, exotel } = graph.simulators;
    serve(aicaller, { ...AICALLER.row(1), createdAt: new Date(ago(DAY)).toISOString(), toPhoneNumber: '+44 (0) 20 7946 0958' });
    serve(contactCenter, contactCenterRow(1, ago(DAY), { contact: { id: 1, number: '4402079460958' }, is_inbound: true }));
    serve(exotel, exotelRow(sid(1), ago(DAY), { From: '+4402079460958', Direction: 'inbound' }));
  };

  test('is one person', async () => {
    serveThem();
    const { calls } = await feed('contact { id e164 phoneNumber { international } }');
    expect(calls.nodes.map(({ contact }) => contact.e164)).toEqual([NUMBER, NUMBER, NUMBER]);
    expect(calls.nodes.map(({ contact }) => contact.phoneNumber.international)).toEqual(Array(3).fill('+44 20 7946 0958'));
    expect(new Set(calls.nodes.map(({ contact }) => contact.id)).size).toBe(1);
  });

  test.each([NUMBER, '+4402079460958'])('is found by %s where the graph filters', async (number) => {
    serveThem();
    const { calls } = await feed('provider', { providers: ['CONTACT_CENTER'], phoneNumbers: [number] });
    expect(calls.nodes).toHaveLength(1);
    const { contactByPhoneNumber } = await graph.data<Data>('query ($number: String!) { contactByPhoneNumber(phoneNumber: $number) { e164 } }', { number });
    expect(contactByPhoneNumber).toEqual({ e164: NUMBER });
  });
});
