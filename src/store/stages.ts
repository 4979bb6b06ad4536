import type { Problem } from '../domain/problem.js';
import type { StageRecord } from '../domain/triage.js';
import { type FamilyMail, listFamilyMails, problemRow } from './families.js';
import type { Database } from './open-database.js';
import { isOnList } from './read-families.js';

/** The families whose facts are made and the stages of whose series are not, so many at the most. */
export async function findWithoutStages(db: Database, most: number): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('family')
    .select('id')
    .where('has_stages', '=', 0)
    .where('is_stale', '=', 0)
    .orderBy('id')
    .limit(most)
    .execute();
  return rows.map(row => row.id);
}

/** How many they are. */
export async function countWithoutStages(db: Database): Promise<number> {
  const { count } = await db
    .selectFrom('family')
    .select(db.fn.countAll().as('count'))
    .where('has_stages', '=', 0)
    .where('is_stale', '=', 0)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** What was said of the series of a family, by their ids. */
export interface JudgedFamily {
  readonly stages: ReadonlyMap<string, StageRecord>;
  /** Why there are none. */
  readonly crash?: Problem;
}

/**
 * Keeps the stages of the series of one family, and that there is news of it, in one transaction. Keeps nothing where the family is no more
 * what was judged (`mails`: of which it was): mails come in meanwhile, and it is judged again.
 */
export async function keepStages(
  db: Database,
  familyId: number,
  mails: readonly FamilyMail[],
  { stages, crash }: JudgedFamily,
): Promise<void> {
  await db.transaction().execute(async transaction => {
    const family = transaction.updateTable('family').where('id', '=', familyId);
    // Before all else: whoever takes a mail in waits from here on.
    const { numUpdatedRows } = await family.set({ has_stages: 1 }).where('is_stale', '=', 0).executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return;
    const now = (await listFamilyMails(transaction, [familyId])).get(familyId) ?? [];
    if (String(now.map(({ id }) => id)) !== String(mails.map(({ id }) => id))) {
      await family.set({ has_stages: 0 }).execute();
      return;
    }
    for (const [id, stage] of stages)
      await transaction
        .updateTable('series')
        .set({ stage: JSON.stringify(stage) })
        .where('family_id', '=', familyId)
        .where('id', '=', id)
        .execute();
    await transaction
      .deleteFrom('problem')
      .where('family_id', '=', familyId)
      .where('code', '=', 'thread-crashed')
      .execute();
    if (crash !== undefined)
      await transaction
        .insertInto('problem')
        .values({ ...problemRow(crash, {}), family_id: familyId })
        .execute();
    await transaction
      .insertInto('family_news')
      .values({ family_id: familyId })
      .onConflict(conflict => conflict.doNothing())
      .execute();
  });
}

/** A series as it is listed. */
export interface ListedSeries {
  /** As `faultline threads` prints it. */
  readonly line: string;
  readonly listIds: readonly string[];
  readonly postedAt: number | undefined;
  /** Undefined where it is not made yet. */
  readonly stage: StageRecord | undefined;
}

/** The series on a list or on all, the newest first. */
export async function listSeries(db: Database, list: string | undefined): Promise<readonly ListedSeries[]> {
  let series = db.selectFrom('series').select(['line', 'lists', 'began_at', 'stage']);
  if (list !== undefined) series = series.where(isOnList(list));
  const rows = await series.orderBy('began_at', 'desc').orderBy('id').execute();
  return rows.map(({ line, lists, began_at, stage }) => ({
    line,
    listIds: lists.split(' ').filter(id => id !== ''),
    postedAt: began_at ?? undefined,
    // Written by keepStages, from the same type.
    stage: stage === null ? undefined : (JSON.parse(stage) as StageRecord),
  }));
}
