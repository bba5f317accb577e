import { type Kysely, type Migration, type MigrationProvider, sql } from 'kysely';
import { REQUEST_BUDGETS, UNTIL_IT_IS_OVER } from './tables.js';

/** Migrations in the order of their names. Never change a released one. Add a new one instead. */
const migrations: Record<string, Migration> = {
  '001-intentions': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('intentions')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('provider', 'text', (column) => column.notNull())
        // Null for calls without a key. In both databases a unique column may have many nulls.
        .addColumn('idempotency_key', 'text', (column) => column.unique())
        .addColumn('input_hash', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('marks', 'text')
        .addColumn('marks_hash', 'text', (column) => column.notNull())
        .addColumn('has_webhook', 'integer', (column) => column.notNull())
        .addColumn('provider_call_id', 'text')
        .addColumn('reason', 'text')
        .addColumn('attempted_at', 'bigint', (column) => column.notNull())
        .addColumn('attempt_ends_at', 'bigint', (column) => column.notNull())
        .addColumn('updated_at', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('intentions_by_state').on('intentions').columns(['state', 'attempt_ends_at']).execute();
      await db.schema.createIndex('intentions_by_marks').on('intentions').columns(['marks_hash', 'attempted_at']).execute();
      await db.schema.createIndex('intentions_by_call').on('intentions').columns(['provider', 'provider_call_id']).execute();
    },
  },
  '002-events': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('events')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('provider', 'text', (column) => column.notNull())
        .addColumn('body_hash', 'text', (column) => column.notNull().unique())
        .addColumn('call_ids', 'text', (column) => column.notNull())
        .addColumn('received_at', 'bigint', (column) => column.notNull())
        .addColumn('done_at', 'bigint')
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('events_by_done').on('events').column('done_at').execute();
      await db.schema
        .createTable('tracked_calls')
        .addColumn('provider', 'text', (column) => column.notNull())
        .addColumn('provider_call_id', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint')
        .addColumn('fingerprint', 'text')
        .addColumn('progress', 'integer', (column) => column.notNull())
        .addColumn('known', 'text')
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('changed_at', 'bigint', (column) => column.notNull())
        .addColumn('call_id', 'text')
        .addColumn('look_at', 'bigint')
        .addColumn('looks', 'integer', (column) => column.notNull())
        .addColumn('updated_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('tracked_calls_key', ['provider', 'provider_call_id'])
        .execute();
      await db.schema.createIndex('tracked_calls_by_change').on('tracked_calls').column('changed_at').execute();
      await db.schema.createIndex('tracked_calls_by_look').on('tracked_calls').column('look_at').execute();
    },
  },
  '003-request-budgets': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable(REQUEST_BUDGETS)
        .addColumn('key', 'text', (column) => column.primaryKey())
        .addColumn('points', 'integer', (column) => column.notNull())
        .addColumn('expire', 'bigint')
        .execute();
    },
  },
  '004-changes': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('call_changes')
        .addColumn('provider', 'text', (column) => column.notNull())
        .addColumn('provider_call_id', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('call_id', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('changed_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('call_changes_key', ['provider', 'provider_call_id', 'version'])
        .execute();
      await db.schema.createIndex('call_changes_by_time').on('call_changes').column('changed_at').execute();
      await db.schema.alterTable('tracked_calls').addColumn('wanted_until', 'bigint', (column) => column.notNull().defaultTo(0)).execute();
      // Calls that are followed now stay followed until they end.
      await sql`update tracked_calls set wanted_until = ${sql.lit(UNTIL_IT_IS_OVER)} where look_at is not null`.execute(db);
      await db.schema.alterTable('events').addColumn('intention_id', 'text').execute();
      await db.schema.alterTable('events').addColumn('leased_until', 'bigint', (column) => column.notNull().defaultTo(0)).execute();
      await db.schema.alterTable('intentions').addColumn('likeness_hash', 'text').execute();
      // Older versions stored calls here without encryption. Followed calls are read again.
      await sql`update tracked_calls set known = null, fingerprint = null`.execute(db);
    },
  },
  '005-accounts': {
    async up(db: Kysely<unknown>) {
      for (const table of ['intentions', 'events', 'tracked_calls', 'call_changes']) {
        await db.schema.alterTable(table).renameColumn('provider', 'account').execute();
        // Until now each provider had one account: CONTACT_CENTER becomes contact-center.
        await sql`update ${sql.table(table)} set account = lower(replace(account, '_', '-'))`.execute(db);
      }
    },
  },
  '006-audit': {
    async up(db: Kysely<unknown>) {
      for (const column of ['issuer', 'subject', 'request_id']) await db.schema.alterTable('intentions').addColumn(column, 'text').execute();
      await db.schema.createIndex('intentions_by_caller').on('intentions').columns(['issuer', 'subject', 'attempted_at']).execute();
      await db.schema
        .createTable('audit')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('action', 'text', (column) => column.notNull())
        .addColumn('outcome', 'text', (column) => column.notNull())
        .addColumn('account', 'text', (column) => column.notNull())
        .addColumn('issuer', 'text')
        .addColumn('subject', 'text')
        .addColumn('attempt', 'text', (column) => column.notNull())
        .addColumn('target', 'text')
        .addColumn('number_hash', 'text')
        .addColumn('request_id', 'text')
        .execute();
      await db.schema.createIndex('audit_by_time').on('audit').column('at').execute();
      await db.schema.createIndex('audit_by_attempt').on('audit').column('attempt').execute();
    },
  },
};

export const migrationProvider: MigrationProvider = { getMigrations: async () => migrations };
