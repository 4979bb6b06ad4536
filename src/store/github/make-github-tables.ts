import type { Kysely, RawBuilder } from 'kysely';

/** `bytes`, `long`: the database's types of bytes and of whole numbers up to 2^53. */
export async function makeGitHubTables(
  { schema }: Kysely<unknown>,
  { bytes, long }: Readonly<Record<'bytes' | 'long', RawBuilder<unknown>>>,
): Promise<void> {
  await schema
    .createTable('webhook')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('name', 'text', column => column.notNull())
    .addColumn('received_at', long, column => column.notNull())
    .addColumn('job_keys', 'text', column => column.notNull())
    .execute();
  await schema
    .createTable('job')
    .addColumn('key', 'text', column => column.primaryKey())
    .addColumn('kind', 'text', column => column.notNull())
    .addColumn('repository_id', long)
    .addColumn('subject', 'text', column => column.notNull())
    .addColumn('is_forced', 'integer', column => column.notNull())
    .addColumn('state', 'text', column => column.notNull())
    .addColumn('orders', 'integer', column => column.notNull())
    .addColumn('due_at', long, column => column.notNull())
    .addColumn('attempts', 'integer', column => column.notNull())
    .addColumn('trouble', 'text')
    .execute();
  await schema
    .createTable('repository')
    .addColumn('id', long, column => column.primaryKey())
    .addColumn('installation_id', long, column => column.notNull())
    .addColumn('owner', 'text', column => column.notNull())
    .addColumn('name', 'text', column => column.notNull())
    .addColumn('default_branch', 'text', column => column.notNull())
    .addColumn('is_archived', 'integer', column => column.notNull())
    .addColumn('trouble', 'text')
    .addColumn('settings_origin', 'text')
    .addColumn('settings_digest', 'text')
    .addColumn('seen_at', long, column => column.notNull())
    .execute();
  await schema
    .createTable('repository_ref')
    .addColumn('repository_id', long, column => column.notNull())
    .addColumn('ref', 'text', column => column.notNull())
    .addColumn('sha', 'text', column => column.notNull())
    .addPrimaryKeyConstraint('repository_ref_key', ['repository_id', 'ref'])
    .execute();
  await schema
    .createTable('verdict')
    .addColumn('repository_id', long, column => column.notNull())
    .addColumn('subject', 'text', column => column.notNull())
    .addColumn('is_open', 'integer', column => column.notNull())
    .addColumn('head_sha', 'text')
    .addColumn('series_id', 'text')
    .addColumn('names', 'text', column => column.notNull())
    .addColumn('verdict', 'text', column => column.notNull())
    .addPrimaryKeyConstraint('verdict_key', ['repository_id', 'subject'])
    .execute();
  await schema
    .createTable('series_issue')
    .addColumn('repository_id', long, column => column.notNull())
    .addColumn('series_id', 'text', column => column.notNull())
    .addColumn('first_id', 'text', column => column.notNull())
    .addPrimaryKeyConstraint('series_issue_key', ['repository_id', 'series_id'])
    .execute();
  await schema
    .createTable('family_news')
    .addColumn('family_id', 'integer', column => column.primaryKey())
    .execute();
  await makeDeliveryTables(schema, long);
  await schema
    .createTable('dismissal')
    .addColumn('repository_id', long, column => column.notNull())
    .addColumn('fingerprint', 'text', column => column.notNull())
    .addColumn('is_dismissed', 'integer', column => column.notNull())
    .addColumn('by_login', 'text', column => column.notNull())
    .addColumn('reason', 'text', column => column.notNull())
    .addColumn('at', long, column => column.notNull())
    .addPrimaryKeyConstraint('dismissal_key', ['repository_id', 'fingerprint'])
    .execute();
  await schema
    .createTable('blob')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('used_at', long, column => column.notNull())
    .addColumn('bytes', bytes, column => column.notNull())
    .execute();
  await schema
    .createTable('settings_mistake')
    .addColumn('repository_id', long, column => column.notNull())
    .addColumn('file', 'text', column => column.notNull())
    .addColumn('line', 'integer', column => column.notNull())
    .addColumn('path', 'text', column => column.notNull())
    .addColumn('found', 'text', column => column.notNull())
    .addColumn('expected', 'text', column => column.notNull())
    .execute();
  for (const [table, column] of indexedColumns)
    await schema.createIndex(`${table}_by_${column}`).on(table).column(column).execute();
}

async function makeDeliveryTables(schema: Kysely<unknown>['schema'], long: RawBuilder<unknown>): Promise<void> {
  await schema
    .createTable('delivery')
    .addColumn('key', 'text', column => column.primaryKey())
    .addColumn('repository_id', long, column => column.notNull())
    .addColumn('subject', 'text', column => column.notNull())
    .addColumn('parent', 'text')
    .addColumn('kind', 'text', column => column.notNull())
    .addColumn('content', 'text', column => column.notNull())
    .addColumn('digest', 'text', column => column.notNull())
    .addColumn('sent_digest', 'text')
    .addColumn('state', 'text', column => column.notNull())
    .addColumn('receipt', 'text')
    .addColumn('withheld', 'text')
    .addColumn('attempts', 'integer', column => column.notNull())
    .addColumn('not_before', long, column => column.notNull())
    .addColumn('trouble', 'text')
    .addColumn('planned_at', long, column => column.notNull())
    .addColumn('sent_at', long)
    .execute();
  await schema
    .createTable('sending')
    .addColumn('repository_id', long, column => column.notNull())
    .addColumn('key', 'text', column => column.notNull())
    .addColumn('kind', 'text', column => column.notNull())
    .addColumn('at', long, column => column.notNull())
    .execute();
}

const indexedColumns = [
  ['webhook', 'received_at'],
  ['job', 'due_at'],
  ['repository', 'installation_id'],
  ['delivery', 'state'],
  ['delivery', 'parent'],
  ['delivery', 'repository_id'],
  ['sending', 'repository_id'],
  ['sending', 'key'],
  ['blob', 'used_at'],
] as const;
