import { createHash } from 'node:crypto';
import { CallDirection } from '../../src/model/call-direction.js';
import { CallStatus } from '../../src/model/call-status.js';
import { writeCall } from '../../src/model/written-call.js';
import '../../src/providers/registry.js';
import { FORMAT } from '../../src/shared-cache/scripts.js';
import { leaves } from '../support/leaves.js';
import { VENDORS } from '../vendors/index.js';

/** For each format of shared calls, what a process that reads it has to understand. */
const UNDERSTOOD: Readonly<Record<number, string>> = { 1: '_GcTsya7Q6f0vQWau51Cdl9XKDcL4Z4_eKHajoTLQhs' };

/** The places of values in a written call, with their types. */
function shapeOf(text: string): string[] {
  return leaves(JSON.parse(text)).map(({ path, value }) => `${path.replace(/\.\d+(?=\.|$)/g, '.n')} ${typeof value}`);
}

test('A change of what is written of a call has a new format, so that older processes do not read it', () => {
  const shapes = VENDORS.flatMap((vendor) => {
    const call = vendor.toCall(vendor.row(1));
    if (!call) throw new Error(`The row of ${vendor.provider} is no call.`);
    return shapeOf(writeCall(call)).map((place) => `${vendor.provider} ${place}`);
  });
  const all = [...new Set(shapes), ...Object.values(CallStatus), ...Object.values(CallDirection)].sort();
  expect(createHash('sha256').update(all.join('\n')).digest('base64url')).toBe(UNDERSTOOD[FORMAT]);
});
