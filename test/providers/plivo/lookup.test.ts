import { codesIn, type Data, useGraph } from '../../support/graph.js';
import { aliased } from '../../support/operations.js';
import { writeGlobalId } from '../../support/global-ids.js';
import type { Row } from '../../../src/simulators/index.js';
import { ago, DAY, plivoRow, plivoUuid, SECOND, serve } from '../../vendors/rows.js';

const graph = useGraph({ calls: 0 });
const plivo = () => graph.simulators.plivo;
const live: Row = { call_uuid: plivoUuid(1), call_status: 'ringing', direction: 'outbound', from: '+12025550199', to: '12025550143', caller_name: 'EXAMPLE', request_uuid: plivoUuid(5), session_start: '2026-03-23 14:49:39.722551' };

test.each([['ringing', 'RINGING'], ['queued', 'QUEUED']])('A call that is %s is found by its id', async (call_status, status) => {
  serve(plivo(), { ...live, call_status });
  const { a0 } = await graph.data<{ a0: Data }>(aliased('PLIVO', [plivoUuid(1)], 'status direction createdAt contact { e164 } details { ... on PlivoCallDetails { requestUuid callerName } }'));
  expect(a0).toEqual({ status, direction: 'OUTBOUND', createdAt: '2026-03-23T14:49:39.000Z', contact: { e164: '+12025550143' }, details: { requestUuid: plivoUuid(5), callerName: 'EXAMPLE' } });
});

test('A leg that a call dialled is found by its id', async () => {
  serve(plivo(), plivoRow(plivoUuid(1), ago(DAY), { parent_call_uuid: plivoUuid(2) }));
  expect(await graph.data(aliased('PLIVO', [plivoUuid(1)], 'details { ... on PlivoCallDetails { parentCallUuid } }'))).toEqual({ a0: { details: { parentCallUuid: plivoUuid(2) } } });
});

test('A call that is older than the history is out of it if its age is known, and otherwise unknown', async () => {
  serve(plivo(), plivoRow(plivoUuid(1), ago(91 * DAY)));
  const id = writeGlobalId('Call', 'PLIVO', plivoUuid(1), String(ago(91 * DAY) / SECOND));
  expect(codesIn(await graph.ask('query ($id: ID!) { call(id: $id) { id } }', { id }))).toEqual(['CALL_OUT_OF_HISTORY']);
  expect(await graph.data(aliased('PLIVO', [plivoUuid(1)], 'id'))).toEqual({ a0: null });
});
