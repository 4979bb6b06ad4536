import { limits } from '../../domain/limits.js';
import { GitFailure, readGitLines } from './git-process.js';

/** A run of commits that is listed at a time: `count` of them, back from `newest`. */
export interface CommitRun {
  readonly newest: string;
  readonly count: number;
}

/** The commits of an epoch behind one, in runs, so that whoever reads them oldest first need not hold them all. */
export interface Survey {
  /** Oldest first. */
  readonly runs: readonly CommitRun[];
  /** Whether the walk came to the commit that it was to end at. */
  readonly isReached: boolean;
  /** Why the walk ended early; what lies below is not known then. */
  readonly failure?: GitFailure | undefined;
}

/** The newest commit; undefined in a repository without any. Throws a GitFailure where git cannot tell. */
export async function readTip(epoch: string): Promise<string | undefined> {
  try {
    for await (const [id] of readGitLines(epoch, ['rev-parse', '--verify', '--quiet', 'HEAD'])) return id;
  } catch (error) {
    // That is how git says, in silence, that there is no commit yet.
    if (!(error instanceof GitFailure) || error.exitCode !== 1 || error.words !== '') throw error;
  }
  return undefined;
}

/** Walks from `tip` back to `base`, or to the first commit. */
export async function surveyEpoch(epoch: string, tip: string, base: string | undefined): Promise<Survey> {
  const newestFirst: { newest: string; count: number }[] = [];
  let isReached = false;
  let failure: GitFailure | undefined;
  try {
    for await (const ids of readGitLines(epoch, ['rev-list', '--first-parent', tip])) {
      const end = base === undefined ? -1 : ids.indexOf(base);
      for (const id of end === -1 ? ids : ids.slice(0, end)) {
        const run = newestFirst.at(-1);
        if (run === undefined || run.count === limits.archiveCommitsMax) newestFirst.push({ newest: id, count: 1 });
        else run.count += 1;
      }
      isReached = end !== -1;
      if (isReached) break;
    }
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    failure = error;
  }
  return { runs: newestFirst.reverse(), isReached, failure };
}
