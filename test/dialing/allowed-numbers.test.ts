import { place, posts } from '../support/dialing.js';
import { useReplicas } from '../support/replicas.js';

const replicas = useReplicas({}, { environment: { DIAL_ALLOWED_PREFIXES: '+1202, +33' } });

test.each(['+12025550143', '+33199001234'])('A number that begins with an allowed prefix is called: %s', async (toPhoneNumber) => {
  expect((await place(replicas.first, { toPhoneNumber })).data.createPhoneCall).toMatchObject({ call: { id: expect.any(String) }, userErrors: [] });
});

test.each(['+13125550143', '+447700900001'])('Any other number is not, nobody is asked, and the key stays free: %s', async (toPhoneNumber) => {
  const { createPhoneCall } = (await place(replicas.first, { toPhoneNumber, idempotencyKey: `key ${toPhoneNumber}` })).data;
  expect(createPhoneCall).toMatchObject({ call: null, replayed: false, userErrors: [{ code: 'NOT_ALLOWED', field: ['toPhoneNumber'], message: expect.stringContaining('+1202, +33') }] });
  expect(JSON.stringify(createPhoneCall)).not.toContain(toPhoneNumber);
  expect(posts(replicas.first)).toEqual([]);
  expect((await place(replicas.first, { idempotencyKey: `key ${toPhoneNumber}` })).data.createPhoneCall).toMatchObject({ replayed: false, userErrors: [] });
});
