import type { SeriesStage } from '../../domain/triage.js';
import { inChunks } from '../in-chunks.js';
import type { Database } from '../open-database.js';
import { orderJobs } from './jobs.js';

/** For which repositories the families of a list are. */
export interface ListedRepository {
  readonly id: number;
  /** List-Ids, lower case. */
  readonly lists: readonly string[];
}

/** Whether there is any. */
export async function hasNews(db: Database): Promise<boolean> {
  const row = await db.selectFrom('family_news').select('family_id').limit(1).executeTakeFirst();
  return row !== undefined;
}

/**
 * Orders a look at each family whose stages were made anew, for the repositories that serve one of its lists; in one transaction with
 * forgetting that it is news. Gives how many families it were, at most `most`.
 */
export async function orderNews(
  db: Database,
  repositories: readonly ListedRepository[],
  { now, most }: { readonly now: number; readonly most: number },
): Promise<number> {
  return db.transaction().execute(async transaction => {
    const rows = await transaction
      .selectFrom('family_news')
      .select('family_id')
      .orderBy('family_id')
      .limit(most)
      .execute();
    const ids = rows.map(row => row.family_id);
    if (ids.length === 0) return 0;
    await orderFamilies(transaction, await readLists(transaction, ids), repositories, now);
    await inChunks(ids, chunk => transaction.deleteFrom('family_news').where('family_id', 'in', chunk).execute());
    return ids.length;
  });
}

/** Orders a look at all families of the lists of a repository with a series in one of `stages` that was posted since a time. */
export async function orderAllFamilies(
  db: Database,
  repository: ListedRepository,
  { since, stages, now }: { readonly since: number; readonly stages: readonly SeriesStage[]; readonly now: number },
): Promise<void> {
  const rows = await db
    .selectFrom('series')
    .select(['family_id', 'lists', 'stage'])
    .where('posted_at', '>=', since)
    .where('stage', 'is not', null)
    .execute();
  const wanted = rows.filter(({ stage }) => stages.some(each => stage?.includes(`"stage":"${each}"`)));
  await orderFamilies(db, wanted, [repository], now);
}

interface FamilyLists {
  readonly family_id: number;
  /** As in SeriesRow. */
  readonly lists: string;
}

async function readLists(db: Database, ids: readonly number[]): Promise<readonly FamilyLists[]> {
  return inChunks(ids, chunk =>
    db.selectFrom('series').select(['family_id', 'lists']).where('family_id', 'in', chunk).execute(),
  );
}

async function orderFamilies(
  db: Database,
  families: readonly FamilyLists[],
  repositories: readonly ListedRepository[],
  now: number,
): Promise<void> {
  const orders = repositories.flatMap(({ id, lists }) => {
    const isServed = (row: FamilyLists): boolean => lists.some(list => isOnList(row.lists, list));
    const subjects = [...new Set(families.filter(isServed).map(row => row.family_id))].sort((a, b) => a - b);
    return subjects.map(subject => ({ kind: 'family' as const, repositoryId: id, subject: String(subject) }));
  });
  await orderJobs(db, orders, now);
}

/** A list may be named without the host, as in `isOnList` of read-families.ts. */
function isOnList(lists: string, list: string): boolean {
  const name = list.toLowerCase();
  return lists.includes(` ${name} `) || lists.includes(` ${name}.`);
}
