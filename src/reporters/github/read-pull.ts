import { limits } from '../../domain/limits.js';
import type { CommitDiff, GitHubCommit, PullFile, PullRequest } from '../../domain/pull-request.js';
import { answerOf } from './answer-of.js';
import { Answered } from './answered.js';
import type { GitHubClient } from './github-client.js';
import { inRepository, type RepositoryName, readCommit, readCommitDiff } from './read-commit.js';
import { readPages } from './read-pages.js';

/** An open pull request, as far as it tells whether something has to be done. */
export interface PullHead {
  readonly number: number;
  readonly headSha: string;
}

/** The pull request as it is now; undefined where there is none. */
export async function readPull(
  client: GitHubClient,
  repository: RepositoryName,
  number: number,
): Promise<PullRequest | undefined> {
  const data = await answerOf(client, 'GET /repos/{owner}/{repo}/pulls/{pull_number}', {
    ...inRepository(repository),
    pull_number: number,
  });
  if (data === undefined) return undefined;
  const pull = new Answered(data, 'the pull request');
  return {
    number: pull.at('number').number(),
    title: pull.at('title').text(),
    body: pull.at('body').optional()?.text() ?? '',
    isOpen: pull.at('state').text() === 'open',
    isDraft: pull.at('draft').optional()?.flag() ?? false,
    baseBranch: pull.at('base', 'ref').text(),
    baseSha: pull.at('base', 'sha').objectId(),
    headSha: pull.at('head', 'sha').objectId(),
    // Whose account is gone has none.
    commitCount: pull.at('commits').number(),
    fileCount: pull.at('changed_files').number(),
  };
}

/** The pull requests that are open, the newest first. `notRead`: what was left out, for people. */
export async function listOpenPulls(
  client: GitHubClient,
  repository: RepositoryName,
): Promise<{ readonly pulls: readonly PullHead[]; readonly notRead?: string | undefined }> {
  const { items, isCut } = await readPages(
    client,
    'GET /repos/{owner}/{repo}/pulls',
    { ...inRepository(repository), state: 'open', sort: 'created', direction: 'desc' },
    'the list of pull requests',
    { itemsMax: limits.openPullsMax },
  );
  const pulls = items.map(item => ({
    number: item.at('number').number(),
    headSha: item.at('head', 'sha').objectId(),
  }));
  return { pulls, notRead: isCut ? `only the newest ${pulls.length} open pull requests were looked at` : undefined };
}

/**
 * The commits of a pull request, each behind its parents, with their diffs. Of a merge the diff is not asked for: it would show what
 * others did. `notRead`: what was left out, for people.
 */
export async function readPullCommits(
  client: GitHubClient,
  repository: RepositoryName,
  pull: Pick<PullRequest, 'number' | 'headSha' | 'commitCount'>,
): Promise<{ readonly commits: readonly CommitDiff[]; readonly notRead?: string | undefined }> {
  const { items, isCut } = await readPages(
    client,
    'GET /repos/{owner}/{repo}/pulls/{pull_number}/commits',
    { ...inRepository(repository), pull_number: pull.number },
    'the list of commits',
    { itemsMax: limits.pullCommitsMax },
  );
  const listed = inOrder(items.map(readCommit), pull.headSha);
  const commits: CommitDiff[] = [];
  for (const commit of listed) {
    const isMerge = commit.parents.length > 1;
    const diff = isMerge
      ? { ok: false as const, reason: 'it is a merge, whose own changes are not looked at' }
      : await readCommitDiff(client, repository, commit.sha);
    commits.push({ ...commit, diff });
  }
  return { commits, notRead: describeUnread(listed, pull, isCut) };
}

function describeUnread(
  listed: readonly GitHubCommit[],
  { headSha, commitCount }: Pick<PullRequest, 'headSha' | 'commitCount'>,
  isCut: boolean,
): string | undefined {
  if (isCut || commitCount > listed.length)
    return `only ${listed.length} of its ${Math.max(commitCount, listed.length)} commits were read: GitHub lists no more of a pull request`;
  const isWhole = listed.length === 0 || listed.some(({ sha }) => sha === headSha);
  return isWhole ? undefined : 'it was pushed to while it was read';
}

/** GitHub sorts by time, and rebasing leaves the times of authors: where the first parents lead through all commits, that is their order. */
function inOrder(listed: readonly GitHubCommit[], headSha: string): readonly GitHubCommit[] {
  const bySha = new Map(listed.map(commit => [commit.sha, commit]));
  const chain: GitHubCommit[] = [];
  for (let next = bySha.get(headSha); next !== undefined && chain.length < listed.length; ) {
    chain.push(next);
    next = bySha.get(next.parents[0] ?? '');
  }
  return chain.length === listed.length ? chain.reverse() : listed;
}

/** The files that GitHub shows of a pull request: where comments may stand. `notRead`: what was left out, for people. */
export async function readPullFiles(
  client: GitHubClient,
  repository: RepositoryName,
  pull: Pick<PullRequest, 'number' | 'fileCount'>,
): Promise<{ readonly files: readonly PullFile[]; readonly notRead?: string | undefined }> {
  const { items, isCut } = await readPages(
    client,
    'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
    { ...inRepository(repository), pull_number: pull.number },
    'the list of files',
    { itemsMax: limits.pullFilesMax },
  );
  const files = items.map(item => ({
    path: item.at('filename').text(),
    oldPath: item.at('previous_filename').optional()?.text(),
    patch: item.at('patch').optional()?.text(),
  }));
  const isShort = isCut || pull.fileCount > files.length;
  const total = Math.max(pull.fileCount, files.length);
  return {
    files,
    notRead: isShort ? `GitHub lists only ${files.length} of its ${total} files` : undefined,
  };
}
