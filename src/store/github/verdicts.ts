import type { Database } from '../open-database.js';

/** What was said last of a pull request, or of a series. */
export interface KeptSubject {
  /** `pull 7`, `series <message-id>`. */
  readonly subject: string;
  readonly isOpen: boolean;
  /** Of a pull request: the head that it is about. */
  readonly headSha?: string | undefined;
  /** Of a pull request: the series on a list that it comes from. */
  readonly seriesId?: string | undefined;
  /** Of a pull request: the patch-ids and Message-IDs by which its series on a list is known, which may come later. */
  readonly names?: readonly string[] | undefined;
  /** As it was kept. */
  readonly verdict: string;
}

/** An open pull request of which something is kept; its verdict, which may be long, is left where it is. */
export type OpenPull = Pick<KeptSubject, 'subject' | 'headSha' | 'seriesId'> & { readonly names: readonly string[] };

export async function findVerdict(
  db: Database,
  repositoryId: number,
  subject: string,
): Promise<KeptSubject | undefined> {
  const row = await ofRepository(db, repositoryId).where('subject', '=', subject).executeTakeFirst();
  return row && subjectOf(row);
}

/** Keeps what is said now, in place of what was said before. */
export async function keepVerdict(db: Database, repositoryId: number, kept: KeptSubject): Promise<void> {
  const values = {
    is_open: kept.isOpen ? 1 : 0,
    head_sha: kept.headSha ?? null,
    series_id: kept.seriesId ?? null,
    names: (kept.names ?? []).join('\n'),
    verdict: kept.verdict,
  };
  await db
    .insertInto('verdict')
    .values({ repository_id: repositoryId, subject: kept.subject, ...values })
    .onConflict(conflict => conflict.columns(['repository_id', 'subject']).doUpdateSet(values))
    .execute();
}

/** Notes that a pull request or an issue is open or not. */
export async function noteIsOpen(db: Database, repositoryId: number, subject: string, isOpen: boolean): Promise<void> {
  await db
    .updateTable('verdict')
    .set({ is_open: isOpen ? 1 : 0 })
    .where('repository_id', '=', repositoryId)
    .where('subject', '=', subject)
    .execute();
}

/** The open pull requests of a repository. */
export async function listOpenPulls(db: Database, repositoryId: number): Promise<readonly OpenPull[]> {
  const rows = await db
    .selectFrom('verdict')
    .select(['subject', 'head_sha', 'series_id', 'names'])
    .where('repository_id', '=', repositoryId)
    .where('is_open', '=', 1)
    .where('subject', 'like', 'pull %')
    .orderBy('subject')
    .execute();
  return rows.map(({ subject, head_sha, series_id, names }) => ({
    subject,
    headSha: head_sha ?? undefined,
    seriesId: series_id ?? undefined,
    names: names.split('\n'),
  }));
}

/** The pull requests of these series that a repository has, or had: `pull 7`. */
export async function findPullsOf(
  db: Database,
  repositoryId: number,
  seriesIds: readonly string[],
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('verdict')
    .select('subject')
    .where('repository_id', '=', repositoryId)
    .where('series_id', 'in', seriesIds)
    .orderBy('subject')
    .execute();
  return rows.map(row => row.subject);
}

/** The open pull requests that are of no series of a list yet, and are known by one of these names. */
export async function findUnlinkedPulls(
  db: Database,
  repositoryId: number,
  names: readonly string[],
): Promise<readonly OpenPull[]> {
  const wanted = new Set(names);
  const open = await listOpenPulls(db, repositoryId);
  return open.filter(pull => pull.seriesId === undefined && pull.names.some(name => wanted.has(name)));
}

/** Where a finding stands whose fingerprint begins so. `prefix`: hex digits. */
export async function findSubjectsWith(
  db: Database,
  repositoryId: number,
  prefix: string,
): Promise<readonly KeptSubject[]> {
  if (!/^[0-9a-f]{4,64}$/.test(prefix)) return [];
  const rows = await ofRepository(db, repositoryId)
    .where('verdict', 'like', `%"fingerprint":"${prefix}%`)
    .orderBy('subject')
    .execute();
  return rows.map(subjectOf);
}

function ofRepository(db: Database, repositoryId: number) {
  return db
    .selectFrom('verdict')
    .select(['subject', 'is_open', 'head_sha', 'series_id', 'names', 'verdict'])
    .where('repository_id', '=', repositoryId);
}

function subjectOf(row: {
  readonly subject: string;
  readonly is_open: number;
  readonly head_sha: string | null;
  readonly series_id: string | null;
  readonly names: string;
  readonly verdict: string;
}): KeptSubject {
  return {
    subject: row.subject,
    isOpen: row.is_open === 1,
    headSha: row.head_sha ?? undefined,
    seriesId: row.series_id ?? undefined,
    names: row.names.split('\n'),
    verdict: row.verdict,
  };
}
