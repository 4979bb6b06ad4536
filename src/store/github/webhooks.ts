import { type JobOrder, keyOfJob } from '../../domain/job.js';
import type { Webhook } from '../../domain/webhook.js';
import { inChunks } from '../in-chunks.js';
import type { Database } from '../open-database.js';
import { findFailedJobs, orderJobs } from './jobs.js';
import { loseRepositories, noteInstallation, noteRepositories } from './repositories.js';

/** What became of webhooks that came together. */
export interface KeptWebhooks {
  /** Those that came for the first time. */
  readonly fresh: number;
  /** Jobs that were ordered, of fresh webhooks and of redelivered ones whose jobs had failed. */
  readonly jobs: number;
}

/**
 * Keeps webhooks with all that follows from them, in one transaction. Each id counts once: a redelivery does nothing but order those of
 * its jobs again that had failed. Where a webhook says of a repository what is not known of it, its `repository` job is ordered as well.
 * `now`: milliseconds since the epoch.
 */
export async function keepWebhooks(db: Database, webhooks: readonly Webhook[], now: number): Promise<KeptWebhooks> {
  const distinct = [...new Map(webhooks.map(each => [each.id, each])).values()];
  return db.transaction().execute(async transaction => {
    const freshIds = await insertWebhooks(transaction, distinct, now);
    const fresh = distinct.filter(({ id }) => freshIds.has(id));
    const told = new Map(fresh.flatMap(({ repository }) => (repository ? [[repository.id, repository]] : [])));
    const changedIds = await noteRepositories(transaction, [...told.values()], now);
    for (const { installation, lostRepositoryIds } of fresh) {
      if (installation) await noteInstallation(transaction, installation);
      await loseRepositories(transaction, lostRepositoryIds);
    }
    const orders = [
      ...fresh.flatMap(({ jobs }) => jobs),
      ...changedIds.map((repositoryId): JobOrder => ({ kind: 'repository', repositoryId, subject: '' })),
      ...(await findFailedOrders(
        transaction,
        distinct.filter(({ id }) => !freshIds.has(id)),
      )),
    ];
    await orderJobs(transaction, orders, now);
    return { fresh: fresh.length, jobs: new Set(orders.map(keyOfJob)).size };
  });
}

async function insertWebhooks(db: Database, webhooks: readonly Webhook[], now: number): Promise<ReadonlySet<string>> {
  const rows = webhooks
    .map(({ id, name, jobs }) => ({ id, name, received_at: now, job_keys: JSON.stringify(jobs.map(keyOfJob)) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const inserted = await inChunks(rows, chunk =>
    db
      .insertInto('webhook')
      .values(chunk)
      .onConflict(conflict => conflict.column('id').doNothing())
      .returning('id')
      .execute(),
  );
  return new Set(inserted.map(row => row.id));
}

/** The jobs of redelivered webhooks that were given up: somebody wants them to be tried again. */
async function findFailedOrders(db: Database, redelivered: readonly Webhook[]): Promise<readonly JobOrder[]> {
  const orders = redelivered.flatMap(({ jobs }) => jobs);
  const failed = await findFailedJobs(db, orders.map(keyOfJob));
  return orders.filter(order => failed.has(keyOfJob(order)));
}

/** Those of the ids under which a webhook has come already. */
export async function knownWebhookIds(db: Database, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await inChunks(ids, chunk => db.selectFrom('webhook').select('id').where('id', 'in', chunk).execute());
  return new Set(rows.map(row => row.id));
}

/** Forgets the webhooks that came before a time (milliseconds since the epoch), and returns how many these were. */
export async function forgetWebhooks(db: Database, before: number): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('webhook').where('received_at', '<', before).executeTakeFirst();
  return Number(numDeletedRows);
}
