import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, Migrator } from 'kysely';
import { Audit } from '../../src/audit/audit.js';
import { Ledger } from '../../src/dialing/ledger.js';
import { embeddedDialect } from '../../src/store/embedded.js';
import { migrationProvider } from '../../src/store/migrations.js';
import { Encryption } from '../../src/store/encryption.js';
import type { Store } from '../../src/store/store.js';
import { type Tables, UNTIL_IT_IS_OVER } from '../../src/store/tables.js';
import { openStore, readStore } from '../support/stores.js';
import { type PhoneCallTraits, similarityOf } from '../../src/providers/aicaller/phone-call-request.js';

const similarity = (_: string, traits: object) => similarityOf(traits as PhoneCallTraits);
const ledgerOf = (store: Store, encryption: Encryption) => new Ledger(store, encryption, new Audit(store, () => undefined, () => 4), similarity, () => 4);
const MARKS = { toPhoneNumber: '+12025550143', callTemplateId: 'template', nameOfHuman: 'Ada Lovelace', promptVariableValues: [] };
const settings: { DATA_DIR: string } = { DATA_DIR: '' };

/** A store of version 0.1.0: one attempt with an open outcome, one ended call and one ongoing call. */
beforeAll(async () => {
  settings.DATA_DIR = mkdtempSync(join(tmpdir(), 'switchboard-data-'));
  const db = new Kysely<Tables>({ dialect: embeddedDialect(settings.DATA_DIR) });
  const { error } = await new Migrator({ db, provider: migrationProvider }).migrateTo('003-request-budgets');
  expect(error).toBeUndefined();
  const attempt = { id: 'one', provider: 'AICALLER' as const, idempotency_key: 'key', input_hash: 'x', state: 'UNKNOWN' as const, marks: JSON.stringify(MARKS), marks_hash: 'clear', has_webhook: 0, attempted_at: 1, attempt_ends_at: 2, updated_at: 3 };
  await db.insertInto('intentions').values(attempt as never).execute();
  const call = { provider: 'AICALLER' as const, version: 1, progress: 1, changed_at: 1, looks: 1, updated_at: 1, known: '{"name":"Ada Lovelace"}' };
  await db.insertInto('tracked_calls').values([{ ...call, provider_call_id: 'open', look_at: 5 }, { ...call, provider_call_id: 'over', look_at: null }] as never).execute();
  await db.destroy();
  writeFileSync(join(settings.DATA_DIR, 'switchboard.db-wal'), '', { mode: 0o644 });
});
afterAll(() => rmSync(settings.DATA_DIR, { recursive: true, force: true }));

test('Calls in a store of 0.1.0 are still followed, and are encrypted', async () => {
  const store = openStore(settings);
  const encryption = new Encryption(new Map([['aicaller', Buffer.alloc(32, 1)]]));
  const ledger = ledgerOf(store, encryption);
  await ledger.encryptTraits();
  const attempt = await ledger.byKey('key');
  expect(attempt?.marks).not.toContain('{');
  expect(attempt && ledger.traitsOf(attempt)).toEqual(MARKS);
  for (const file of readdirSync(settings.DATA_DIR)) expect([file, statSync(join(settings.DATA_DIR, file)).mode & 0o777]).toEqual([file, 0o600]);
  await store.close();
  const calls = await readStore(settings, (db) => db.selectFrom('tracked_calls').select(['account', 'provider_call_id', 'wanted_until']).orderBy('provider_call_id').execute());
  expect(calls).toEqual([{ account: 'aicaller', provider_call_id: 'open', wanted_until: UNTIL_IT_IS_OVER }, { account: 'aicaller', provider_call_id: 'over', wanted_until: 0 }]);
  for (const file of readdirSync(settings.DATA_DIR)) expect([file, readFileSync(join(settings.DATA_DIR, file), 'latin1').includes('Lovelace')]).toEqual([file, false]);
});

test('Traits of a provider that is not configured are not changed', async () => {
  const store = openStore(settings);
  await store.use((db) => db.updateTable('intentions').set({ marks: JSON.stringify(MARKS) }).execute());
  await ledgerOf(store, new Encryption(new Map())).encryptTraits();
  expect((await ledgerOf(store, new Encryption(new Map())).byKey('key'))?.marks).toBe(JSON.stringify(MARKS));
  await store.close();
});
