import { feedPage } from '../../support/feed.js';
import { type Data, useGraph } from '../../support/graph.js';
import type { Row } from '../../../src/simulators/index.js';
import { ago, DAY, HOUR, plivoRow, plivoUuid, serve } from '../../vendors/rows.js';

const graph = useGraph({ calls: 0, environment: { PLIVO_COUNTRY: 'GB' } });
const plivo = () => graph.simulators.plivo;
const spelled = (index: number, from: string, fields: Row = {}): Row => plivoRow(plivoUuid(index), ago(DAY) - index * HOUR, { call_direction: 'inbound', from_number: from, ...fields });
const list = async (filter: Data = {}) => {
  const { nodes, sources } = await feedPage(graph, { filter: { providers: ['PLIVO'], ...filter }, first: 50 });
  return { ids: nodes.map(({ providerCallId }) => providerCallId), source: sources.find(({ provider }) => provider === 'PLIVO') };
};
const callsOf = async (number: string) =>
  (await graph.data<{ contactByPhoneNumber: { calls: { nodes: Data[] } } }>('query ($number: String!) { contactByPhoneNumber(phoneNumber: $number) { calls { nodes { providerCallId } } } }', { number })).contactByPhoneNumber.calls.nodes.map(({ providerCallId }) => providerCallId);
const askedFor = (name: string) => new Set(plivo().requests.flatMap(({ query }) => query.get(name) ?? []));

test('A number of the country is found in its national spelling, too', async () => {
  serve(plivo(), spelled(1, '+442079460958'), spelled(2, '442079460958'), spelled(3, '02079460958'));
  const wanted = [1, 2, 3].map(plivoUuid);
  expect((await list({ from: ['+442079460958'] })).ids).toEqual(wanted);
  expect(await callsOf('+442079460958')).toEqual(wanted);
});

test('A number of another country has no national spelling', async () => {
  serve(plivo(), spelled(1, '+12025550143'));
  expect((await list({ from: ['+12025550143'] })).ids).toEqual([plivoUuid(1)]);
  expect(askedFor('from_number')).toEqual(new Set(['+12025550143', '12025550143']));
});

test('A number that a row spells otherwise is never asked for again: all calls are read instead', async () => {
  serve(plivo(), spelled(1, '+442079460123'), spelled(2, '+44 20 7946 0123'), spelled(3, '00442079460123'), spelled(4, '+442079460124'));
  await list();
  const wanted = [1, 2, 3].map(plivoUuid);
  expect(await list({ from: ['+442079460123'] })).toMatchObject({ ids: wanted, source: { status: 'OK' } });
  expect((await list({ phoneNumbers: ['+442079460123'] })).ids).toEqual(wanted);
  expect(await callsOf('+442079460123')).toEqual(wanted);
  expect(askedFor('from_number')).toEqual(new Set());
});

test('Other numbers are still asked for', async () => {
  serve(plivo(), spelled(1, '+44 20 7946 0125'), spelled(2, '+442079460126'));
  await list();
  expect((await list({ from: ['+442079460126'] })).ids).toEqual([plivoUuid(2)]);
  expect(askedFor('from_number')).toEqual(new Set(['+442079460126', '442079460126', '02079460126']));
});
