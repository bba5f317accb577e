import { Audit } from '../../src/audit/audit.js';
import { Ledger } from '../../src/dialing/ledger.js';
import { Encryption } from '../../src/store/encryption.js';
import { LEAST } from '../support/dialing.js';
import { describeOnEachStore, openStore } from '../support/stores.js';

const CLAIM = { account: 'aicaller', idempotencyKey: null, inputHash: 'x', traits: LEAST, hasWebhook: false, attemptEndsAt: 1, caller: null, requestId: null };

describeOnEachStore(({ settings }) => {
  test('A search that ends late does not change what another one has told clients; the answer to the attempt itself does', async () => {
    const store = openStore(settings);
    const encryption = new Encryption(new Map([['aicaller', Buffer.alloc(32, 1)]]));
    const ledger = new Ledger(store, encryption, new Audit(store, () => undefined, () => 0), () => '', () => 0);
    const { intention } = await ledger.claim({ ...CLAIM, id: 'given-up' });
    const stateOf = async () => (await ledger.byId(intention.id))?.state;
    await ledger.conclude(intention.id, { state: 'SEVERAL', reason: 'Two calls match.' });
    await ledger.conclude(intention.id, { state: 'PLACED', providerCallId: 'late' }, true);
    expect(await stateOf()).toBe('SEVERAL');
    await ledger.conclude(intention.id, { state: 'PLACED', providerCallId: 'own' });
    expect(await stateOf()).toBe('PLACED');
    await store.close();
  });
});
