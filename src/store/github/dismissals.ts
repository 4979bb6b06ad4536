import type { Dismissal } from '../../domain/verdict.js';
import type { Database } from '../open-database.js';

/** The findings of a repository that people have dismissed. */
export async function listDismissals(db: Database, repositoryId: number): Promise<readonly Dismissal[]> {
  const rows = await db
    .selectFrom('dismissal')
    .select(['fingerprint', 'by_login', 'reason', 'at'])
    .where('repository_id', '=', repositoryId)
    .where('is_dismissed', '=', 1)
    .orderBy('fingerprint')
    .execute();
  return rows.map(({ fingerprint, by_login, reason, at }) => ({ fingerprint, by: by_login, reason, at }));
}

/**
 * Keeps a person's word on a finding: that it is no bug, or that it is open again. Of two words the one that was written later counts,
 * in whatever order they come.
 */
export async function keepDismissal(
  db: Database,
  repositoryId: number,
  { fingerprint, by, reason, at }: Dismissal,
  isDismissed: boolean,
): Promise<void> {
  const values = { is_dismissed: isDismissed ? 1 : 0, by_login: by, reason, at };
  await db
    .insertInto('dismissal')
    .values({ repository_id: repositoryId, fingerprint, ...values })
    .onConflict(conflict =>
      conflict.columns(['repository_id', 'fingerprint']).doUpdateSet(values).where('dismissal.at', '<=', at),
    )
    .execute();
}
