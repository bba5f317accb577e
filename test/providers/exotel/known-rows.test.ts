import fc from 'fast-check';
import '../../../src/providers/registry.js';
import { CallCache } from '../../../src/lookup/call-cache.js';
import type { Call } from '../../../src/model/call.js';
import { withKnown } from '../../../src/model/known-values.js';
import { readCall, writeCall } from '../../../src/model/written-call.js';
import { exotelSpellings, rowReader } from '../../../src/providers/exotel/rows.js';
import { VendorClock } from '../../../src/providers/exotel/vendor-clock.js';
import type { Row } from '../../../src/simulators/index.js';
import { leaves, withAt } from '../../support/leaves.js';
import { lookUp, serveCall } from '../../support/lookups.js';
import { runs } from '../../support/property.js';
import { useReplicas } from '../../support/replicas.js';
import { EXOTEL } from '../../vendors/index.js';

const read = rowReader({ clock: new VendorClock('Asia/Kolkata'), country: 'IN' }, exotelSpellings(), () => undefined);
const copy = (row: Row) => JSON.parse(JSON.stringify(row)) as Row;
const ROW: Row = { ...EXOTEL.row(1), Details: { ConversationDuration: 7, Leg1Status: 'completed', Leg2Status: null } };
const SID = String(ROW['Sid']);

function callIn(row: Row, known?: Call): Call {
  const { calls: [call] } = read([row], new Map(known ? [[known.providerCallId, known]] : []));
  if (!call) throw new Error('The row is no call.');
  return call;
}

test('A row that is equal to the one of a known call is that call', () => {
  const known = callIn(ROW);
  expect(callIn(copy(ROW), known)).toBe(known);
  expect(callIn(copy(ROW), known.at('exotel'))).toBe(known);
  const elsewhere = known.at('exotel-mumbai');
  expect(callIn(copy(ROW), elsewhere)).toBe(elsewhere);
});

test('A row that differs anywhere from the one of a known call is read', () => {
  const known = callIn(ROW);
  const value = fc.oneof(fc.constantFrom(null, 0, '', 'completed', 'busy', '2026-01-02 03:04:05', '+919999900001'), fc.integer(), fc.string());
  const places = leaves(ROW).map(({ path }) => path).filter((path) => path !== 'Sid');
  fc.assert(
    fc.property(fc.constantFrom(...places, 'Other'), value, (path, changed) => {
      const row = withAt(ROW, path, changed);
      expect(writeCall(callIn(row, known))).toEqual(writeCall(callIn(row)));
      const { [path]: _, ...shorter } = ROW;
      expect(writeCall(callIn(shorter, known))).toEqual(writeCall(callIn(shorter)));
    }),
    runs(200),
  );
});

test('The call of another row, also of two in one answer, is not taken for it', () => {
  const known = callIn(ROW);
  const other = { ...ROW, Sid: `${SID}0` };
  expect(callIn(other, known).providerCallId).toBe(`${SID}0`);
  const newer = { ...ROW, Status: 'busy', DateUpdated: '2999-01-01 00:00:00' };
  const { calls } = read([ROW, newer], new Map([[SID, known]]));
  expect(calls.map(({ providerStatus }) => providerStatus)).toEqual(['busy']);
});

test('A call has no row once its values are from several places', () => {
  const known = callIn(ROW);
  const poorer = callIn({ ...ROW, Price: null, Duration: null });
  expect(withKnown(poorer, known).row).toBeNull();
  expect(known.withRecordings([]).row).toBeNull();
});

test('A known call that another process has read gets its row when it is read here', () => {
  const known = callIn(ROW);
  const told = readCall(writeCall(known)) as Call;
  expect(told.row).toBeNull();
  expect(withKnown(known, told)).toBe(known);
  expect(withKnown(told, known)).toBe(known);
});

test('Once a row differs in a field that is not read, the next equal row is recognised again', () => {
  const known = callIn(ROW);
  const changed = { ...ROW, Other: 'not read' };
  const again = withKnown(callIn(changed, known), known);
  expect(again).toMatchObject({ id: known.id, row: changed });
  expect(callIn(copy(changed), again)).toBe(again);
});

test('Rows of a list are not kept, and take no row from a call that was looked up', () => {
  const known = callIn(ROW);
  const [listed] = read([copy(ROW)]).calls;
  expect(listed?.row).toBeNull();
  expect(withKnown(listed as Call, known)).toBe(known);
});

test.each([
  ['is nested as deeply as JSON can be', `{ "Sid": "${SID}", "X": ${'['.repeat(5000)}${']'.repeat(5000)} }`, `{ "Sid": "${SID}", "Status": "busy" }`],
  ['has a field that every object has', `{ "Sid": "${SID}", "__proto__": {} }`, `{ "Sid": "${SID}", "Status": "busy" }`],
])('A row that %s is read as any other', (_, first, second) => {
  const rows = [first, first, second].map((text) => JSON.parse(text) as Row);
  const known = callIn(rows[0] as Row);
  expect(writeCall(callIn(rows[1] as Row, known))).toBe(writeCall(known));
  expect(callIn(rows[2] as Row, known).providerStatus).toBe('busy');
});

test('The memory of a call in the cache includes its row', () => {
  const limits = { maxCalls: 100, settledMs: 1000, unsettledMs: 1000, absentMs: 1000 };
  const keeps = (call: Call, maxBytes: number) => {
    const cache = new CallCache({ ...limits, maxBytes }, () => 0);
    cache.keep(call);
    return cache.lastKnown(call.account, call.providerCallId) !== null;
  };
  const call = callIn({ ...ROW, Other: 'x'.repeat(10_000) });
  expect(keeps(call.withRecordings([]), 10_000)).toBe(true);
  expect([keeps(call, 20_000), keeps(call, 30_000)]).toEqual([false, true]);
});

const replicas = useReplicas({}, { environment: { CACHE_MAX_CALLS: '100' } });

test('A client that wants no cached state gets each change, also one that is taken back', async () => {
  const { row, id } = serveCall(replicas, EXOTEL, 1);
  const fields = 'duration price { amount } details { ... on ExotelCallDetails { answeredBy } } updatedAt';
  const live = async () => (await lookUp(replicas.first, 'EXOTEL', id, fields, { 'cache-control': 'no-cache' })).data.a0;
  const first = await live();
  expect(await live()).toEqual(first);
  const before = { ...row };
  Object.assign(row, { Duration: 99, Price: '1.25', AnsweredBy: 'machine' });
  expect(await live()).toEqual({ ...first, duration: 99, price: { amount: '1.25' }, details: { answeredBy: 'machine' } });
  Object.assign(row, { ...before, Duration: 98 });
  expect((await live()).duration).toBe(98);
  expect(replicas.simulators.exotel.requests.length).toBe(4);
});
