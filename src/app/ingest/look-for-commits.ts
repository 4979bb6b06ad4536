import { OperationalError } from '../../domain/operational-error.js';
import { findMirrorCursor, keepCommits } from '../../store/commits.js';
import type { Database } from '../../store/open-database.js';
import type { Mirror } from '../../tree/git-mirror.js';

/** A mirror in which patches land. */
export interface Landing<Read = Mirror> {
  readonly mirror: Read;
  /** What its cursor is kept under. */
  readonly name: string;
  /** The branch, or whatever else git knows a commit by. */
  readonly revision: string;
}

/**
 * Keeps the commits that a mirror has got since it was looked at last; the first time the newest ones. Throws an OperationalError where its
 * history cannot be read. Gives what was left out, for people; undefined where nothing was.
 */
export async function lookForCommits(
  db: Database,
  { mirror, name, revision }: Landing<Pick<Mirror, 'scanCommits'>>,
): Promise<string | undefined> {
  let notRead: string | undefined;
  for (let isCut = true; isCut; ) {
    const before = await findMirrorCursor(db, name);
    const scan = await mirror.scanCommits(revision, before);
    if (!scan.ok) {
      const remedy = `the history of ${revision} could not be read: ${scan.reason}`;
      throw new OperationalError('no commits can be told', name, remedy);
    }
    if (scan.cursor === undefined || scan.cursor === before) break;
    notRead ??= scan.notRead;
    await keepCommits(db, name, scan.commits, scan.cursor);
    isCut = scan.isCut;
  }
  return notRead;
}
