import { codesIn, type Data } from '../support/graph.js';
import { type Replica, useReplicas } from '../support/replicas.js';
import { ago, DAY, exotelRow, HOUR, serve, sid } from '../vendors/rows.js';

const replicas = useReplicas({}, { accounts: ['exotel-north'] });
const LIST = `query ($after: String, $filter: CallFilter) { calls(first: 2, after: $after, filter: $filter) {
  nodes { providerCallId } pageInfo { endCursor hasNextPage } sources { status code message providerAccount { name } }
} }`;
const page = async (replica: Replica, after?: string, filter?: Data) => (await replica.data(LIST, { after, filter })).calls;
const ids = ({ nodes }: { nodes: Data[] }) => nodes.map(({ providerCallId }) => providerCallId);
const sourceOf = ({ sources }: { sources: { providerAccount: { name: string } }[] }, name: string) => sources.find(({ providerAccount }) => providerAccount.name === name);

beforeEach(() => {
  serve(replicas.simulators.exotel, ...[1, 2, 3, 4].map((number) => exotelRow(sid(number), ago(number * HOUR))));
  serve(replicas.simulators.accounts['exotel-north'] as never, ...[5, 6].map((number) => exotelRow(sid(number), ago(number * HOUR + DAY))));
});

test('A walk that was begun before an account was added goes on without it, and says so', async () => {
  const before = await replicas.start({ EXOTEL_ACCOUNTS: '' });
  const { pageInfo } = await page(before);
  const second = await page(replicas.first, pageInfo.endCursor);
  expect(ids(second)).toEqual([sid(3), sid(4)]);
  expect(sourceOf(second, 'exotel-north')).toEqual({ status: 'SKIPPED', code: 'NOT_IN_WALK', message: expect.stringContaining('Begin again'), providerAccount: { name: 'exotel-north' } });
  expect(second.pageInfo.hasNextPage).toBe(false);
  expect(replicas.simulators.accounts['exotel-north']?.requests).toEqual([]);
});

test('A walk that is begun afterwards has its calls', async () => {
  const first = await page(replicas.first);
  const second = await page(replicas.first, first.pageInfo.endCursor);
  const third = await page(replicas.first, second.pageInfo.endCursor);
  expect([first, second, third].flatMap(ids)).toEqual([1, 2, 3, 4, 5, 6].map(sid));
  expect(sourceOf(third, 'exotel-north')).toMatchObject({ status: 'OK', code: null });
});

test('A cursor stays valid when an account is added that comes first', async () => {
  const before = await replicas.start({ AICALLER_API_KEY: '', AICALLER_BASE_URL: '' });
  const { pageInfo } = await page(before);
  const second = await page(replicas.first, pageInfo.endCursor);
  expect(ids(second)).toEqual([sid(3), sid(4)]);
  expect(sourceOf(second, 'aicaller')).toMatchObject({ status: 'SKIPPED', code: 'NOT_IN_WALK' });
});

test('A walk ends when an account is taken away, because its calls would be missing without a word', async () => {
  const { pageInfo } = await page(replicas.first);
  const after = await replicas.start({ EXOTEL_ACCOUNTS: '' });
  const answer = await after.ask(LIST, { after: pageInfo.endCursor });
  expect(answer.errors).toMatchObject([{ message: expect.stringContaining('Begin again'), extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
});

test('providers and providerAccounts in a filter both have to match', async () => {
  expect(ids(await page(replicas.first, undefined, { providers: ['EXOTEL'], providerAccounts: ['exotel-north'] }))).toEqual([sid(5), sid(6)]);
  expect(ids(await page(replicas.first, undefined, { providers: ['AICALLER'], providerAccounts: ['exotel-north'] }))).toEqual([]);
  expect(ids(await page(replicas.first, undefined, { providerAccounts: [] }))).toEqual([]);
  expect(replicas.simulators.exotel.requests).toEqual([]);
});

test('An account that nobody knows is a mistake in the filter', async () => {
  const answer = await replicas.first.ask(LIST, { filter: { providerAccounts: ['exotel', 'exotel-south'] } });
  expect(codesIn(answer)).toEqual(['BAD_USER_INPUT']);
  expect(answer.errors).toMatchObject([{ extensions: { argument: 'filter.providerAccounts.1' } }]);
});
