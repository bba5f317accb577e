import { useGraph } from '../support/graph.js';
import { print } from 'graphql';
import { FeedDocument } from '../generated/operations.js';

const FEED = print(FeedDocument);
const graph = useGraph({ calls: 20 });
const everyRequest = () => Object.values(graph.simulators).flatMap((one: unknown) => (one as { requests?: unknown[] }).requests ?? []);

describe('A list of calls is refused before anybody is asked, with the place of what is wrong, when', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['no call is wanted', { first: 0 }, 'first'],
    ['fewer than none are wanted', { first: -1 }, 'first'],
    ['more than 500 are wanted', { first: 501 }, 'first'],
    ['the cursor is empty', { after: '' }, 'after'],
    ['the cursor is none', { after: 'nonsense' }, 'after'],
    ['the cursor is long', { after: 'x'.repeat(10_000) }, 'after'],
    ['a number has no plus', { filter: { phoneNumbers: ['+12025550143', '12025550143'] } }, 'filter.phoneNumbers.1'],
    ['a calling number is none', { filter: { from: ['me'] } }, 'filter.from.0'],
    ['a called number is empty', { filter: { to: [''] } }, 'filter.to.0'],
    ['a span begins without a zone', { filter: { createdAt: { from: '2024-03-20T09:00:00' } } }, 'filter.createdAt.from'],
    ['a span ends on a day', { filter: { createdAt: { to: '2024-03-20' } } }, 'filter.createdAt.to'],
    ['a span ends on a day that does not exist', { filter: { createdAt: { to: '2024-13-20T09:00:00Z' } } }, 'filter.createdAt.to'],
    ['a span begins after its end', { filter: { createdAt: { from: '2024-03-21T00:00:00Z', to: '2024-03-20T00:00:00Z' } } }, 'filter.createdAt'],
    ['a duration is below zero', { filter: { duration: { min: -1 } } }, 'filter.duration.min'],
    ['a price is a word', { filter: { price: { min: 'cheap' } } }, 'filter.price.min'],
    ['a price has a comma', { filter: { price: { max: '1,5' } } }, 'filter.price.max'],
    ['a price has an exponent', { filter: { price: { max: '1e3' } } }, 'filter.price.max'],
    ['a price has a unit', { filter: { price: { max: '1.5 INR' } } }, 'filter.price.max'],
    ['a price is empty', { filter: { price: { max: '' } } }, 'filter.price.max'],
    ['an agent of the contact centre is no number', { filter: { contactCenter: { agentId: 'ada' } } }, 'filter.contactCenter.agentId'],
    ['a number of the contact centre is two', { filter: { contactCenter: { numberIds: ['1', '2,3'] } } }, 'filter.contactCenter.numberIds'],
    ['a Sid is none', { filter: { exotel: { sids: ['abc', 'a,b'] } } }, 'filter.exotel.sids.1'],
    ['an ExoPhone is national', { filter: { exotel: { phoneNumbers: ['09999900012'] } } }, 'filter.exotel.phoneNumbers.0'],
  ])('%s', async (_, variables, argument) => {
    const { errors } = await graph.ask(FEED, variables);
    expect(errors).toMatchObject([{ path: ['calls'], extensions: { code: 'BAD_USER_INPUT', argument } }]);
    expect(everyRequest()).toEqual([]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a status is in no vocabulary', { filter: { statuses: ['MAYBE'] } }],
    ['a provider does not exist', { filter: { providers: ['PIGEON_POST'] } }],
    ['an instant is a number', { filter: { createdAt: { from: 1700000000 } } }],
    ['a count is a text', { first: 'ten' }],
    ['a count is half a call', { first: 1.5 }],
    ['a count is beyond all integers', { first: 1e12 }],
    ['a field of the filter does not exist', { filter: { colour: 'red' } }],
  ])('%s, which the schema forbids', async (_, variables) => {
    const { errors } = await graph.ask(FEED, variables);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(everyRequest()).toEqual([]);
  });
});

test.each([null, {}, { createdAt: {} }, { createdAt: null, statuses: null, price: {}, duration: { min: null }, exotel: {}, aiCaller: null }])(
  'A filter of %j asks for everything',
  async (filter) => {
    const { calls } = await graph.data<{ calls: { nodes: unknown[] } }>(FEED, { filter, first: 50 });
    expect(calls.nodes.length).toBe(50);
  },
);

test('A cursor of one list is none of another', async () => {
  const { calls } = await graph.data<{ calls: { pageInfo: { endCursor: string } } }>(FEED, { first: 3 });
  const after = calls.pageInfo.endCursor;
  for (const other of [{ orderBy: 'OLDEST_FIRST' }, { filter: { providers: ['EXOTEL'] } }]) {
    const { errors } = await graph.ask(FEED, { first: 3, after, ...other });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
  }
});

test('A span of a look-up may be as wide as instants can be written', async () => {
  const query = `query ($range: DateTimeRange!) {
    contactCenter: callsByProviderIds(provider: CONTACT_CENTER, providerCallIds: ["1"], createdAt: $range) { id }
    exotel: callsByProviderIds(provider: EXOTEL, providerCallIds: ["a"], createdAt: $range) { id }
  }`;
  const { data, errors } = await graph.ask(query, { range: { from: '0000-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' } });
  expect(errors).toBeUndefined();
  expect(data).toEqual({ contactCenter: [null], exotel: [null] });
});

test.each([['contactByPhoneNumber(phoneNumber: "0123") { id }', 'phoneNumber'], ['contactByPhoneNumber(phoneNumber: "") { id }', 'phoneNumber']])(
  '%s is the client\'s mistake',
  async (selection, argument) => {
    const { errors } = await graph.ask(`{ ${selection} }`);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }]);
  },
);

test.each([
  ['phoneNumbers', { phoneNumbers: Array.from({ length: 501 }, (_, index) => `+1202555${String(index).padStart(4, '0')}`) }],
  ['exotel.sids', { exotel: { sids: Array.from({ length: 501 }, (_, index) => `a${index}`) } }],
])('A filter by more than 500 %s is refused', async (path, filter) => {
  const { errors } = await graph.ask(FEED, { first: 1, filter });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: `filter.${path}` } }]);
});
