import type { Repository } from '../../domain/repository.js';
import { type GitHubClient, GitHubRefusal } from './github-client.js';
import { pathOf } from './send-answers.js';
import { findCheckRun, sendCheckRun } from './send-check-run.js';
import { findIssue, findIssueComment, sendIssue, sendIssueComment, sendReaction } from './send-issue.js';
import type { AppIdentity } from './send-marker.js';
import type { Outgoing, Posted, Sent } from './send-outgoing.js';
import { findReview, findReviewComment, sendReview, sendReviewComment } from './send-review.js';
import { tooLongOf } from './send-sizes.js';

/**
 * Creates a post that has no receipt, and changes one that has; at most one write takes effect. Throws a GitHubRefusal: of the kind
 * `doubtful` it may have taken effect all the same, of any other kind nothing did.
 */
export async function sendDelivery(
  client: GitHubClient,
  repository: Repository,
  outgoing: Outgoing,
  identity: AppIdentity,
): Promise<Sent> {
  const { content } = outgoing.delivery;
  const tooLong = tooLongOf(content);
  if (tooLong !== undefined) throw new GitHubRefusal('unprocessable', tooLong);
  switch (content.kind) {
    case 'check-run':
      return sendCheckRun(client, repository, content, outgoing, identity);
    case 'review':
      return sendReview(client, repository, content, outgoing);
    case 'review-comment':
      return sendReviewComment(client, repository, content, outgoing);
    case 'issue':
      return sendIssue(client, repository, content, outgoing);
    case 'issue-comment':
      return sendIssueComment(client, repository, content, outgoing);
    case 'reaction':
      return sendReaction(client, repository, content);
  }
}

/**
 * Looks for a post that was sent, and of which nobody knows whether it arrived: by its marker and by its author. Undefined where it did not,
 * or where sending it again does nothing. Throws a GitHubRefusal where it cannot be looked for.
 */
export async function findPosted(
  client: GitHubClient,
  repository: Repository,
  outgoing: Pick<Outgoing, 'delivery' | 'parentReceipt'>,
  identity: AppIdentity,
): Promise<Posted | undefined> {
  const { content, key } = outgoing.delivery;
  switch (content.kind) {
    case 'check-run':
      return findCheckRun(client, repository, content, key, identity);
    case 'review':
      return findReview(client, repository, content, key, identity);
    case 'review-comment':
      return findReviewComment(client, repository, content, outgoing.delivery, identity);
    case 'issue':
      return findIssue(client, repository, content, outgoing.delivery, identity);
    case 'issue-comment':
      return findIssueComment(client, repository, content, outgoing, identity);
    case 'reaction':
      return undefined;
  }
}

/** Why GitHub knew nothing of what was asked for: the repository is not there for us, or only the post or its place is gone. */
export async function isRepositoryThere(client: GitHubClient, repository: Repository): Promise<boolean> {
  try {
    await client.request('GET /repos/{owner}/{repo}', pathOf(repository));
    return true;
  } catch (error) {
    if (error instanceof GitHubRefusal && error.kind === 'not-found') return false;
    throw error;
  }
}
