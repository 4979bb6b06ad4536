import type { JobOrder } from '../../domain/job.js';
import type { Repository } from '../../domain/repository.js';
import { findFamilyOfSeries } from '../../store/github/list-series.js';
import { findIssueByNumber } from '../../store/github/series-issues.js';
import { findVerdict } from '../../store/github/verdicts.js';
import type { Database } from '../../store/open-database.js';

/** The jobs that bring up to date what is said in an issue or pull request; none where Faultline has said nothing there. */
export async function orderNumber(db: Database, repository: Repository, number: number): Promise<readonly JobOrder[]> {
  const subject = await findSubject(db, repository, number);
  return subject === undefined ? [] : orderSubject(db, repository, subject);
}

/** What an issue or pull request is about (`KeptSubject.subject`); undefined where Faultline has said nothing there. */
export async function findSubject(db: Database, { id }: Repository, number: number): Promise<string | undefined> {
  const pull = `pull ${number}`;
  if ((await findVerdict(db, id, pull)) !== undefined) return pull;
  const seriesId = await findIssueByNumber(db, id, number);
  return seriesId === undefined ? undefined : `series ${seriesId}`;
}

/** The jobs that bring up to date what is said of a subject (`KeptSubject.subject`). */
export async function orderSubject(
  db: Database,
  { id: repositoryId }: Repository,
  subject: string,
): Promise<readonly JobOrder[]> {
  const [kind, name = ''] = splitOnce(subject);
  if (kind === 'pull') return [{ kind: 'pull', repositoryId, subject: name }];
  const family = await findFamilyOfSeries(db, name);
  return family === undefined ? [] : [{ kind: 'family', repositoryId, subject: String(family) }];
}

function splitOnce(text: string): readonly [string, string] {
  const index = text.indexOf(' ');
  return [text.slice(0, index), text.slice(index + 1)];
}
