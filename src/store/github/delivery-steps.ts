import type { RawBuilder } from 'kysely';
import type { Receipt } from '../../domain/delivery.js';
import { inChunks } from '../in-chunks.js';
import { sql } from '../kysely.js';
import type { Database } from '../open-database.js';
import type { Due } from './delivery-queue.js';

/**
 * Notes that these are about to be sent as they are, and counts it as one write to their repository, in one transaction. Undefined where
 * one of them is not any more what it was when it was read: nothing is noted then. `notBefore`: when it is to be looked for if nothing
 * more is heard of it.
 */
export async function markSending(
  db: Database,
  dues: readonly Due[],
  { now, notBefore, countsAs }: { readonly now: number; readonly notBefore: number; readonly countsAs: string },
): Promise<boolean> {
  const changed = new Error('changed meanwhile');
  try {
    await db.transaction().execute(async transaction => {
      for (const { delivery, digest } of dues) {
        const { numUpdatedRows } = await transaction
          .updateTable('delivery')
          .set({ state: 'sending', sent_digest: digest, not_before: notBefore })
          .where('key', '=', delivery.key)
          .where('digest', '=', digest)
          .where('state', 'in', ['planned', 'sending'])
          .where('withheld', 'is', null)
          .executeTakeFirst();
        if (Number(numUpdatedRows) !== 1) throw changed;
      }
      const [first] = dues;
      if (first === undefined) throw changed;
      const { repositoryId, key } = first.delivery;
      const row = { repository_id: repositoryId, key, kind: countsAs, at: now };
      await transaction.insertInto('sending').values(row).execute();
    });
    return true;
  } catch (error) {
    if (error === changed) return false;
    throw error;
  }
}

/** What the row comes to when it is on its way no more: withheld where that was said meanwhile. */
const waits = sql<string>`case when withheld is null then 'planned' else 'withheld' end`;

/**
 * It stands. `sentDigest`: of the content that was sent; undefined where not all of it stands yet. Where another content is wanted by
 * now, it is planned.
 */
export async function markSent(
  db: Database,
  key: string,
  receipt: Receipt,
  sentDigest: string | undefined,
  now: number,
): Promise<void> {
  await db
    .updateTable('delivery')
    .set({
      state: sql<string>`case when digest = ${sentDigest ?? ''} then 'sent' else ${waits} end`,
      sent_digest: sentDigest ?? null,
      receipt: JSON.stringify(receipt),
      attempts: 0,
      not_before: 0,
      trouble: null,
      sent_at: now,
    })
    .where('key', '=', key)
    .execute();
}

/** Nothing of what was sent arrived: it waits as before, and what it counted for the caps is taken back. `trouble`: why, for people. */
export async function takeBack(
  db: Database,
  dues: readonly Due[],
  { trouble, notBefore }: { readonly trouble?: string | undefined; readonly notBefore: number },
): Promise<void> {
  await db.transaction().execute(async transaction => {
    for (const { delivery, sentDigest } of dues) {
      const standing = delivery.receipt === undefined ? null : (sentDigest ?? null);
      await forgetWrite(transaction, delivery.key);
      await transaction
        .updateTable('delivery')
        .set({ state: waits, sent_digest: standing, not_before: notBefore, trouble: trouble ?? null })
        .where('key', '=', delivery.key)
        .execute();
    }
  });
}

/** Of a delivery that is on its way: its last write. One that is not has counted none since it stood. */
async function forgetWrite(db: Database, key: string): Promise<void> {
  await db
    .deleteFrom('sending')
    .where('key', '=', key)
    .where('key', 'in', eb => eb.selectFrom('delivery').select('key').where('state', '=', 'sending'))
    .where('at', '=', eb =>
      eb
        .selectFrom('sending as other')
        .where('other.key', '=', key)
        .select(({ fn }) => fn.max('other.at').as('last')),
    )
    .execute();
}

/** Nobody knows whether it arrived, or it could not be looked for: again at `notBefore`. */
export async function postpone(
  db: Database,
  dues: readonly Due[],
  { trouble, notBefore }: { readonly trouble: string; readonly notBefore: number },
): Promise<void> {
  await setAll(db, dues, { attempts: sql<number>`attempts + 1`, not_before: notBefore, trouble });
}

/**
 * It is not tried again until another content is wanted. `isInDoubt`: it may have arrived all the same, and is looked for then;
 * else nothing of it stands but what stood before.
 */
export async function markFailed(
  db: Database,
  due: Due,
  { trouble, isInDoubt }: { readonly trouble: string; readonly isInDoubt: boolean },
): Promise<void> {
  const attempts = sql<number>`attempts + 1`;
  await db.transaction().execute(async transaction => {
    if (!isInDoubt) await forgetWrite(transaction, due.delivery.key);
    await setAll(transaction, [due], { state: 'failed', trouble, attempts, ...(!isInDoubt && { sent_digest: null }) });
  });
}

interface Changes {
  readonly state?: string;
  readonly sent_digest?: null;
  readonly attempts: RawBuilder<number>;
  readonly not_before?: number;
  readonly trouble: string;
}

async function setAll(db: Database, dues: readonly Due[], changes: Changes): Promise<void> {
  const keys = dues.map(({ delivery }) => delivery.key);
  await inChunks(keys, async chunk => {
    await db.updateTable('delivery').set(changes).where('key', 'in', chunk).execute();
    return [];
  });
}

/** The times of the writes to a repository since then, the oldest first; of one kind, or of all. */
export async function listWrites(
  db: Database,
  repositoryId: number,
  since: number,
  kind?: string,
): Promise<readonly number[]> {
  let query = db
    .selectFrom('sending')
    .select('at')
    .where('repository_id', '=', repositoryId)
    .where('at', '>', since)
    .orderBy('at');
  if (kind !== undefined) query = query.where('kind', '=', kind);
  return (await query.execute()).map(row => row.at);
}

/**
 * Nothing may be sent for an installation before a time: what waits there is told so, and waits even where this process ends meanwhile.
 */
export async function holdInstallation(
  db: Database,
  installationId: number,
  { until, trouble }: { readonly until: number; readonly trouble: string },
): Promise<void> {
  await db
    .updateTable('delivery')
    .set({ not_before: until, trouble })
    .where('state', 'in', ['planned', 'sending'])
    .where('not_before', '<', until)
    .where('repository_id', 'in', eb =>
      eb.selectFrom('repository').select('id').where('installation_id', '=', installationId),
    )
    .execute();
}

/** Forgets writes that count for no cap any more. */
export async function forgetWrites(db: Database, until: number): Promise<void> {
  await db.deleteFrom('sending').where('at', '<=', until).execute();
}
