import { readDiff } from '../diff/read-diff.js';
import { limits } from '../domain/limits.js';
import type { Patch } from '../domain/patch.js';
import type { CommitDiff, PullRequest } from '../domain/pull-request.js';
import type { NotChecked } from '../domain/review.js';
import type { Series } from '../domain/series.js';
import { parseSubject } from '../mail/subject.js';
import { findTrailers, toTrailer } from '../mail/trailers.js';

export interface PullSeries {
  readonly series: Series;
  /** The commits of which no diff is at hand. Those that GitHub does not list are in `series.missing`. */
  readonly notChecked: readonly NotChecked[];
}

/** The Message-ID that the mail of a commit would have. */
export function commitMessageId(sha: string): string {
  return `commit.${sha}@faultline.invalid`;
}

/**
 * Reads the commits of a pull request as the series that their mails would be, on top of the parent of the first one. A commit whose diff
 * could not be had is a patch without files: how it leaves the code is not known to those behind it.
 *
 * @param commits each behind its parents
 */
export function makePullSeries(
  pull: Pick<PullRequest, 'title' | 'baseSha' | 'headSha' | 'commitCount'>,
  commits: readonly CommitDiff[],
): PullSeries {
  const patches = commits.slice(0, limits.seriesPatchesMax).map((commit, index) => makeCommitPatch(commit, index + 1));
  const total = Math.max(Math.min(pull.commitCount, limits.seriesPatchesMax), patches.length);
  const missing = Array.from({ length: total - patches.length }, (_, index) => patches.length + index + 1);
  const id = patches[0]?.messageId ?? commitMessageId(pull.headSha);
  const notChecked = patches.flatMap(({ number }, index) => describeUnread(number, commits[index]));
  return {
    series: {
      id,
      threadRootId: id,
      version: 1,
      total,
      title: parseSubject(pull.title).title,
      author: patches[0]?.author ?? { name: '', email: '' },
      patches,
      missing,
      state: missing.length > 0 ? 'incomplete' : notChecked.length > 0 ? 'unreadable' : 'complete',
      isResend: false,
      isRfc: false,
      // The base of the pull request is where its branch is now, which may be far behind the one that the commits lie on.
      baseCommit: commits[0]?.parents[0] ?? pull.baseSha,
      trailers: [],
      problems: [],
    },
    notChecked,
  };
}

function describeUnread(patch: number, commit: CommitDiff | undefined): readonly NotChecked[] {
  if (commit === undefined || commit.diff.ok) return [];
  return [{ patch, reason: `commit ${commit.sha.slice(0, 12)} was not read: ${commit.diff.reason}` }];
}

/** A commit as the patch that its mail would be. */
export function makeCommitPatch(commit: CommitDiff, number: number): Patch {
  const messageId = commitMessageId(commit.sha);
  const { files, patchId, problems } = readDiff(commit.diff.ok ? commit.diff.text : '', {
    messageId,
    firstMailLine: 1,
  });
  const { subject, body } = splitMessage(commit.message);
  return {
    messageId,
    number,
    // git mailinfo takes brackets away that the commit itself begins with.
    title: parseSubject(`[PATCH] ${subject}`).title,
    author: { name: commit.authorName, email: commit.authorEmail },
    commitMessage: body,
    trailers: findTrailers(body).map(toTrailer),
    notes: '',
    prerequisitePatchIds: [],
    files,
    patchId,
    isQuoted: false,
    problems,
  };
}

/** As git does: the first paragraph is the subject. */
function splitMessage(message: string): { readonly subject: string; readonly body: string } {
  const text = message.slice(0, limits.bodyCharsMax).replace(/\r\n/g, '\n').replace(/^\n+/, '');
  const end = text.search(/\n[ \t]*\n/);
  if (end < 0) return { subject: text, body: '' };
  return { subject: text.slice(0, end), body: text.slice(end).trim() };
}
