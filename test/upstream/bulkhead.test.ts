import { codesIn } from '../support/graph.js';
import { askUntilLeaving } from '../support/leaving.js';
import { lookUp, serveCall } from '../support/lookups.js';
import { aliased } from '../support/operations.js';
import { useReplicas } from '../support/replicas.js';
import { ago, contactCenterRow, DAY, exotelRow, serve, sid } from '../vendors/rows.js';
import { SKIPCALL } from '../vendors/index.js';
import { collectGarbage } from '../support/garbage.js';
import { eventually } from '../support/eventually.js';

const replicas = useReplicas({}, { environment: { OPERATION_TIMEOUT_MS: '1500', UPSTREAM_MAX_CONCURRENT: '3' } });
const ids = (count: number) => Array.from({ length: count }, (_, index) => String(SKIPCALL.row(index)['id']));
const ofSkipcall = () => replicas.simulators.skipcall.requests.length;

test('While one provider does not answer, look-ups at another do', async () => {
  const { simulators, first } = replicas;
  simulators.skipcall.faults.add({ fault: { kind: 'hang' }, times: Infinity });
  serve(simulators.exotel, exotelRow(sid(1), ago(DAY)));
  const hanging = askUntilLeaving(first.switchboard, aliased('SKIPCALL', ids(50)));
  await eventually('the requests that hang', () => ofSkipcall() === 3);
  expect((await lookUp(first, 'EXOTEL', sid(1))).data.a0).toEqual({ providerCallId: sid(1) });
  hanging.leave();
  await hanging.answer;
});

test.each([
  ['a request', '300'],
  ['the operation', '10000'],
])('The feed says TIMEOUT for a provider that does not answer within the time of %s, and only for that one', async (_, requestMs) => {
  const replica = await replicas.start({ UPSTREAM_TIMEOUT_MS: requestMs });
  const { contactCenter, exotel } = replicas.simulators;
  contactCenter.faults.add({ fault: { kind: 'hang' }, times: Infinity });
  serve(exotel, exotelRow(sid(1), ago(DAY)));
  const { calls } = await replica.data('{ calls(first: 5) { nodes { providerCallId } sources { provider status code } } }');
  expect(calls.nodes).toEqual([{ providerCallId: sid(1) }]);
  expect(calls.sources.filter(({ status }: { status: string }) => status !== 'OK' && status !== 'SKIPPED')).toEqual([{ provider: 'CONTACT_CENTER', status: 'FAILED', code: 'TIMEOUT' }]);
});

test('What is nested in a page comes, too, although another provider does not answer', async () => {
  const { exotel, contactCenter } = replicas.simulators;
  exotel.faults.add({ fault: { kind: 'hang' }, times: Infinity });
  serve(contactCenter, contactCenterRow(1, ago(DAY)));
  const nested = 'calls(first: 2) { nodes { providerCallId } sources { provider status } }';
  // Each level has half of the time that is left, in which a busy machine has to make all its requests.
  const replica = await replicas.start({ OPERATION_TIMEOUT_MS: '5000' });
  const { calls } = await replica.data(`{ calls(first: 2) { nodes { providerCallId contact { ${nested} } } sources { provider status } } }`);
  const sources = expect.arrayContaining([{ provider: 'CONTACT_CENTER', status: 'OK' }, { provider: 'EXOTEL', status: 'FAILED' }]);
  expect(calls).toEqual({ nodes: [{ providerCallId: '1', contact: { calls: { nodes: [{ providerCallId: '1' }], sources } } }], sources });
});

test.each([
  ['look-up', aliased('AICALLER', ['0123456789abcdef01234567'])],
  ['page of the feed', '{ calls(first: 1) { nodes { id } } }'],
])('A %s ends with the time of its operation although garbage is collected meanwhile', async (_, query) => {
  const { aicaller } = replicas.simulators;
  aicaller.faults.add({ fault: { kind: 'hang' }, times: Infinity });
  const asked = replicas.first.ask(query);
  await eventually('the request', () => aicaller.requests.length > 0);
  // What holds a time-out weakly loses it here, and would wait for the provider's own ten seconds.
  collectGarbage();
  await asked;
});

test('No more than UPSTREAM_MAX_CONCURRENT requests are under way at a provider, and who waits for a turn waits no longer than the operation', async () => {
  const { simulators, first } = replicas;
  simulators.skipcall.faults.add({ fault: { kind: 'hang' }, times: Infinity });
  const answer = await first.ask(aliased('SKIPCALL', ids(10)));
  expect(codesIn(answer)).toEqual(Array.from({ length: 10 }, () => 'PROVIDER_TIMEOUT'));
  expect(ofSkipcall()).toBe(3);
});

test('Who waits for a turn is served when it comes', async () => {
  const { simulators, first } = replicas;
  for (let index = 0; index < 10; index++) serveCall(replicas, SKIPCALL, index);
  simulators.skipcall.faults.add({ fault: { kind: 'delay', milliseconds: 20 }, times: Infinity });
  expect(Object.values(await first.data(aliased('SKIPCALL', ids(10))))).toEqual(ids(10).map((providerCallId) => ({ providerCallId })));
});
