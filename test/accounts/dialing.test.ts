import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { place } from '../support/dialing.js';
import { type Replica, useReplicas } from '../support/replicas.js';

const folder = mkdtempSync(join(tmpdir(), 'switchboard-dialing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const replicas = useReplicas({}, { accounts: ['aicaller-north', 'exotel-north'] });
const postsAt = (name: string) => (name === 'aicaller' ? replicas.simulators.aicaller : replicas.simulators.accounts[name])?.requests.filter(({ method }) => method === 'POST').length;
const placed = async (replica: Replica, fields: object) => (await place(replica, { ...fields }, 'providerCallId providerAccount { name }')).data.createPhoneCall;

test('The account that is named places the call, and no other', async () => {
  expect(await placed(replicas.first, { providerAccount: 'aicaller-north' })).toMatchObject({ call: { providerAccount: { name: 'aicaller-north' } }, userErrors: [] });
  expect([postsAt('aicaller'), postsAt('aicaller-north')]).toEqual([0, 1]);
});

test('Without a name, several accounts are an error that names them, and nobody is called', async () => {
  const { call, userErrors } = await placed(replicas.first, {});
  expect(call).toBeNull();
  expect(userErrors).toEqual([{ code: 'INVALID_INPUT', message: 'providerAccount is missing. Several accounts can place the call: aicaller, aicaller-north.', field: ['providerAccount'] }]);
  expect([postsAt('aicaller'), postsAt('aicaller-north')]).toEqual([0, 0]);
});

test('Where one account places calls, no name is needed', async () => {
  const replica = await replicas.start({ AICALLER_ACCOUNTS: '' });
  expect(await placed(replica, {})).toMatchObject({ call: { providerAccount: { name: 'aicaller' } } });
});

test.each(['exotel', 'aicaller-south', ''])('An account that places no calls is an error: %j', async (providerAccount) => {
  const { call, userErrors } = await placed(replicas.first, { providerAccount });
  expect(call).toBeNull();
  expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['providerAccount'], message: expect.stringContaining('aicaller, aicaller-north') }]);
});

describe('A key that was used', () => {
  test('is refused at another account, and replayed at its own, named or not', async () => {
    const key = { idempotencyKey: 'key-1' };
    const first = await placed(replicas.first, { ...key, providerAccount: 'aicaller-north' });
    const elsewhere = await placed(replicas.first, { ...key, providerAccount: 'aicaller' });
    expect(elsewhere).toMatchObject({ call: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['idempotencyKey'] }] });
    for (const fields of [{ ...key, providerAccount: 'aicaller-north' }, key]) expect(await placed(replicas.first, fields)).toEqual({ call: first.call, replayed: true, userErrors: [] });
    expect([postsAt('aicaller'), postsAt('aicaller-north')]).toEqual([0, 1]);
  });

  test('before a second account was added is replayed afterwards', async () => {
    const before = await replicas.start({ AICALLER_ACCOUNTS: '', DATA_DIR: folder });
    const key = { idempotencyKey: 'key-2' };
    const first = await placed(before, key);
    await before.stop();
    const after = await replicas.start({ DATA_DIR: folder });
    expect(await placed(after, key)).toEqual({ call: first.call, replayed: true, userErrors: [] });
    expect(postsAt('aicaller')).toBe(1);
  });
});

test('A call whose answer was lost is looked for at the account that it was sent to', async () => {
  const north = replicas.simulators.accounts['aicaller-north'];
  north?.faults.add({ when: ({ method }) => method === 'POST', fault: { kind: 'act-then-reset' } });
  const patient = await replicas.start({ DIAL_PATIENCE_MS: '5000' });
  expect(await placed(patient, { providerAccount: 'aicaller-north', idempotencyKey: 'lost' })).toMatchObject({ call: { providerAccount: { name: 'aicaller-north' } }, userErrors: [] });
  expect([postsAt('aicaller'), postsAt('aicaller-north')]).toEqual([0, 1]);
});
