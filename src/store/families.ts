import { groupBy } from '../domain/group-by.js';
import type { Problem } from '../domain/problem.js';
import { inChunks } from './in-chunks.js';
import { insertRows } from './insert-rows.js';
import { joinFamilies } from './join-families.js';
import type { Database } from './open-database.js';
import type { MailRole, Schema } from './schema.js';

/** A mail of a family, to be read again. */
export interface FamilyMail {
  readonly id: number;
  readonly digest: string;
  readonly origin: string;
  readonly isDraft: boolean;
  readonly role: MailRole;
}

/** What was made of the mails of a family. */
export interface FamilyFacts {
  readonly threads: readonly Omit<Schema['thread'], 'family_id'>[];
  readonly series: readonly Omit<Schema['series'], 'family_id' | 'stage'>[];
  readonly patches: readonly Omit<Schema['patch'], 'family_id'>[];
  /** The mails that are not the one that counts among those with their Message-ID, by their digests. */
  readonly roles: ReadonlyMap<string, MailRole>;
  /** Imposters among them. */
  readonly problems: readonly Problem[];
  /** Keys that show only now (`seriesKeysOf`). */
  readonly keys: readonly number[];
}

/** The families whose mails changed since their facts were made, oldest first. */
export async function findStaleFamilies(db: Database): Promise<readonly number[]> {
  const rows = await db.selectFrom('family').select('id').where('is_stale', '=', 1).orderBy('id').execute();
  return rows.map(row => row.id);
}

/** Has the facts of families made anew that could not be: the Faultline that starts now may know better, or the disk. */
export async function retryCrashed(db: Database): Promise<void> {
  const crashed = db.selectFrom('problem').select('family_id').where('code', '=', 'thread-crashed');
  await db.updateTable('family').set({ is_stale: 1, has_stages: 0 }).where('id', 'in', crashed).execute();
}

/** The mails of families that are in sight, by family: those that are at no place any more, or withdrawn at all, are left out. */
export async function listFamilyMails(
  db: Database,
  familyIds: readonly number[],
): Promise<ReadonlyMap<number, readonly FamilyMail[]>> {
  const rows = await inChunks(familyIds, chunk =>
    db
      .selectFrom('mail')
      .select(['family_id', 'id', 'digest', 'origin', 'is_draft', 'role'])
      .where('family_id', 'in', chunk)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('place').select('place').whereRef('place.mail_id', '=', 'mail.id').where('is_withdrawn', '=', 0),
        ),
      )
      .orderBy('id')
      .execute(),
  );
  const byFamily = groupBy(rows, row => row.family_id);
  return new Map([...byFamily].map(([id, mails]) => [id, mails.map(toFamilyMail)]));
}

function toFamilyMail(row: Pick<Schema['mail'], 'id' | 'digest' | 'origin' | 'is_draft' | 'role'>): FamilyMail {
  const { id, digest, origin, role } = row;
  return { id, digest, origin, isDraft: row.is_draft === 1, role };
}

/** The bytes of mails, compressed as they were kept, by their ids. */
export async function readMailBytes(db: Database, ids: readonly number[]): Promise<ReadonlyMap<number, Uint8Array>> {
  const rows = await inChunks(ids, chunk =>
    db.selectFrom('mail').select(['id', 'raw']).where('id', 'in', chunk).execute(),
  );
  return new Map(rows.map(row => [row.id, row.raw]));
}

/** A family, its mails as they were listed, and what was made of them. */
export interface MadeFamily {
  readonly id: number;
  readonly mails: readonly FamilyMail[];
  readonly facts: FamilyFacts;
}

/**
 * Keeps the facts of families in place of those before, in one transaction. Where the keys of one show that it is of one family with
 * others, nothing is kept of these but that: they are one from now on, and its facts have to be made anew. Returns the families that went
 * up in another one, and that one.
 */
export async function keepFamilies(db: Database, made: readonly MadeFamily[]): Promise<ReadonlyMap<number, number>> {
  return db.transaction().execute(async transaction => {
    const members = made.map(({ id, facts }) => ({ id, keys: { own: facts.keys }, isFamily: true }));
    const { absorbed } = await joinFamilies(transaction, members);
    const torn = new Set([...absorbed].flat());
    await markStale(transaction, new Set(absorbed.values()));
    const whole = made.filter(({ id }) => !torn.has(id));
    await replaceFacts(transaction, whole);
    for (const { mails, facts } of whole) await keepRoles(transaction, mails, facts);
    return absorbed;
  });
}

/** Says that the facts of families have to be made anew. */
export async function markStale(db: Database, families: ReadonlySet<number>): Promise<void> {
  await inChunks([...families], chunk =>
    db
      .insertInto('family')
      .values(chunk.map(id => ({ id, is_stale: 1, has_stages: 0 })))
      .onConflict(conflict => conflict.column('id').doUpdateSet({ is_stale: 1, has_stages: 0 }))
      .execute(),
  );
}

async function keepRoles(db: Database, mails: readonly FamilyMail[], { roles }: FamilyFacts): Promise<void> {
  for (const { id, digest, role } of mails) {
    const now = roles.get(digest) ?? 'kept';
    if (now !== role) await db.updateTable('mail').set({ role: now }).where('id', '=', id).execute();
  }
}

async function replaceFacts(db: Database, made: readonly MadeFamily[]): Promise<void> {
  await inChunks(
    made.map(({ id }) => id),
    async chunk => {
      for (const table of ['thread', 'series', 'patch', 'problem'] as const)
        await db.deleteFrom(table).where('family_id', 'in', chunk).execute();
      return db.updateTable('family').set({ is_stale: 0, has_stages: 0 }).where('id', 'in', chunk).execute();
    },
  );
  const rowsOf = <Row>(list: (facts: FamilyFacts) => readonly Row[]) =>
    made.flatMap(({ id, facts }) => list(facts).map(row => ({ ...row, family_id: id })));
  const threads = rowsOf(facts => facts.threads);
  await insertRows(db, threads, row => db.insertInto('thread').values(row));
  const series = rowsOf(facts => facts.series.map(row => ({ ...row, stage: null })));
  await insertRows(db, series, row => db.insertInto('series').values(row));
  const patches = rowsOf(facts => facts.patches);
  await insertRows(db, patches, row => db.insertInto('patch').values(row));
  const problems = rowsOf(facts => facts.problems.map(problem => problemRow(problem, {})));
  await insertRows(db, problems, row => db.insertInto('problem').values(row));
}

/** A Problem of a place or of a mail; of a family where neither is said. */
export function problemRow(
  { code, where, detail, messageId }: Problem,
  { sourceId, place, mailId }: { readonly sourceId?: number; readonly place?: string; readonly mailId?: number },
) {
  return {
    source_id: sourceId ?? null,
    place: place ?? null,
    mail_id: mailId ?? null,
    code,
    where_text: where,
    detail,
    message_id: messageId ?? null,
  };
}
