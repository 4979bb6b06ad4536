import { checkBody, type Hub, Refusal, refuseUnprocessable } from './hub.js';
import { sizeOfPull } from './pulls.js';
import { viewIssue, viewIssueComment, viewPull } from './view-issue.js';
import { viewLabel } from './view-repository.js';
import type { Issue, IssueComment, Label, Pull, Reaction, Repo, ReviewComment, User } from './world.js';

export interface IssueWords {
  readonly title: string;
  readonly body?: string | undefined;
  readonly labels?: readonly string[];
}

/** `pull`: it is a pull request. */
export function addIssue(hub: Hub, repository: Repo, user: User, words: IssueWords, pull?: Pull): Issue {
  checkTitle(words.title);
  checkBody('Issue', words.body);
  const now = hub.world.timestamp();
  const issue: Issue = {
    id: hub.world.nextId('issue'),
    number: repository.issues.size + 1,
    user,
    title: words.title,
    body: words.body,
    isOpen: true,
    stateReason: undefined,
    labels: namesOfLabels(hub, repository, words.labels ?? []),
    comments: [],
    pull,
    createdAt: now,
    updatedAt: now,
    closedAt: undefined,
  };
  repository.issues.set(issue.number, issue);
  if (pull === undefined) tellIssue(hub, repository, user, 'opened', issue);
  return issue;
}

export interface IssueChange {
  readonly title?: string | undefined;
  readonly body?: string | undefined;
  readonly isOpen?: boolean | undefined;
  readonly stateReason?: Issue['stateReason'];
  readonly labels?: readonly string[] | undefined;
}

export async function changeIssue(
  hub: Hub,
  repository: Repo,
  user: User,
  issue: Issue,
  change: IssueChange,
): Promise<void> {
  if (change.title !== undefined) checkTitle(change.title);
  checkBody('Issue', change.body);
  const before = { title: issue.title, body: issue.body, isOpen: issue.isOpen };
  issue.title = change.title ?? issue.title;
  issue.body = change.body ?? issue.body;
  issue.updatedAt = hub.world.timestamp();
  if (change.labels !== undefined) issue.labels = namesOfLabels(hub, repository, change.labels);
  const changes = {
    ...(before.title === issue.title ? {} : { title: { from: before.title } }),
    ...(before.body === issue.body ? {} : { body: { from: before.body ?? '' } }),
  };
  if (Object.keys(changes).length > 0) await tellEither(hub, repository, user, 'edited', issue, { changes });
  if (change.isOpen === undefined) return;
  if (change.isOpen === issue.isOpen) {
    if (!issue.isOpen && change.stateReason !== undefined) issue.stateReason = change.stateReason;
    return;
  }
  issue.isOpen = change.isOpen;
  issue.stateReason = issue.isOpen ? 'reopened' : (change.stateReason ?? 'completed');
  issue.closedAt = issue.isOpen ? undefined : hub.world.timestamp();
  if (issue.pull !== undefined) issue.stateReason = undefined;
  await tellEither(hub, repository, user, issue.isOpen ? 'reopened' : 'closed', issue);
}

export function addIssueComment(hub: Hub, repository: Repo, user: User, issue: Issue, body: string): IssueComment {
  checkBody('IssueComment', body);
  if (body.trim() === '') refuseUnprocessable('IssueComment', 'body', 'missing_field');
  const now = hub.world.timestamp();
  const id = hub.world.nextId('comment');
  const comment = { id, issueNumber: issue.number, user, body, reactions: [], createdAt: now, updatedAt: now };
  issue.comments.push(comment);
  issue.updatedAt = now;
  tellComment(hub, repository, user, 'created', issue, comment);
  return comment;
}

export function editIssueComment(hub: Hub, repository: Repo, user: User, comment: IssueComment, body: string): void {
  checkBody('IssueComment', body);
  const issue = repository.issues.get(comment.issueNumber);
  const from = comment.body;
  comment.body = body;
  comment.updatedAt = hub.world.timestamp();
  if (issue !== undefined)
    tellComment(hub, repository, user, 'edited', issue, comment, { changes: { body: { from } } });
}

