import { sql } from './kysely.js';
import type { Database } from './open-database.js';

/** Which families are wanted. */
export interface FamilySelection {
  /** Those with a series that was seen on this list: its List-Id, or that up to a dot (`linux-mm` of `linux-mm.kvack.org`). */
  readonly list?: string | undefined;
  /** That of this mail. */
  readonly messageId?: string | undefined;
  /** Those of mails that arrived then or later, or nobody knows when; milliseconds since the epoch. */
  readonly since?: number | undefined;
  /** Those of so many mails, the newest ones. */
  readonly newest?: number | undefined;
}

/** The families that are wanted, in the order in which their first mails came. */
export async function findFamilies(db: Database, selection: FamilySelection): Promise<readonly number[]> {
  const { list, messageId, since, newest } = selection;
  let mails = db.selectFrom('mail').select('family_id');
  if (messageId !== undefined) mails = mails.where('message_id', '=', messageId);
  if (since !== undefined)
    mails = mails.where(({ eb, or }) => or([eb('arrived_at', '>=', since), eb('arrived_at', 'is', null)]));
  if (newest !== undefined)
    mails = mails.orderBy(sql`coalesce(arrived_at, 0)`, 'desc').orderBy('id', 'desc').limit(newest);
  if (list !== undefined)
    mails = mails.where('family_id', 'in', db.selectFrom('series').select('family_id').where(isOnList(list)));
  const rows = await mails.execute();
  return [...new Set(rows.map(row => row.family_id))].sort((a, b) => a - b);
}

/** Whether a series was seen on a list; its lists stand in blanks. */
export function isOnList(list: string) {
  const plain = list.toLowerCase().replace(/[\\%_]/g, '\\$&');
  return sql<boolean>`(lists like ${`% ${plain} %`} escape '\\' or lists like ${`% ${plain}.%`} escape '\\')`;
}
