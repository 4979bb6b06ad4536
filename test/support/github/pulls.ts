import { type DiffFile, diffFiles, linesOfPatch, movedLine } from './git-diffs.js';
import { associationOf, issueHtmlUrl, type PullSize, viewReactions } from './view-issue.js';
import { nodeIdOf, repositoryUrl, type View, viewUser } from './view-repository.js';
import type { Issue, Limits, Pull, Repo, ReviewComment, World } from './world.js';

/** From where a pull request is compared: the last commit that base and head have in common. */
export async function mergeBaseOf(repository: Repo, base: string, head: string): Promise<string | undefined> {
  const printed = await repository.git.git(['merge-base', base, head]).catch(() => '');
  return printed.trim() || undefined;
}

/** The commits of a pull request, oldest first. */
export async function commitsBetween(repository: Repo, base: string, head: string): Promise<readonly string[]> {
  const printed = await repository.git.git(['rev-list', '--topo-order', '--reverse', `${base}..${head}`]);
  return printed.split('\n').filter(line => line !== '');
}

/** What a pull request changes, as GitHub shows it with its head at `head`. */
export async function filesOfPull(repository: Repo, pull: Pull, limits: Limits, head = pull.headSha) {
  const start = await mergeBaseOf(repository, pull.baseSha, head);
  return diffFiles(repository.git, start, head, limits);
}

export async function sizeOfPull(repository: Repo, pull: Pull, limits: Limits): Promise<PullSize> {
  const files = await filesOfPull(repository, pull, limits);
  return {
    commits: (await commitsBetween(repository, pull.baseSha, pull.headSha)).length,
    additions: files.reduce((sum, each) => sum + each.additions, 0),
    deletions: files.reduce((sum, each) => sum + each.deletions, 0),
    changedFiles: files.length,
  };
}

/** Where a comment stands now that the head may be another one: nowhere, once its line was changed. */
async function placeNow(repository: Repo, pull: Pull, comment: ReviewComment, files: readonly DiffFile[]) {
  const { line, side, startLine, commitSha, path } = comment;
  const patch = files.find(each => each.path === path)?.patch;
  if (line === undefined || patch === undefined) return undefined;
  // The old side stays where the base is.
  const move = (each: number) =>
    side === 'LEFT' ? Promise.resolve(each) : movedLine(repository.git, commitSha, pull.headSha, path, each);
  const now = await move(line);
  const found = now === undefined ? undefined : linesOfPatch(patch).get(`${side}:${now}`);
  if (found === undefined) return undefined;
  return {
    line: now,
    startLine: startLine === undefined ? undefined : await move(startLine),
    position: found.position,
  };
}

export async function viewReviewComment(
  world: World,
  repository: Repo,
  issue: Issue,
  comment: ReviewComment,
): Promise<View> {
  const { pull } = issue;
  if (pull === undefined) throw new Error(`${issue.number} is no pull request`);
  const url = `${repositoryUrl(world, repository)}/pulls/comments/${comment.id}`;
  const pullUrl = `${repositoryUrl(world, repository)}/pulls/${issue.number}`;
  const htmlUrl = `${issueHtmlUrl(world, repository, issue)}#discussion_r${comment.id}`;
  const isFile = comment.subjectType === 'file';
  const place = isFile
    ? undefined
    : await placeNow(repository, pull, comment, await filesOfPull(repository, pull, world.limits));
  const startSide = comment.startLine === undefined ? null : comment.side;
  return {
    id: comment.id,
    node_id: nodeIdOf('review-comment', comment.id),
    url,
    html_url: htmlUrl,
    pull_request_url: pullUrl,
    pull_request_review_id: comment.reviewId,
    diff_hunk: comment.hunk,
    path: comment.path,
    position: isFile ? 1 : (place?.position ?? null),
    original_position: comment.position ?? 1,
    commit_id: place === undefined && !isFile ? comment.commitSha : pull.headSha,
    original_commit_id: comment.commitSha,
    user: viewUser(world, comment.user),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(repository, comment.user),
    _links: { self: { href: url }, html: { href: htmlUrl }, pull_request: { href: pullUrl } },
    reactions: viewReactions(url, comment.reactions),
    side: comment.side,
    start_side: startSide,
    // GitHub says of a comment on a file that it stands on the first line, whatever is there.
    line: isFile ? 1 : (place?.line ?? null),
    start_line: place?.startLine ?? null,
    original_line: comment.line ?? 1,
    original_start_line: comment.startLine ?? null,
    subject_type: comment.subjectType,
    ...(comment.inReplyTo === undefined ? {} : { in_reply_to_id: comment.inReplyTo }),
  };
}
