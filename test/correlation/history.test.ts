import type { Row } from '../../src/simulators/index.js';
import { writeGlobalId } from '../support/global-ids.js';
import { useGraph } from '../support/graph.js';
import { globalId, type KnownCall, providerCallId, serve } from '../support/known-calls.js';
import { inShort, sameCallsOf } from '../support/same-calls.js';
import { AICALLER, TWILIO } from '../vendors/index.js';
import { ago, contactCenterRow, DAY, plivoRow, plivoTime, plivoUuid, SECOND, serve as serveRows } from '../vendors/rows.js';
import { sample } from '../vendors/samples.js';

const graph = useGraph({ calls: 0, environment: { CACHE_MAX_CALLS: '0' } });
const RECORDING = 'c2186400-5c0b-41e7-a664-0026b945b522';
const URL = `https://media.plivo.com/v1/Account/MAEXAMPLE0000000000A/Recording/${RECORDING}.mp3`;

let number = 0;
function known({ provider }: { readonly provider: KnownCall['provider'] }, createdAt: number): KnownCall {
  number += 1;
  return { provider, number, createdAt, status: 'COMPLETED', direction: 'OUTBOUND', person: '+919999900001', line: '+12025550199', duration: 30, price: null };
}

/** The contact centre's record of a recorded call, and Plivo's. */
function recorded(at: number): string {
  const recording = { ...((sample('plivo')['recordings'] as { objects: Row[] }).objects[0] as Row), recording_id: RECORDING, call_uuid: plivoUuid(1), add_time: plivoTime(at), recording_url: URL };
  serveRows(graph.simulators.plivo, { ...plivoRow(plivoUuid(1), at), recordings: [recording] });
  serveRows(graph.simulators.contactCenter, contactCenterRow(100_001, at, { recordings: [{ id: 1, url: URL, duration: 10 }] }));
  return writeGlobalId('Call', 'CONTACT_CENTER', '100001', String(at / SECOND));
}

test("A record's call that the carrier does not return any more is told, with the day since which it returns calls", async () => {
  const { matches, errors } = await sameCallsOf(graph, [recorded(ago(120 * DAY))]);
  expect(matches).toEqual([[]]);
  expect(errors).toEqual([
    expect.objectContaining({
      path: ['callsByIds', 0, 'sameCallAs'],
      message: expect.stringMatching(/^PLIVO only returns calls since \d{4}-\d\d-\d\d\./) as unknown,
      extensions: expect.objectContaining({ code: 'CALL_OUT_OF_HISTORY', providerAccount: 'plivo' }) as object,
    }),
  ]);
});

test('A younger call that the carrier does not have is none, without an error', async () => {
  const id = recorded(ago(20 * DAY));
  Object.assign(graph.simulators.plivo.rows[0] ?? {}, { call_uuid: plivoUuid(2) });
  const { matches, codes } = await sameCallsOf(graph, [id]);
  expect([matches, codes]).toEqual([[[]], []]);
});

test('A likely match that an account does not list any more is told, costs nothing there, and hides no other', async () => {
  const at = ago(120 * DAY);
  const [ours, theirs] = [known(TWILIO, at), known(AICALLER, at + SECOND)];
  serve(graph.simulators, [ours, theirs]);
  const { matches, errors, requests } = await sameCallsOf(graph, [globalId(ours)], true);
  expect(inShort(matches[0])).toEqual([`LIKELY_SAME ${providerCallId(theirs)}`]);
  expect(errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'CALL_OUT_OF_HISTORY', providerAccount: 'plivo' }) as object })]);
  expect(requests(graph.simulators.plivo)).toBe(0);
});

test('Only the old calls of a page have the error', async () => {
  const [old, young] = [known(TWILIO, ago(120 * DAY)), known(TWILIO, ago(3 * DAY))];
  serve(graph.simulators, [old, young]);
  const { errors } = await sameCallsOf(graph, [globalId(young), globalId(old)], true);
  expect(errors.map(({ path }) => path)).toEqual([['callsByIds', 1, 'sameCallAs']]);
});
