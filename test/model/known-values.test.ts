import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { Call } from '../../src/model/call.js';
import { withKnown } from '../../src/model/known-values.js';
import { readCall, writeCall } from '../../src/model/written-call.js';
import { toCall as fromAiCaller } from '../../src/providers/aicaller/to-call.js';
import { toCall as fromContactCenter } from '../../src/providers/contact-center/to-call.js';
import { toCall as fromExotel } from '../../src/providers/exotel/to-call.js';
import { VendorClock } from '../../src/providers/exotel/vendor-clock.js';
import '../../src/providers/registry.js';
import { toCall as fromSkipcall } from '../../src/providers/skipcall/to-call.js';
import type { Row } from '../../src/simulators/index.js';
import { leaves, withAt } from '../support/leaves.js';
import { runs } from '../support/property.js';
import { AICALLER, CONTACT_CENTER, EXOTEL, SKIPCALL } from '../vendors/index.js';

const locale = { clock: new VendorClock('Asia/Kolkata'), country: 'IN' as const };
const READERS: readonly { provider: string; row: Row; idField: string; toCall: (row: Row) => Call | null }[] = [
  { ...AICALLER, row: AICALLER.row(1), toCall: (row) => fromAiCaller(row) },
  { ...CONTACT_CENTER, row: CONTACT_CENTER.row(1), toCall: fromContactCenter },
  { ...EXOTEL, row: EXOTEL.row(1), toCall: (row) => fromExotel(row, locale) },
  { ...SKIPCALL, row: SKIPCALL.row(1), toCall: fromSkipcall },
];
/** All values of a call, without the values used to look it up. */
const said = (call: Call | null) => JSON.parse(JSON.stringify({ ...call, recordings: call?.recordings?.map(({ id, url, providerRecordingId }) => ({ id, url, providerRecordingId })) })) as unknown;

describe.each(READERS)('A call of $provider', ({ row, idField, toCall }) => {
  const whole = toCall(row);
  if (!whole) throw new Error('The sample is a call.');
  /** Fields that make it another call, or another state of it, when they are missing. */
  const identifying = new Set([idField, 'status', 'Status', 'type', 'is_ended', 'is_answered', 'is_in_queue', 'is_inbound', 'Direction']);
  const places = leaves(row).map(({ path }) => path).filter((path) => !identifying.has(path.split('.')[0] ?? ''));

  test('is read as it was written', () => {
    const read = readCall(writeCall(whole));
    expect(said(read)).toEqual(said(whole));
    // Equal at every depth, so that whoever learned it from another process keeps it.
    expect(withKnown(read as Call, whole)).toBe(whole);
    expect(read?.details.constructor).toBe(whole.details.constructor);
    expect(read?.contact?.id).toBe(whole.contact?.id);
    expect(read?.agents.map(({ id }) => id)).toEqual(whole.agents.map(({ id }) => id));
  });

  test('keeps each value that a later read lacks', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.constantFrom(...places), { minLength: 1, maxLength: 4 }), (lacking) => {
      const poorer = toCall(lacking.reduce<Row>((one, path) => withAt(one, path, null), row));
      if (!poorer) return;
      const told = withKnown(poorer, whole);
      for (const name of ['notes', 'startedAt', 'endedAt', 'duration', 'talkTime', 'price', 'from', 'to', 'updatedAt'] as const) expect(told[name]).toEqual(whole[name]);
      expect(told.id).toBe(whole.id);
    }), runs(100));
  });

  test.each(places)('keeps the same values without %s, whether this process or another one read the call before', (place) => {
    const poorer = toCall(withAt(row, place, null)) as Call;
    expect(said(withKnown(poorer, readCall(writeCall(whole)) as Call))).toEqual(said(withKnown(poorer, whole)));
  });

  test('stays the same object if a later read has the same values, and only then', () => {
    const again = toCall(structuredClone(row));
    if (!again) throw new Error('The sample is a call.');
    expect(again).not.toBe(whole);
    expect(withKnown(again, whole)).toBe(whole);
    const change = fc.constantFrom<unknown>(null, '', 0, 7, '7', true, false, [], {}, '2026-03-20 09:00:00', '+12025550143', 'https://example.com/a.mp3');
    fc.assert(fc.property(fc.constantFrom(...places), change, (path, value) => {
      const changed = toCall(withAt(row, path, value));
      if (changed) expect(withKnown(changed, whole) === whole).toBe(isDeepStrictEqual(changed, whole));
    }), runs(300));
  });

  test('takes over the values of a later read, and then equals that read', () => {
    expect(withKnown(whole, whole)).toBe(whole);
    const bare = toCall(Object.fromEntries(Object.entries(row).filter(([name]) => identifying.has(name))));
    if (bare) expect(said(withKnown(whole, bare))).toEqual({ ...(said(whole) as object), id: bare.id, recordings: expect.anything(), contact: expect.anything() });
  });
});

test("A text that this process can't read is null, without an error", () => {
  for (const text of ['', '{}', 'null', '{"provider":"PIGEON_POST"}', '{"provider":"EXOTEL"}']) expect(readCall(text)).toBeNull();
});
