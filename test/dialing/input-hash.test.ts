import fc from 'fast-check';
import { inputHash } from '../../src/dialing/input-hash.js';
import type { PhoneCallRequest } from '../../src/providers/aicaller/phone-call-request.js';
import { LEAST } from '../support/dialing.js';
import { runs } from '../support/property.js';

const OPTIONAL = ['phoneNumberId', 'fromPhoneNumber', 'toEmailAddress', 'record', 'callDelayedUntil'];
const variables = fc.array(fc.record({ key: fc.string(), value: fc.string() }), { maxLength: 3 });
const requests = fc
  .record({ ...Object.fromEntries(['teamId', 'callTemplateId', 'nameOfHuman'].map((name) => [name, fc.string()])), promptVariableValues: variables, record: fc.option(fc.boolean()) })
  .map((fields): PhoneCallRequest => ({ ...LEAST, ...fields }));

test('The same input has the same hash, with its fields in any order and absent fields null or omitted', () => {
  fc.assert(
    fc.property(requests, fc.shuffledSubarray(OPTIONAL), (request, nulls) => {
      const given = Object.entries(request).filter(([, value]) => value !== null);
      const absent = nulls.filter((name) => !given.some(([field]) => field === name)).map((name) => [name, null] as const);
      expect(inputHash(Object.fromEntries([...absent, ...given.reverse()]) as unknown as PhoneCallRequest)).toBe(inputHash(request));
    }),
    runs(200),
  );
});

test('Another input has another hash', () => {
  fc.assert(
    fc.property(requests, requests, (one, other) => {
      const text = ({ record = null, ...fields }: PhoneCallRequest) => JSON.stringify({ ...fields, record });
      expect(inputHash(one) === inputHash(other)).toBe(text(one) === text(other));
    }),
    runs(200),
  );
});
