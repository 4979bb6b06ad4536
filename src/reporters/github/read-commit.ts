import { limits } from '../../domain/limits.js';
import type { CommitDiff, GitHubCommit } from '../../domain/pull-request.js';
import type { Repository } from '../../domain/repository.js';
import type { Answered } from './answered.js';
import { type GitHubClient, GitHubRefusal } from './github-client.js';

/** What names a repository in a route. */
export type RepositoryName = Pick<Repository, 'owner' | 'name'>;

/** The parameters of a route that name a repository. */
export function inRepository({ owner, name }: RepositoryName): { readonly owner: string; readonly repo: string } {
  return { owner, repo: name };
}

/** A commit as GitHub's lists and comparisons give it. */
export function readCommit(item: Answered): GitHubCommit {
  const commit = item.at('commit');
  const author = commit.at('author').optional();
  const committer = commit.at('committer').optional() ?? author;
  return {
    sha: item.at('sha').objectId(),
    parents: item
      .at('parents')
      .items()
      .map(parent => parent.at('sha').objectId()),
    message: commit.at('message').text(),
    authorName: author?.at('name').optional()?.text() ?? '',
    authorEmail: author?.at('email').optional()?.text() ?? '',
    committedAt: committer?.at('date').optional()?.time() ?? 0,
  };
}

const tooLarge = /\bdiff\b.{0,40}(?:too (?:long|large|big)|exceeded)/i;

/**
 * What one commit changes, as git prints it. GitHub gives no diff of more than 20,000 lines or a megabyte, nor one that takes it too long,
 * and says so with a 406, 422 or 5xx. Other refusals are thrown.
 */
export async function readCommitDiff(
  client: GitHubClient,
  repository: RepositoryName,
  sha: string,
): Promise<CommitDiff['diff']> {
  try {
    const { data } = await client.request('GET /repos/{owner}/{repo}/commits/{ref}', {
      ...inRepository(repository),
      ref: sha,
      mediaType: { format: 'diff' },
    });
    if (typeof data !== 'string') throw new GitHubRefusal('wrong', `the diff of commit ${sha} is not text`);
    if (data.length > limits.bodyCharsMax) return { ok: false, reason: 'its diff is larger than is read' };
    return { ok: true, text: data };
  } catch (error) {
    if (!(error instanceof GitHubRefusal)) throw error;
    const isTooLarge = error.status === 406 || error.kind === 'unprocessable' || tooLarge.test(error.message);
    if (!isTooLarge) throw error;
    return { ok: false, reason: `GitHub does not give its diff: ${error.message.slice(0, 200)}` };
  }
}
