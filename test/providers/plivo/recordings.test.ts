import { codesIn, type Data, useGraph } from '../../support/graph.js';
import { aliased } from '../../support/operations.js';
import type { Row } from '../../../src/simulators/index.js';
import { ago, DAY, HOUR, plivoRow, plivoTime, plivoUuid, SECOND, serve } from '../../vendors/rows.js';

const graph = useGraph({ calls: 0 });
const plivo = () => graph.simulators.plivo;
const asked = () => plivo().requests.filter(({ path }) => path.endsWith('/Recording/'));
const recording = (id: number, callUuid: string, addedAt: number): Row => ({ recording_id: plivoUuid(id), call_uuid: callUuid, add_time: plivoTime(addedAt), recording_url: `https://media.example.com/v1/Account/A/Recording/${plivoUuid(id)}.mp3`, recording_duration_ms: '10500.00000' });
const recorded = (uuid: string, begunAt: number, fields: Row = {}): Row => ({ ...plivoRow(uuid, begunAt, fields), recordings: [recording(1000 + Number(`0x${uuid.slice(-4)}`), uuid, begunAt + 20 * SECOND)] });
const FIELDS = 'recordings { providerRecordingId url duration }';
const list = async (first = 50) => (await graph.data<{ calls: { nodes: Data[] } }>(`{ calls(first: ${first}, filter: { providers: [PLIVO] }) { nodes { providerCallId ${FIELDS} } } }`)).calls.nodes;

test('A call that is looked up has its recordings, for one more request if they are wanted', async () => {
  serve(plivo(), recorded(plivoUuid(1), ago(40 * DAY)));
  expect(await graph.data(aliased('PLIVO', [plivoUuid(1)], 'carrierIds { kind id }'))).toEqual({ a0: { carrierIds: [{ kind: 'CALL', id: plivoUuid(1) }, { kind: 'CONFERENCE', id: expect.any(String) }] } });
  expect(plivo().requests.length).toBe(1);
  const { a0 } = await graph.data<{ a0: Data }>(aliased('PLIVO', [plivoUuid(1)], FIELDS));
  expect(a0).toEqual({ recordings: [{ providerRecordingId: plivoUuid(1001), url: expect.stringContaining(plivoUuid(1001)), duration: 10.5 }] });
  expect(plivo().requests.length).toBe(3);
});

test('A call that nobody answered has none, and takes one request', async () => {
  serve(plivo(), plivoRow(plivoUuid(1), ago(DAY), { answer_time: null, bill_duration: 0 }));
  expect(await graph.data(aliased('PLIVO', [plivoUuid(1)], 'recordings { id }'))).toEqual({ a0: { recordings: [] } });
  expect(plivo().requests.length).toBe(1);
});

test('The calls of a page take one request for twenty recordings', async () => {
  serve(plivo(), ...Array.from({ length: 35 }, (_, index) => recorded(plivoUuid(index), ago(HOUR) - index * 60 * SECOND)));
  const nodes = await list();
  expect(nodes.map(({ providerCallId, recordings }) => [providerCallId, (recordings as Data[]).length])).toEqual(Array.from({ length: 35 }, (_, index) => [plivoUuid(index), 1]));
  expect(asked().length).toBe(2);
});

test('Many recordings of other calls are not read for the sake of a few', async () => {
  const others = Array.from({ length: 100 }, (_, index) => recording(index, plivoUuid(9), ago(DAY) + index * SECOND));
  serve(plivo(), recorded(plivoUuid(1), ago(DAY)), { ...recorded(plivoUuid(2), ago(DAY) - 60 * SECOND), recordings: others });
  expect((await list()).map(({ recordings }) => (recordings as Data[]).length)).toEqual([1, 0]);
  // One to see how many there are, then one for each call.
  expect(asked().map(({ query }) => query.has('call_uuid'))).toEqual([false, true, true]);
});

test('Calls of ninety days take one request for each thirty', async () => {
  serve(plivo(), ...[1, 2, 35, 36, 70, 71].map((days) => recorded(plivoUuid(days), ago(days * DAY))));
  expect((await list()).map(({ recordings }) => (recordings as Data[]).length)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(asked().length).toBe(3);
});

test.each([1, 2])('If recordings can not be read, %i calls are answered without them, with an error', async (count) => {
  serve(plivo(), ...Array.from({ length: count }, (_, index) => recorded(plivoUuid(index), ago(DAY) - index * SECOND)));
  plivo().faults.add({ fault: { kind: 'status', status: 400 }, when: ({ path }) => path.includes('/Recording/'), times: Infinity });
  const answer = await graph.ask<{ calls: { nodes: Data[] } }>(`{ calls(first: 5, filter: { providers: [PLIVO] }) { nodes { ${FIELDS} } } }`);
  expect(answer.data.calls.nodes).toEqual(Array.from({ length: count }, () => ({ recordings: [] })));
  expect(codesIn(answer)).toEqual(['PROVIDER_BAD_RESPONSE']);
});
