import type { Database } from '../open-database.js';
import { receiptOf } from './delivery-rows.js';

/** The series for which the issue was opened that tells of one of these versions; undefined where there is none. The oldest one counts. */
export async function findIssueOf(
  db: Database,
  repositoryId: number,
  seriesIds: readonly string[],
): Promise<string | undefined> {
  const rows = await db
    .selectFrom('series_issue')
    .select(['series_id', 'first_id'])
    .where('repository_id', '=', repositoryId)
    .where('series_id', 'in', seriesIds)
    .execute();
  return seriesIds.map(id => rows.find(row => row.series_id === id)?.first_id).find(id => id !== undefined);
}

/** Notes that an issue tells of these versions. One that has an issue keeps it. */
export async function noteIssueOf(
  db: Database,
  repositoryId: number,
  seriesIds: readonly string[],
  firstId: string,
): Promise<void> {
  const rows = seriesIds.map(series_id => ({ repository_id: repositoryId, series_id, first_id: firstId }));
  await db
    .insertInto('series_issue')
    .values(rows)
    .onConflict(conflict => conflict.doNothing())
    .execute();
}

/** The series for which the issue with this number was opened; undefined where it is none of ours. */
export async function findIssueByNumber(
  db: Database,
  repositoryId: number,
  number: number,
): Promise<string | undefined> {
  const rows = await db
    .selectFrom('delivery')
    .select(['key', 'receipt'])
    .where('repository_id', '=', repositoryId)
    .where('kind', '=', 'issue')
    .where('receipt', 'like', `%"number":${number}%`)
    .execute();
  const own = rows.find(({ receipt }) => receiptOf(receipt)?.number === number);
  // `issue:1296269:<Message-ID>`, as delivery-keys.ts makes it.
  return own?.key.split(':').slice(2).join(':');
}
