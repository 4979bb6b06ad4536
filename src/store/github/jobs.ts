import { type Job, type JobKind, type JobOrder, keyOfJob } from '../../domain/job.js';
import { inChunks } from '../in-chunks.js';
import { kysely, sql } from '../kysely.js';
import type { Database } from '../open-database.js';
import type { Schema } from '../schema.js';

/**
 * Orders jobs. One that waits, or has failed, is due now; one that runs is done once more behind that. That one of the orders was forced
 * is kept. `now`: milliseconds since the epoch.
 */
export async function orderJobs(db: Database, orders: readonly JobOrder[], now: number): Promise<void> {
  const rows = mergeOrders(orders).map(([key, { kind, repositoryId, subject, isForced }]) => ({
    key,
    kind,
    repository_id: repositoryId ?? null,
    subject,
    is_forced: isForced === true ? 1 : 0,
    state: 'waiting' as const,
    orders: 1,
    due_at: now,
    attempts: 0,
    trouble: null,
  }));
  await inChunks(rows, chunk =>
    db
      .insertInto('job')
      .values(chunk)
      .onConflict(conflict =>
        conflict.column('key').doUpdateSet({
          orders: sql`job.orders + 1`,
          is_forced: sql`case when excluded.is_forced = 1 then 1 else job.is_forced end`,
          due_at: sql`case when job.state = 'running' then job.due_at else excluded.due_at end`,
          attempts: sql`case when job.state = 'failed' then 0 else job.attempts end`,
          state: sql`case when job.state = 'running' then 'running' else 'waiting' end`,
        }),
      )
      .execute(),
  );
}

/** Each job once, by its key; in the order of the keys, so that two processes never wait for each other's rows. */
function mergeOrders(orders: readonly JobOrder[]): readonly (readonly [string, JobOrder])[] {
  const merged = new Map<string, JobOrder>();
  for (const order of orders) {
    const key = keyOfJob(order);
    merged.set(key, { ...order, isForced: order.isForced === true || merged.get(key)?.isForced === true });
  }
  return [...merged].sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * Takes the job that is due for longest; it runs from now on. Undefined where none is due. Families come last: a list brings thousands of
 * them at the first look, and nobody waits for one as people wait for the check of their pull request.
 */
export async function takeJob(db: Database, now: number): Promise<Job | undefined> {
  const isPostgres = db.getExecutor().adapter instanceof kysely.PostgresAdapter;
  const oldest = db
    .selectFrom('job')
    .select('key')
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now)
    .orderBy(sql`case when kind = 'family' then 1 else 0 end`)
    .orderBy('due_at')
    .orderBy('key')
    .limit(1);
  const row = await db
    .updateTable('job')
    .set({ state: 'running', attempts: sql`attempts + 1` })
    .where('key', '=', isPostgres ? oldest.forUpdate().skipLocked() : oldest)
    .returningAll()
    .executeTakeFirst();
  return row && jobOf(row);
}

/**
 * A job was done. Where it was ordered again in the meantime, it waits once more, and this is `again`. `dueAt`: when it is to be done again
 * all the same, milliseconds since the epoch.
 */
export async function endJob(
  db: Database,
  { key, orders }: Job,
  { dueAt }: { readonly dueAt?: number | undefined } = {},
): Promise<'done' | 'again'> {
  if (dueAt === undefined) {
    const { numDeletedRows } = await db
      .deleteFrom('job')
      .where('key', '=', key)
      .where('orders', '=', orders)
      .executeTakeFirst();
    if (numDeletedRows > 0n) return 'done';
  } else {
    // One statement: a process that ends behind it has forgotten nothing.
    const { numUpdatedRows } = await db
      .updateTable('job')
      .set({ state: 'waiting', due_at: dueAt, is_forced: 0, attempts: 0, trouble: null })
      .where('key', '=', key)
      .where('orders', '=', orders)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) return 'done';
  }
  await db
    .updateTable('job')
    .set({ state: 'waiting', attempts: 0, trouble: null })
    .where('key', '=', key)
    .where('state', '=', 'running')
    .execute();
  return 'again';
}

/** A job could not be done now. `dueAt`: when it is tried again, milliseconds since the epoch; `trouble`: why, for people. */
export async function postponeJob(
  db: Database,
  { key }: Job,
  { dueAt, trouble }: { readonly dueAt: number; readonly trouble: string | undefined },
): Promise<void> {
  await db
    .updateTable('job')
    .set({ state: 'waiting', due_at: dueAt, trouble: trouble ?? null })
    .where('key', '=', key)
    .execute();
}

/** A job is given up until it is ordered again; where that was done in the meantime, it waits. `trouble`: why, for people. */
export async function failJob(db: Database, { key, orders }: Job, trouble: string): Promise<void> {
  await db
    .updateTable('job')
    .set({
      state: sql`case when orders = ${orders} then 'failed' else 'waiting' end`,
      attempts: sql`case when orders = ${orders} then attempts else 0 end`,
      trouble,
    })
    .where('key', '=', key)
    .execute();
}

/** At start: what ran when the process ended waits again. Returns how many these are. */
export async function resumeJobs(db: Database): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('job')
    .set({ state: 'waiting' })
    .where('state', '=', 'running')
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** When the next job is due, milliseconds since the epoch; undefined where none waits. */
export async function nextDueAt(db: Database): Promise<number | undefined> {
  const { next } = await db
    .selectFrom('job')
    .select(db.fn.min('due_at').as('next'))
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return next === null ? undefined : Number(next);
}

/** The jobs that were given up, in the order of their keys. */
export async function listFailedJobs(db: Database): Promise<readonly Job[]> {
  const rows = await db.selectFrom('job').selectAll().where('state', '=', 'failed').orderBy('key').execute();
  return rows.map(jobOf);
}

/** Which of these jobs were given up, by their keys. */
export async function findFailedJobs(db: Database, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await inChunks(keys, chunk =>
    db.selectFrom('job').select('key').where('state', '=', 'failed').where('key', 'in', chunk).execute(),
  );
  return new Set(rows.map(row => row.key));
}

/** How many jobs there are in each state. */
export async function countJobs(db: Database): Promise<Readonly<Record<Schema['job']['state'], number>>> {
  const rows = await db
    .selectFrom('job')
    .select(['state', db.fn.countAll().as('count')])
    .groupBy('state')
    .execute();
  const counts = new Map(rows.map(row => [row.state, Number(row.count)]));
  return {
    waiting: counts.get('waiting') ?? 0,
    running: counts.get('running') ?? 0,
    failed: counts.get('failed') ?? 0,
  };
}

function jobOf(row: Schema['job']): Job {
  return {
    key: row.key,
    // Written by orderJobs, from the same type.
    kind: row.kind as JobKind,
    repositoryId: row.repository_id ?? undefined,
    subject: row.subject,
    isForced: row.is_forced === 1,
    orders: row.orders,
    attempts: row.attempts,
    trouble: row.trouble ?? undefined,
  };
}
