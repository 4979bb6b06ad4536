import type { AppStatus } from '../../domain/app-status.js';
import { type DeliveryState, deliveryStates } from '../../domain/delivery.js';
import { limits } from '../../domain/limits.js';
import type { SettingsOrigin } from '../../domain/mirror-settings.js';
import { fullNameOf } from '../../domain/repository.js';
import type { Database } from '../open-database.js';
import { countJobs, listFailedJobs } from './jobs.js';
import { listMistakes } from './settings-mistakes.js';

/** Counts what the GitHub App has to do, and tells what keeps it. */
export async function readAppStatus(db: Database): Promise<AppStatus> {
  const rows = await db
    .selectFrom('repository')
    .select(['id', 'owner', 'name', 'is_archived', 'trouble', 'settings_origin'])
    .orderBy('owner')
    .orderBy('name')
    .execute();
  const mistakes = await listMistakes(db);
  const names = new Map(rows.map(row => [row.id, fullNameOf(row)]));
  const failed = await listFailedJobs(db);
  return {
    repositories: rows.map(row => ({
      name: fullNameOf(row),
      isArchived: row.is_archived === 1,
      trouble: row.trouble ?? undefined,
      // Written by keepSettings, from the same type.
      origin: (row.settings_origin ?? undefined) as SettingsOrigin | undefined,
      mistakes: mistakes
        .filter(({ repository }) => repository === fullNameOf(row))
        .map(({ repository: _, ...mistake }) => mistake),
    })),
    jobs: await countJobs(db),
    failedJobs: failed.slice(0, limits.failedJobsShown).map(({ kind, subject, repositoryId, trouble }) => ({
      kind,
      subject,
      repository: repositoryId === undefined ? undefined : names.get(repositoryId),
      trouble,
    })),
    deliveries: await countDeliveries(db),
  };
}

async function countDeliveries(db: Database): Promise<Readonly<Record<DeliveryState, number>>> {
  const rows = await db
    .selectFrom('delivery')
    .select(['state', db.fn.countAll().as('count')])
    .groupBy('state')
    .execute();
  const countOf = (state: DeliveryState): number => Number(rows.find(row => row.state === state)?.count ?? 0);
  const [planned, sending, sent, failed, withheld] = deliveryStates.map(countOf);
  return {
    planned: planned ?? 0,
    sending: sending ?? 0,
    sent: sent ?? 0,
    failed: failed ?? 0,
    withheld: withheld ?? 0,
  };
}
