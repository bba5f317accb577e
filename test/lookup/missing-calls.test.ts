import { useClock } from '../support/clock.js';
import { codesIn } from '../support/graph.js';
import { lookUp } from '../support/lookups.js';
import { useReplicas } from '../support/replicas.js';
import { ago, DAY, exotelRow, SECOND, serve, sid } from '../vendors/rows.js';
import { idOf, SKIPCALL } from '../vendors/index.js';

const clock = useClock();
const LIMITED = { EXOTEL_REQUESTS_PER_MINUTE: '200', SKIPCALL_REQUESTS_PER_MINUTE: '100', CACHE_MAX_CALLS: '1000' };
const replicas = useReplicas({}, { environment: LIMITED });
const strangers = (count: number) => Array.from({ length: count }, (_, index) => sid(50_000 + index));
const byIds = 'query ($ids: [String!]!) { calls: callsByProviderIds(provider: EXOTEL, providerCallIds: $ids) { providerCallId } }';

describe("A thousand Sids that do not exist cost at most a fifth of the account's budget,", () => {
  test.each<[string, (graph: typeof replicas.first) => Promise<unknown>]>([
    ['requested by one client', (graph) => graph.ask(byIds, { ids: strangers(1000) })],
    ['requested by hundreds of clients', (graph) => Promise.all(strangers(300).map((id) => lookUp(graph, 'EXOTEL', id)))],
  ])('%s, and other clients find their calls', async (_, ask) => {
    const graph = await replicas.start();
    const asking = ask(graph);
    serve(replicas.simulators.exotel, exotelRow(sid(1), ago(DAY)));
    expect((await lookUp(graph, 'EXOTEL', sid(1))).data.a0).toEqual({ providerCallId: sid(1) });
    await asking;
    expect(replicas.simulators.exotel.requests.length).toBeLessThanOrEqual(42);
    expect((await lookUp(graph, 'EXOTEL', sid(1))).data.a0).toEqual({ providerCallId: sid(1) });
  });

  test('and are requested again after that minute', async () => {
    const graph = await replicas.start({ CACHE_MAX_CALLS: '0' });
    await graph.ask(byIds, { ids: strangers(1000) });
    const [stranger = ''] = strangers(1);
    expect(codesIn(await lookUp(graph, 'EXOTEL', stranger))).toEqual(['PROVIDER_RATE_LIMITED']);
    clock.advance(61 * SECOND);
    expect((await lookUp(graph, 'EXOTEL', stranger)).data.a0).toBeNull();
  });
});

test('Ids that do not exist cost at most a fifth of the budget of a provider with one id per request, and known calls are still read', async () => {
  const row = SKIPCALL.row(1);
  serve(replicas.simulators.skipcall, row);
  const graph = await replicas.start({ CACHE_SETTLED_SECONDS: '0', CACHE_UNSETTLED_SECONDS: '0' });
  await lookUp(graph, 'SKIPCALL', idOf(SKIPCALL, row));
  await Promise.all(Array.from({ length: 200 }, (_, index) => lookUp(graph, 'SKIPCALL', idOf(SKIPCALL, SKIPCALL.row(1000 + index)))));
  expect(replicas.simulators.skipcall.requests.length).toBeLessThanOrEqual(21);
  expect((await lookUp(graph, 'SKIPCALL', idOf(SKIPCALL, row))).data.a0).toEqual({ providerCallId: idOf(SKIPCALL, row) });
});

test('Many existing calls that were never read before do not use that fifth', async () => {
  const rows = Array.from({ length: 80 }, (_, index) => SKIPCALL.row(2000 + index));
  serve(replicas.simulators.skipcall, ...rows);
  const graph = await replicas.start();
  const answers = await Promise.all(rows.map((row) => lookUp(graph, 'SKIPCALL', idOf(SKIPCALL, row))));
  expect(answers.map(({ data }) => data.a0?.providerCallId)).toEqual(rows.map((row) => idOf(SKIPCALL, row)));
});

test('A call that does not exist is not requested again within CACHE_ABSENT_SECONDS', async () => {
  const graph = await replicas.start({ CACHE_ABSENT_SECONDS: '30', CACHE_UNSETTLED_SECONDS: '1' });
  const [stranger = ''] = strangers(1);
  await lookUp(graph, 'EXOTEL', stranger);
  const once = replicas.simulators.exotel.requests.length;
  clock.advance(29 * SECOND);
  await lookUp(graph, 'EXOTEL', stranger);
  expect(replicas.simulators.exotel.requests.length).toBe(once);
  clock.advance(2 * SECOND);
  await lookUp(graph, 'EXOTEL', stranger);
  expect(replicas.simulators.exotel.requests.length).toBe(2 * once);
});

test('A client that repeats no-cache requests gets half of the budget, and the other clients have the rest', async () => {
  serve(replicas.simulators.exotel, exotelRow(sid(1), ago(DAY)), exotelRow(sid(2), ago(DAY)));
  const graph = await replicas.start({ EXOTEL_REQUESTS_PER_MINUTE: '40' });
  for (let times = 0; times < 30; times++) await lookUp(graph, 'EXOTEL', sid(1), 'id', { 'cache-control': 'no-cache' });
  expect(replicas.simulators.exotel.requests.length).toBe(20);
  expect((await lookUp(graph, 'EXOTEL', sid(2))).data.a0).toEqual({ providerCallId: sid(2) });
});
