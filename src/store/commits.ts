import type { MirrorCommit } from '../domain/commit.js';
import { inChunks } from './in-chunks.js';
import { insertRows } from './insert-rows.js';
import type { Database } from './open-database.js';
import type { Schema } from './schema.js';

/** The commit of a mirror that was looked at last; undefined where none was. */
export async function findMirrorCursor(db: Database, name: string): Promise<string | undefined> {
  const row = await db.selectFrom('mirror').select('cursor').where('name', '=', name).executeTakeFirst();
  return row?.cursor;
}

/**
 * Keeps commits of a mirror, and the cursor behind them, in one transaction. The families whose patches they may be are judged anew: a
 * trailer names one of their mails, or the subject is the title of one of their patches.
 */
export async function keepCommits(
  db: Database,
  mirror: string,
  commits: readonly MirrorCommit[],
  cursor: string,
): Promise<void> {
  await db.transaction().execute(async transaction => {
    await insertRows(transaction, commits.map(rowOf), row =>
      transaction
        .insertInto('landed_commit')
        .values(row)
        .onConflict(conflict => conflict.doNothing()),
    );
    const links = commits.flatMap(({ id, messageIds }) =>
      messageIds.map(message_id => ({ message_id, commit_id: id })),
    );
    await insertRows(transaction, links, row => transaction.insertInto('commit_link').values(row));
    await judgeAnew(transaction, 'message_id', [...new Set(links.map(link => link.message_id))]);
    await judgeAnew(transaction, 'title', [...new Set(commits.map(commit => commit.subject))]);
    await transaction
      .insertInto('mirror')
      .values({ name: mirror, cursor })
      .onConflict(conflict => conflict.column('name').doUpdateSet({ cursor }))
      .execute();
  });
}

/** The commits that may have taken a patch of a family. Of those that only the title tells, `patchId` may be still to be asked for. */
export async function findFamilyCommits(db: Database, familyId: number): Promise<readonly MirrorCommit[]> {
  const patches = db.selectFrom('patch').where('family_id', '=', familyId);
  const linked = db
    .selectFrom('commit_link')
    .select('commit_id')
    .where('message_id', 'in', patches.select('message_id'));
  const rows = await db
    .selectFrom('landed_commit')
    .selectAll()
    .where(({ eb, or }) => or([eb('id', 'in', linked), eb('subject', 'in', patches.select('title'))]))
    .orderBy('committed_at')
    .orderBy('id')
    .execute();
  return rows.map(row => ({
    id: row.id,
    subject: row.subject,
    committedAt: row.committed_at,
    isMerge: row.is_merge === 1,
    // Written by rowOf.
    messageIds: JSON.parse(row.message_ids) as readonly string[],
    patchId: row.patch_id ?? undefined,
  }));
}

/** Keeps the patch-ids of commits, by the ids of these. */
export async function keepPatchIds(db: Database, patchIds: ReadonlyMap<string, string>): Promise<void> {
  for (const [id, patch_id] of patchIds)
    await db.updateTable('landed_commit').set({ patch_id }).where('id', '=', id).execute();
}

async function judgeAnew(db: Database, column: 'message_id' | 'title', values: readonly string[]): Promise<void> {
  await inChunks(values, chunk =>
    db
      .updateTable('family')
      .set({ has_stages: 0 })
      .where('id', 'in', db.selectFrom('patch').select('family_id').where(column, 'in', chunk))
      .execute(),
  );
}

function rowOf(commit: MirrorCommit): Schema['landed_commit'] {
  return {
    id: commit.id,
    subject: commit.subject,
    committed_at: commit.committedAt,
    is_merge: commit.isMerge ? 1 : 0,
    message_ids: JSON.stringify(commit.messageIds),
    patch_id: commit.patchId ?? null,
  };
}
