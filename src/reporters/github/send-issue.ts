import type { Delivery, DeliveryContent } from '../../domain/delivery.js';
import type { Repository } from '../../domain/repository.js';
import { type GitHubClient, GitHubRefusal } from './github-client.js';
import { fieldsOf, findItem, listItems, pathOf, receiptOf, receiptOfAnswer, sinceOf } from './send-answers.js';
import { type AppIdentity, isPostOf, withMarker } from './send-marker.js';
import type { Outgoing, Posted, Sent } from './send-outgoing.js';

type Issue = Extract<DeliveryContent, { readonly kind: 'issue' }>;
type IssueComment = Extract<DeliveryContent, { readonly kind: 'issue-comment' }>;
type Reaction = Extract<DeliveryContent, { readonly kind: 'reaction' }>;

/** Opens an issue, with labels that GitHub makes where they are not there yet, or changes it. One that is to be closed is opened first. */
export async function sendIssue(
  client: GitHubClient,
  repository: Repository,
  issue: Issue,
  { delivery }: Outgoing,
): Promise<Sent> {
  if (delivery.receipt !== undefined) return changeIssue(client, repository, issue, delivery);
  const { data } = await client.request('POST /repos/{owner}/{repo}/issues', {
    ...pathOf(repository),
    title: issue.title,
    body: withMarker(delivery.key, issue.body),
    labels: issue.labels,
  });
  const receipt = { ...issueReceiptOf(data), labels: issue.labels, isOpen: true };
  return { receipt, isWhole: issue.isOpen, childKeys: [] };
}

/**
 * Title and text are ours. State and labels belong to the people there as well: who closed our issue by hand does not find it open again
 * for a new version, labels that they added stay, and labels of ours that they took off stay off, until ours change.
 */
async function changeIssue(
  client: GitHubClient,
  repository: Repository,
  issue: Issue,
  { key, receipt }: Delivery,
): Promise<Sent> {
  const place = { ...pathOf(repository), issue_number: receipt?.number };
  const { data } = await client.request('GET /repos/{owner}/{repo}/issues/{issue_number}', place);
  // GitHub leads on to another repository, where it is an issue of another number.
  if (fieldsOf(data).id !== receipt?.id) throw new GitHubRefusal('unprocessable', 'it was moved to another repository');
  const labels = labelsOf(data);
  const ours = receipt?.labels ?? [];
  const wanted = [
    ...labels.filter(label => !hasLabel(ours, label) || hasLabel(issue.labels, label)),
    ...issue.labels.filter(label => !hasLabel(ours, label) && !hasLabel(labels, label)),
  ];
  const isLabelled = wanted.length === labels.length && wanted.every(label => hasLabel(labels, label));
  const isStateChanged = issue.isOpen !== receipt?.isOpen;
  await client.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
    ...place,
    title: issue.title,
    body: withMarker(key, issue.body),
    ...(!isLabelled && { labels: wanted }),
    ...(isStateChanged &&
      (issue.isOpen
        ? { state: 'open', state_reason: 'reopened' }
        : { state: 'closed', state_reason: issue.closedAs ?? 'completed' })),
  });
  const changed = { ...issueReceiptOf(data), labels: issue.labels, isOpen: issue.isOpen };
  return { receipt: changed, isWhole: true, childKeys: [] };
}

/**
 * The issue that stands under this key, in doubt whether one does. GitHub is not asked for those of one creator: its servers do not all
 * know an App by its login there, and answer with an empty list (renovatebot/renovate#44730).
 */
export async function findIssue(
  client: GitHubClient,
  repository: Repository,
  { isOpen }: Issue,
  { key, plannedAt }: Delivery,
  identity: AppIdentity,
): Promise<Posted | undefined> {
  const newest = {
    state: 'all',
    sort: 'created',
    direction: 'desc',
    since: sinceOf(plannedAt),
  };
  const issues = listItems(client, 'GET /repos/{owner}/{repo}/issues', { ...pathOf(repository), ...newest });
  const found = await findItem(issues, each => isPostOf(each, key, identity));
  // It is opened first, whatever is wanted.
  return found === undefined
    ? undefined
    : { receipt: { ...issueReceiptOf(found), labels: labelsOf(found), isOpen: true }, isWhole: isOpen };
}

/** Comments on an issue or a pull request, or changes the comment. */
export async function sendIssueComment(
  client: GitHubClient,
  repository: Repository,
  comment: IssueComment,
  { delivery, parentReceipt }: Outgoing,
): Promise<Sent> {
  const body = withMarker(delivery.key, comment.body);
  if (delivery.receipt !== undefined) {
    const route = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}';
    await client.request(route, { ...pathOf(repository), comment_id: delivery.receipt.id, body });
    return { receipt: delivery.receipt, isWhole: true, childKeys: [] };
  }
  const place = { ...pathOf(repository), issue_number: comment.number ?? parentReceipt?.number };
  const answer = await client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { ...place, body });
  return { receipt: receiptOfAnswer(answer), isWhole: true, childKeys: [] };
}

/** The comment that stands under this key, in doubt whether one does. */
export async function findIssueComment(
  client: GitHubClient,
  repository: Repository,
  comment: IssueComment,
  { delivery, parentReceipt }: Pick<Outgoing, 'delivery' | 'parentReceipt'>,
  identity: AppIdentity,
): Promise<Posted | undefined> {
  const place = { ...pathOf(repository), issue_number: comment.number ?? parentReceipt?.number };
  const since = sinceOf(delivery.plannedAt);
  const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
  const comments = listItems(client, route, { ...place, since });
  const found = await findItem(comments, each => isPostOf(each, delivery.key, identity));
  return found === undefined ? undefined : { receipt: receiptOf(found), isWhole: true };
}

/** Reacts to a comment. The same reaction twice is one: nothing has to be looked for. */
export async function sendReaction(client: GitHubClient, repository: Repository, reaction: Reaction): Promise<Sent> {
  const route =
    reaction.on === 'issue'
      ? 'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions'
      : 'POST /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions';
  const answer = await client.request(route, {
    ...pathOf(repository),
    comment_id: reaction.commentId,
    content: reaction.reaction,
  });
  return { receipt: receiptOfAnswer(answer), isWhole: true, childKeys: [] };
}

function issueReceiptOf(issue: unknown): Posted['receipt'] {
  const { number } = fieldsOf(issue);
  if (typeof number !== 'number') throw new GitHubRefusal('doubtful', 'GitHub answers without the number of the issue');
  return { ...receiptOf(issue), number };
}

function labelsOf(issue: unknown): readonly string[] {
  const { labels } = fieldsOf(issue);
  return (Array.isArray(labels) ? labels : []).flatMap((label: unknown) => {
    const name = typeof label === 'string' ? label : fieldsOf(label).name;
    return typeof name === 'string' ? [name] : [];
  });
}

/** GitHub takes labels that differ in their case for the same. */
function hasLabel(labels: readonly string[], label: string): boolean {
  return labels.some(each => each.toLowerCase() === label.toLowerCase());
}
