import type { Kysely, Migration } from 'kysely';
import { makeGitHubTables } from './github/make-github-tables.js';
import { kysely, sql } from './kysely.js';

/** The steps by which the tables came to be, in order; a store of any age is brought up to date by those that it lacks. */
export const migrations: Readonly<Record<string, Migration>> = {
  '2026-11-28-mails': { up: makeMailTables },
  '2026-11-28-github': { up: db => makeGitHubTables(db, typesOf(db)) },
  '2026-11-28-remake': { up: markFamiliesStale },
};

/** Some were made without a mail of theirs that had come twice, and nothing tells them from the others: the next ingest makes all anew. */
async function markFamiliesStale(db: Kysely<unknown>): Promise<void> {
  await sql`update family set is_stale = 1, has_stages = 0`.execute(db);
}

/** An integer of SQLite holds 64 bits, and as a primary key costs no index of its own; one of PostgreSQL holds 32. */
function typesOf(db: Kysely<unknown>) {
  const isPostgres = db.getExecutor().adapter instanceof kysely.PostgresAdapter;
  const [bytes, long] = isPostgres ? [sql`bytea`, sql`bigint`] : [sql`blob`, sql`integer`];
  return { isPostgres, bytes, long };
}

async function makeMailTables(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  const { bytes, long, isPostgres } = typesOf(db);
  await schema
    .createTable('source')
    .addColumn('id', 'integer', column => column.primaryKey())
    .addColumn('name', 'text', column => column.notNull().unique())
    .addColumn('cursor', 'text')
    .addColumn('read_at', long)
    .addColumn('trouble', 'text')
    .execute();
  await schema
    .createTable('mail')
    .addColumn('id', 'integer', column => column.primaryKey())
    .addColumn('digest', 'text', column => column.notNull().unique())
    .addColumn('message_id', 'text', column => column.notNull())
    .addColumn('subject', 'text', column => column.notNull())
    .addColumn('origin', 'text', column => column.notNull())
    .addColumn('is_draft', 'integer', column => column.notNull())
    .addColumn('arrived_at', long)
    .addColumn('role', 'text', column => column.notNull())
    .addColumn('family_id', 'integer', column => column.notNull())
    .addColumn('title_key', long)
    // Behind all others: a row whose mail is not asked for is read without it.
    .addColumn('raw', bytes, column => column.notNull())
    .execute();
  await schema
    .createTable('place')
    .addColumn('source_id', 'integer', column => column.notNull())
    .addColumn('place', 'text', column => column.notNull())
    .addColumn('mail_id', 'integer')
    .addColumn('is_withdrawn', 'integer', column => column.notNull())
    .addColumn('is_pending', 'integer', column => column.notNull())
    .addPrimaryKeyConstraint('place_key', ['source_id', 'place'])
    .execute();
  await schema
    .createTable('problem')
    .addColumn('id', isPostgres ? 'serial' : 'integer', column => column.primaryKey())
    .addColumn('source_id', 'integer')
    .addColumn('place', 'text')
    .addColumn('mail_id', 'integer')
    .addColumn('family_id', 'integer')
    .addColumn('code', 'text', column => column.notNull())
    .addColumn('where_text', 'text', column => column.notNull())
    .addColumn('detail', 'text', column => column.notNull())
    .addColumn('message_id', 'text')
    .execute();
  await schema
    .createTable('family')
    .addColumn('id', 'integer', column => column.primaryKey())
    .addColumn('is_stale', 'integer', column => column.notNull())
    .addColumn('has_stages', 'integer', column => column.notNull())
    .execute();
  await schema
    .createTable('family_key')
    .addColumn('key', long, column => column.primaryKey())
    .addColumn('family_id', 'integer', column => column.notNull())
    .execute();
  await schema
    .createTable('thread')
    .addColumn('root_id', 'text', column => column.primaryKey())
    .addColumn('family_id', 'integer', column => column.notNull())
    .addColumn('subject', 'text', column => column.notNull())
    .addColumn('mails', 'integer', column => column.notNull())
    .addColumn('began_at', long)
    .addColumn('last_at', long)
    .execute();
  await schema
    .createTable('series')
    // A partial re-roll may begin with a patch of the version before it, and has its id then.
    .addColumn('id', 'text', column => column.notNull())
    .addColumn('family_id', 'integer', column => column.notNull())
    .addColumn('thread_root_id', 'text', column => column.notNull())
    .addColumn('predecessor_id', 'text')
    .addColumn('version', 'integer', column => column.notNull())
    .addColumn('state', 'text', column => column.notNull())
    .addColumn('began_at', long)
    .addColumn('posted_at', long)
    .addColumn('lists', 'text', column => column.notNull())
    .addColumn('line', 'text', column => column.notNull())
    .addColumn('stage', 'text')
    .execute();
  await schema
    .createTable('patch')
    .addColumn('message_id', 'text', column => column.notNull())
    .addColumn('series_id', 'text', column => column.notNull())
    .addColumn('family_id', 'integer', column => column.notNull())
    .addColumn('number', 'integer', column => column.notNull())
    .addColumn('title', 'text', column => column.notNull())
    .addColumn('patch_id', 'text')
    .execute();
  await schema
    .createTable('mirror')
    .addColumn('name', 'text', column => column.primaryKey())
    .addColumn('cursor', 'text', column => column.notNull())
    .execute();
  await schema
    .createTable('landed_commit')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('subject', 'text', column => column.notNull())
    .addColumn('committed_at', long, column => column.notNull())
    .addColumn('is_merge', 'integer', column => column.notNull())
    .addColumn('message_ids', 'text', column => column.notNull())
    .addColumn('patch_id', 'text')
    .execute();
  await schema
    .createTable('commit_link')
    .addColumn('message_id', 'text', column => column.notNull())
    .addColumn('commit_id', 'text', column => column.notNull())
    .execute();
  for (const [table, column] of indexedColumns)
    await schema.createIndex(`${table}_by_${column}`).on(table).column(column).execute();
}

const indexedColumns = [
  ['mail', 'message_id'],
  ['mail', 'family_id'],
  ['mail', 'title_key'],
  ['place', 'mail_id'],
  ['problem', 'family_id'],
  ['family', 'is_stale'],
  ['family_key', 'family_id'],
  ['thread', 'family_id'],
  ['series', 'id'],
  ['series', 'family_id'],
  ['patch', 'family_id'],
  ['patch', 'patch_id'],
  ['patch', 'title'],
  ['patch', 'message_id'],
  ['landed_commit', 'subject'],
  ['commit_link', 'message_id'],
] as const;
