import { useGraph } from '../support/graph.js';
import { print } from 'graphql';
import { FeedDocument } from '../generated/operations.js';

const FEED = print(FeedDocument);
const graph = useGraph({ calls: 20 });
const everyRequest = () => Object.values(graph.simulators).flatMap((one: unknown) => (one as { requests?: unknown[] }).requests ?? []);

describe('A list of calls is refused before any request, with the path of the error, if', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['first is 0', { first: 0 }, 'first'],
    ['first is negative', { first: -1 }, 'first'],
    ['first is more than 500', { first: 501 }, 'first'],
    ['the cursor is empty', { after: '' }, 'after'],
    ['the cursor is malformed', { after: 'nonsense' }, 'after'],
    ['the cursor is long', { after: 'x'.repeat(10_000) }, 'after'],
    ['a number has no plus', { filter: { phoneNumbers: ['+12025550143', '12025550143'] } }, 'filter.phoneNumbers.1'],
    ['a calling number is not a number', { filter: { from: ['me'] } }, 'filter.from.0'],
    ['a called number is empty', { filter: { to: [''] } }, 'filter.to.0'],
    ['a span begins without a time zone', { filter: { createdAt: { from: '2024-03-20T09:00:00' } } }, 'filter.createdAt.from'],
    ['a span ends on a date without a time', { filter: { createdAt: { to: '2024-03-20' } } }, 'filter.createdAt.to'],
    ['a span ends on a date that does not exist', { filter: { createdAt: { to: '2024-13-20T09:00:00Z' } } }, 'filter.createdAt.to'],
    ['a span begins after its end', { filter: { createdAt: { from: '2024-03-21T00:00:00Z', to: '2024-03-20T00:00:00Z' } } }, 'filter.createdAt'],
    ['a duration is negative', { filter: { duration: { min: -1 } } }, 'filter.duration.min'],
    ['a price is a word', { filter: { price: { min: 'cheap' } } }, 'filter.price.min'],
    ['a price has a comma', { filter: { price: { max: '1,5' } } }, 'filter.price.max'],
    ['a price has an exponent', { filter: { price: { max: '1e3' } } }, 'filter.price.max'],
    ['a price has a unit', { filter: { price: { max: '1.5 INR' } } }, 'filter.price.max'],
    ['a price is empty', { filter: { price: { max: '' } } }, 'filter.price.max'],
    ['a contact centre agent id is not a number', { filter: { contactCenter: { agentId: 'ada' } } }, 'filter.contactCenter.agentId'],
    ['a contact centre number id is a list', { filter: { contactCenter: { numberIds: ['1', '2,3'] } } }, 'filter.contactCenter.numberIds'],
    ['a Sid is malformed', { filter: { exotel: { sids: ['abc', 'a,b'] } } }, 'filter.exotel.sids.1'],
    ['an ExoPhone is not in E.164', { filter: { exotel: { phoneNumbers: ['09999900012'] } } }, 'filter.exotel.phoneNumbers.0'],
  ])('%s', async (_, variables, argument) => {
    const { errors } = await graph.ask(FEED, variables);
    expect(errors).toMatchObject([{ path: ['calls'], extensions: { code: 'BAD_USER_INPUT', argument } }]);
    expect(everyRequest()).toEqual([]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a status is unknown', { filter: { statuses: ['MAYBE'] } }],
    ['a provider is unknown', { filter: { providers: ['PIGEON_POST'] } }],
    ['an instant is a number', { filter: { createdAt: { from: 1700000000 } } }],
    ['first is a text', { first: 'ten' }],
    ['first is a fraction', { first: 1.5 }],
    ['first is larger than Int', { first: 1e12 }],
    ['the filter has no such field', { filter: { colour: 'red' } }],
  ])('%s (refused by the schema)', async (_, variables) => {
    const { errors } = await graph.ask(FEED, variables);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(everyRequest()).toEqual([]);
  });
});

test.each([null, {}, { createdAt: {} }, { createdAt: null, statuses: null, price: {}, duration: { min: null }, exotel: {}, aiCaller: null }])(
  'A filter of %j matches all calls',
  async (filter) => {
    const { calls } = await graph.data<{ calls: { nodes: unknown[] } }>(FEED, { filter, first: 50 });
    expect(calls.nodes.length).toBe(50);
  },
);

test('A cursor of one list is invalid for another list', async () => {
  const { calls } = await graph.data<{ calls: { pageInfo: { endCursor: string } } }>(FEED, { first: 3 });
  const after = calls.pageInfo.endCursor;
  for (const other of [{ orderBy: 'OLDEST_FIRST' }, { filter: { providers: ['EXOTEL'] } }]) {
    const { errors } = await graph.ask(FEED, { first: 3, after, ...other });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
  }
});

test('The span of a look-up may cover all possible instants', async () => {
  const query = `query ($range: DateTimeRange!) {
    contactCenter: callsByProviderIds(provider: CONTACT_CENTER, providerCallIds: ["1"], createdAt: $range) { id }
    exotel: callsByProviderIds(provider: EXOTEL, providerCallIds: ["a"], createdAt: $range) { id }
  }`;
  const { data, errors } = await graph.ask(query, { range: { from: '0000-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' } });
  expect(errors).toBeUndefined();
  expect(data).toEqual({ contactCenter: [null], exotel: [null] });
});

test.each([['contactByPhoneNumber(phoneNumber: "0123") { id }', 'phoneNumber'], ['contactByPhoneNumber(phoneNumber: "") { id }', 'phoneNumber']])(
  '%s is a BAD_USER_INPUT error',
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

test('A variable that is null for an argument that can not be is the mistake of the client', async () => {
  const { errors } = await graph.ask('query ($first: Int) { calls(first: $first) { nodes { id } } }', { first: null });

  expect(errors?.map(({ message, path, extensions }) => ({ message, path, extensions }))).toEqual([
    { message: 'Argument "first" of non-null type "Int!" must not be null.', path: ['calls'], extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});
