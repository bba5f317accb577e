import fc from 'fast-check';
import { readAddressOf } from '../../../src/model/address.js';
import '../../../src/providers/registry.js';
import { isProviderId } from '../../../src/model/provider-id.js';
import type { Call } from '../../../src/model/call.js';
import { readRows } from '../../../src/providers/read-rows.js';
import type { Json } from '../../../src/model/json-value.js';
import { everything, leaves, withAt } from '../../support/leaves.js';
import { runs } from '../../support/property.js';
import type { Vendor } from '../../vendors/index.js';

/** Texts with halves of characters, words for nothing, numbers and times in every spelling; and what is no text at all. */
const oddTexts = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', '.', ' ', '\u0000', '\uD800', '\uDC00', '\u{1F600}', '+', '0', '7'), maxLength: 300 }),
  fc.constantFrom('null', 'NULL', 'None', 'True', '1e309', '-0', '1e-7', '1970-01-01T05:30:00+05:30', '0001-01-01T00:00:00Z', '+275760-09-13T00:00:00Z', '2024-11-03 01:30:00', '2024-03-10 02:30:00'),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);
const oddNumbers = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.integer({ min: 0, max: 2_000_000_000_000 }), fc.constantFrom(-0, 2 ** 31, 1e300, 9007199254740993));
const junk = fc.oneof(oddTexts, oddNumbers, fc.boolean(), fc.constant(null), fc.array(fc.oneof(oddTexts, oddNumbers), { maxLength: 3 }), fc.dictionary(oddTexts, oddTexts, { maxKeys: 3 }));

/** The document's call with junk in some places, its id perhaps among them. */
function oddRows(vendor: Vendor): fc.Arbitrary<Json> {
  const sample = vendor.row(1);
  const places = everything(sample).map(({ path }) => path);
  return fc.array(fc.tuple(fc.constantFrom(...places), junk), { maxLength: 12 }).map((changes) =>
    changes.reduce<Json>((row, [path, value]) => (everything(row).some((leaf) => leaf.path === path) ? withAt(row, path, value) : row), sample),
  );
}

/** Everything that a call says, by what reads it. */
function said(call: Call): unknown[] {
  const { contact, agents, recordings, from, to } = call;
  const numbers = [from, to, contact?.phoneNumber].flatMap((number) => [number?.international, number?.countryCode]);
  return [...leaves({ ...call, recordings: null }).map(({ value }) => value), ...(recordings ?? []).flatMap(({ url, providerRecordingId }) => [url, providerRecordingId]), ...agents.map(({ id }) => id), contact?.id, ...numbers];
}

/** Nothing that a row may hold makes a call that can't be answered. */
export function describeAnyRow(vendor: Vendor): void {
  describe(`A row of ${vendor.provider}, whatever is in it,`, () => {
    const toCall = (row: Json) => vendor.toCall(row);

    test('is a call as long as it has an id, and nothing that the call says can\'t be answered', () => {
      fc.assert(fc.property(oddRows(vendor), (row) => {
        const call = toCall(row);
        const id = row[vendor.idField];
        if (typeof id === 'string' && isProviderId(id) && !['null', 'NULL', 'None'].includes(id)) expect(call?.providerCallId).toBe(id);
        if (!call) return;
        expect(readAddressOf('Call', call.id, 'id').providerCallId).toBe(call.providerCallId);
        expect(said(call).filter((value) => (typeof value === 'string' && !value.isWellFormed()) || (typeof value === 'number' && !Number.isFinite(value)))).toEqual([]);
        const times = [call.isTimeless ? null : call.createdAt, call.startedAt, call.endedAt, call.updatedAt, call.scheduledFor];
        expect(times.filter((time) => time && !(time.getUTCFullYear() >= 2000 && time.getUTCFullYear() < 2100))).toEqual([]);
        const durations = [call.duration, call.talkTime].filter((duration) => duration !== null);
        expect(durations.filter((duration) => !Number.isInteger(duration) || duration < 0 || duration >= 2 ** 31 || Object.is(duration, -0))).toEqual([]);
        expect(() => JSON.stringify([call.id, call.contact?.id, call.recordings?.map((recording) => recording.id)])).not.toThrow();
      }), runs(400));
    });

    test('is counted where its id can\'t be one, and leaves the others alone', () => {
      const bad = ['a\uD800', '\uDC00', 'x'.repeat(257), 'a\u0000b', '..', ' ', 'None', null, {}, []];
      const good = ['a b', 'x'.repeat(256), '\u{1F600}', 'Null'];
      const rows = [...bad, ...good].map((id) => ({ ...vendor.row(1), [vendor.idField]: id }));
      let counted = 0;
      const { calls, unreadable } = readRows(rows, toCall, (count) => {
        counted += count;
      });
      expect(calls.map(({ providerCallId }) => providerCallId)).toEqual(good);
      expect([unreadable, counted]).toEqual([bad.length, bad.length]);
    });
  });
}
