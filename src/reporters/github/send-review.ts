import type { Delivery, DeliveryContent, Receipt } from '../../domain/delivery.js';
import type { Repository } from '../../domain/repository.js';
import { type GitHubAnswer, type GitHubClient, GitHubRefusal } from './github-client.js';
import { findItem, listItems, pathOf, receiptOf, receiptOfAnswer, sinceOf } from './send-answers.js';
import { type AppIdentity, isPostOf, withMarker } from './send-marker.js';
import type { Outgoing, Posted, Sent } from './send-outgoing.js';
import { tooLongOf } from './send-sizes.js';

type Review = Extract<DeliveryContent, { readonly kind: 'review' }>;
type ReviewComment = Extract<DeliveryContent, { readonly kind: 'review-comment' }>;

/**
 * Posts a review with its comments, or changes its text. GitHub refuses all of it for one line that its diff does not show; then the
 * review is posted without comments, and they follow one by one.
 */
export async function sendReview(
  client: GitHubClient,
  repository: Repository,
  review: Review,
  { delivery, children }: Outgoing,
): Promise<Sent> {
  const place = { ...pathOf(repository), pull_number: review.pullNumber };
  const body = withMarker(delivery.key, review.body);
  if (delivery.receipt !== undefined) {
    const route = 'PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}';
    await client.request(route, { ...place, review_id: delivery.receipt.id, body });
    return { receipt: delivery.receipt, isWhole: true, childKeys: [] };
  }
  const post = async (taken: readonly Delivery[]): Promise<Sent> => {
    const answer = await client.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
      ...place,
      commit_id: review.headSha,
      event: 'COMMENT',
      body,
      comments: taken.flatMap(({ key, content }) =>
        content.kind === 'review-comment' ? [{ ...lineOf(content), body: withMarker(key, content.body) }] : [],
      ),
    });
    return { receipt: receiptOfAnswer(answer), isWhole: true, childKeys: taken.map(({ key }) => key) };
  };
  const fit = children.filter(({ content }) => tooLongOf(content) === undefined);
  try {
    return await post(fit);
  } catch (error) {
    if (fit.length === 0 || !isUnprocessable(error)) throw error;
    return post([]);
  }
}

/** Posts a comment alone: on its line, else on its file. Or changes its text. */
export async function sendReviewComment(
  client: GitHubClient,
  repository: Repository,
  comment: ReviewComment,
  { delivery }: Outgoing,
): Promise<Sent> {
  const body = withMarker(delivery.key, comment.body);
  const sent = (receipt: Receipt): Sent => ({ receipt, isWhole: true, childKeys: [] });
  if (delivery.receipt !== undefined) {
    const route = 'PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}';
    await client.request(route, { ...pathOf(repository), comment_id: delivery.receipt.id, body });
    return sent(delivery.receipt);
  }
  const post = (place: Readonly<Record<string, unknown>>): Promise<GitHubAnswer> =>
    client.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/comments', {
      ...pathOf(repository),
      pull_number: comment.pullNumber,
      commit_id: comment.headSha,
      ...place,
      body,
    });
  const onFile = { path: comment.path, subject_type: 'file' };
  if (comment.line === undefined) return sent(receiptOfAnswer(await post(onFile)));
  try {
    return sent(receiptOfAnswer(await post(lineOf(comment))));
  } catch (error) {
    if (!isUnprocessable(error)) throw error;
    return sent(receiptOfAnswer(await post(onFile)));
  }
}

/** The review that stands under this key, in doubt whether one does. */
export async function findReview(
  client: GitHubClient,
  repository: Repository,
  { pullNumber }: Review,
  key: string,
  identity: AppIdentity,
): Promise<Posted | undefined> {
  const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews';
  const reviews = listItems(client, route, { ...pathOf(repository), pull_number: pullNumber });
  const found = await findItem(reviews, each => isPostOf(each, key, identity));
  return found === undefined ? undefined : { receipt: receiptOf(found), isWhole: true };
}

/** The comment that stands under this key, in doubt whether one does, whether it came with a review or alone. */
export async function findReviewComment(
  client: GitHubClient,
  repository: Repository,
  { pullNumber }: ReviewComment,
  { key, plannedAt }: Delivery,
  identity: AppIdentity,
): Promise<Posted | undefined> {
  const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments';
  const newest = { sort: 'created', direction: 'desc', since: sinceOf(plannedAt) };
  const comments = listItems(client, route, { ...pathOf(repository), pull_number: pullNumber, ...newest });
  const found = await findItem(comments, each => isPostOf(each, key, identity));
  return found === undefined ? undefined : { receipt: receiptOf(found), isWhole: true };
}

/** What GitHub calls the comments that went with a review, by their keys; its answer to the review does not tell. */
export async function findCommentsOfReview(
  client: GitHubClient,
  repository: Repository,
  { pullNumber }: Review,
  reviewId: number,
  keys: readonly string[],
  identity: AppIdentity,
): Promise<ReadonlyMap<string, Receipt>> {
  const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/comments';
  const place = { ...pathOf(repository), pull_number: pullNumber, review_id: reviewId };
  const found = new Map<string, Receipt>();
  for await (const comment of listItems(client, route, place)) {
    const key = keys.find(each => isPostOf(comment, each, identity));
    if (key !== undefined) found.set(key, receiptOf(comment));
  }
  return found;
}

/** Lines of the code after the change; a comment on one line has no first line (GitHub refuses one that is the last line too). */
function lineOf({ path, line, startLine }: ReviewComment): Readonly<Record<string, unknown>> {
  const isRange = startLine !== undefined && line !== undefined && startLine < line;
  return { path, line, side: 'RIGHT', ...(isRange && { start_line: startLine, start_side: 'RIGHT' }) };
}

function isUnprocessable(error: unknown): boolean {
  return error instanceof GitHubRefusal && error.kind === 'unprocessable';
}