/** A second one of the same person with the same content is the first one. */
export function addReaction(hub: Hub, user: User, comment: IssueComment | ReviewComment, content: string) {
  const known = comment.reactions.find(each => each.user.id === user.id && each.content === content);
  if (known !== undefined) return { reaction: known, isNew: false };
  const reaction: Reaction = { id: hub.world.nextId('reaction'), user, content, createdAt: hub.world.timestamp() };
  comment.reactions.push(reaction);
  return { reaction, isNew: true };
}

export function addLabel(hub: Hub, repository: Repo, name: string, color = 'ededed', description?: string): Label {
  if (repository.labels.has(name.toLowerCase())) refuseUnprocessable('Label', 'name', 'already_exists');
  if ([...name].length > 50)
    refuseUnprocessable('Label', 'name', 'custom', 'name is too long (maximum is 50 characters)');
  if (!/^[0-9a-fA-F]{6}$/.test(color)) refuseUnprocessable('Label', 'color', 'invalid');
  if ([...(description ?? '')].length > 100) {
    refuseUnprocessable('Label', 'description', 'custom', 'description is too long (maximum is 100 characters)');
  }
  const label = { id: hub.world.nextId('label'), name, color, description };
  repository.labels.set(name.toLowerCase(), label);
  return label;
}

/** Puts labels on an issue; those that are not there yet are made, as GitHub does. */
export function labelIssue(hub: Hub, repository: Repo, user: User, issue: Issue, names: readonly string[]): void {
  for (const name of namesOfLabels(hub, repository, names)) {
    if (issue.labels.includes(name)) continue;
    issue.labels.push(name);
    const label = repository.labels.get(name.toLowerCase());
    if (issue.pull !== undefined || label === undefined) continue;
    tellIssue(hub, repository, user, 'labeled', issue, { label: viewLabel(hub.world, repository, label) });
  }
}

export async function tellPull(
  hub: Hub,
  repository: Repo,
  user: User,
  action: string,
  issue: Issue,
  more = {},
): Promise<void> {
  if (issue.pull === undefined) return;
  const size = await sizeOfPull(repository, issue.pull, hub.world.limits);
  const pull_request = viewPull(hub.world, repository, issue, size);
  hub.tell(repository, user, 'pull_request', action, { number: issue.number, pull_request, ...more });
}

async function tellEither(
  hub: Hub,
  repository: Repo,
  user: User,
  action: string,
  issue: Issue,
  more = {},
): Promise<void> {
  if (issue.pull === undefined) tellIssue(hub, repository, user, action, issue, more);
  else await tellPull(hub, repository, user, action, issue, more);
}

function tellIssue(hub: Hub, repository: Repo, user: User, action: string, issue: Issue, more = {}): void {
  hub.tell(repository, user, 'issues', action, { issue: viewIssue(hub.world, repository, issue), ...more });
}

function tellComment(
  hub: Hub,
  repository: Repo,
  user: User,
  action: string,
  issue: Issue,
  comment: IssueComment,
  more = {},
) {
  const payload = {
    issue: viewIssue(hub.world, repository, issue),
    comment: viewIssueComment(hub.world, repository, issue, comment),
    ...more,
  };
  hub.tell(repository, user, 'issue_comment', action, payload);
}

function namesOfLabels(hub: Hub, repository: Repo, names: readonly string[]): string[] {
  const labels = names.map(name => repository.labels.get(name.toLowerCase()) ?? addLabel(hub, repository, name));
  if (labels.length > 100) throw new Refusal(422, 'Validation Failed', { errors: ['an issue has at most 100 labels'] });
  return [...new Set(labels.map(({ name }) => name))];
}

function checkTitle(title: string): void {
  if (title.trim() === '') refuseUnprocessable('Issue', 'title', 'missing_field');
  if ([...title].length <= 256) return;
  refuseUnprocessable('Issue', 'title', 'custom', 'title is too long (maximum is 256 characters)');
}
