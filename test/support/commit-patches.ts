import type { CommitDiff } from '../../src/domain/pull-request.js';
import { makeCommitPatch } from '../../src/series/pull-series.js';
import { printGitDiff } from './print-diff.js';

/** A state of some files, by path. */
export type Files = Readonly<Record<string, string>>;

/** Commits that lead from one state of the files to the next. */
export function makeCommits(states: readonly Files[]): readonly CommitDiff[] {
  return states.slice(1).map((after, index) => {
    const before = states[index] ?? {};
    const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    const diffs = paths.flatMap(path => {
      const [old, now] = [before[path] ?? '', after[path] ?? ''];
      return old === now ? [] : [printGitDiff(path, old, now, 3)];
    });
    return {
      sha: String(index + 1).repeat(40),
      parents: [String(index).repeat(40)],
      message: `commit ${index + 1}\n\nIt changes things.`,
      authorName: 'Ada Example',
      authorEmail: 'ada@example.com',
      committedAt: index,
      diff: { ok: true, text: diffs.join('') },
    };
  });
}

/** The same as patches, numbered from 1 on. */
export function makePatches(states: readonly Files[]) {
  return makeCommits(states).map((commit, index) => makeCommitPatch(commit, index + 1));
}
