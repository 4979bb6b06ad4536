import { inChunks } from '../in-chunks.js';
import type { Database } from '../open-database.js';

/** A series of the store, and the family of mails that it was made of. */
export interface FoundSeries {
  readonly seriesId: string;
  readonly familyId: number;
}

/**
 * The series that has most of the patches, by their Message-IDs or, where none of these is known, by their patch-ids; of several the one
 * that was posted last. Undefined where there is none.
 */
export async function findSeriesOfPatches(
  db: Database,
  { messageIds, patchIds }: { readonly messageIds: readonly string[]; readonly patchIds: readonly string[] },
): Promise<FoundSeries | undefined> {
  return (await findMost(db, 'message_id', messageIds)) ?? (await findMost(db, 'patch_id', patchIds));
}

async function findMost(
  db: Database,
  column: 'message_id' | 'patch_id',
  values: readonly string[],
): Promise<FoundSeries | undefined> {
  const rows = await inChunks([...new Set(values)], chunk =>
    db
      .selectFrom('patch')
      .innerJoin('series', join =>
        join.onRef('series.id', '=', 'patch.series_id').onRef('series.family_id', '=', 'patch.family_id'),
      )
      .select(['series.id', 'series.family_id', 'series.posted_at'])
      .where(`patch.${column}`, 'in', chunk)
      .execute(),
  );
  const ranked = new Map<string, { readonly row: (typeof rows)[number]; readonly count: number }>();
  for (const row of rows) ranked.set(row.id, { row, count: (ranked.get(row.id)?.count ?? 0) + 1 });
  const [best] = [...ranked.values()].sort(
    (a, b) => b.count - a.count || (b.row.posted_at ?? 0) - (a.row.posted_at ?? 0) || (a.row.id < b.row.id ? -1 : 1),
  );
  return best && { seriesId: best.row.id, familyId: best.row.family_id };
}

/** The family of mails that a series was made of; undefined where the store has no such series. */
export async function findFamilyOfSeries(db: Database, seriesId: string): Promise<number | undefined> {
  const row = await db.selectFrom('series').select('family_id').where('id', '=', seriesId).executeTakeFirst();
  return row?.family_id;
}
