import { tellPull } from './act-on-issues.js';
import { type DiffFile, linesOfPatch } from './git-diffs.js';
import { checkBody, type Hub, Refusal, refuseUnprocessable } from './hub.js';
import { commitsBetween, filesOfPull, viewReviewComment } from './pulls.js';
import { viewPull, viewReview } from './view-issue.js';
import type { Issue, Pull, Repo, Review, ReviewComment, User } from './world.js';

/** A comment as a client orders it. */
export interface CommentOrder {
  readonly path: string;
  readonly body: string;
  readonly line?: number | undefined;
  readonly side?: 'LEFT' | 'RIGHT' | undefined;
  readonly startLine?: number | undefined;
  readonly startSide?: 'LEFT' | 'RIGHT' | undefined;
  /** On the whole file. */
  readonly isFile?: boolean | undefined;
}

export interface ReviewOrder {
  readonly body: string;
  readonly commitSha?: string | undefined;
  readonly state: Review['state'];
  readonly comments: readonly CommentOrder[];
}

/** What GitHub says of a line or file that is not in the diff: a review and a single comment are told differently. */
type Refuse = (what: 'Path' | 'Line' | 'Start line') => never;

/** One bad line refuses the whole review. */
export async function addReview(
  hub: Hub,
  repository: Repo,
  user: User,
  issue: Issue,
  order: ReviewOrder,
): Promise<Review> {
  const pull = pullOf(issue);
  checkBody('PullRequestReview', order.body);
  for (const { body } of order.comments) checkBody('PullRequestReviewComment', body);
  if (order.state === 'COMMENTED' && order.body === '' && order.comments.length === 0) {
    refuseUnprocessable('PullRequestReview', 'body', 'missing_field');
  }
  const commitSha = order.commitSha ?? pull.headSha;
  const files = await filesAt(hub, repository, pull, commitSha);
  const refuse: Refuse = what => {
    throw new Refusal(422, 'Unprocessable Entity', { errors: [`${what} could not be resolved`] });
  };
  const places = order.comments.map(each => placeIn(files, each, refuse));
  const review = recordReview(hub, user, issue, commitSha, order.state, order.body);
  const comments = order.comments.map((each, index) =>
    recordComment(hub, user, issue, review, each, places[index] ?? nowhere, undefined),
  );
  for (const comment of comments) await tellNew(hub, repository, user, issue, review, comment);
  await tellReview(hub, repository, user, issue, review);
  return review;
}

/** A comment by itself is a review of its own. */
export async function addReviewComment(
  hub: Hub,
  repository: Repo,
  user: User,
  issue: Issue,
  order: CommentOrder & { readonly commitSha: string },
): Promise<ReviewComment> {
  checkBody('PullRequestReviewComment', order.body);
  const files = await filesAt(hub, repository, pullOf(issue), order.commitSha);
  const place = placeIn(files, order, what => {
    const field = { Path: 'path', Line: 'line', 'Start line': 'start_line' }[what];
    const message = `pull_request_review_thread.${field} must be part of the diff`;
    refuseUnprocessable('PullRequestReviewComment', `pull_request_review_thread.${field}`, 'custom', message);
  });
  const review = recordReview(hub, user, issue, order.commitSha, 'COMMENTED', '');
  const comment = recordComment(hub, user, issue, review, order, place, undefined);
  await tellNew(hub, repository, user, issue, review, comment);
  await tellReview(hub, repository, user, issue, review);
  return comment;
}

/** `to`: the comment that is answered. */
export async function addReply(hub: Hub, repository: Repo, user: User, issue: Issue, to: ReviewComment, body: string) {
  checkBody('PullRequestReviewComment', body);
  const review = recordReview(hub, user, issue, to.commitSha, 'COMMENTED', '');
  const { path, line, side, startLine, position, hunk, subjectType } = to;
  const order = { path, body, line, side, startLine, isFile: subjectType === 'file' };
  const comment = recordComment(hub, user, issue, review, order, { position, hunk }, to.inReplyTo ?? to.id);
  await tellNew(hub, repository, user, issue, review, comment);
  return comment;
}

export async function editReviewComment(
  hub: Hub,
  repository: Repo,
  user: User,
  issue: Issue,
  comment: ReviewComment,
  body: string,
) {
  checkBody('PullRequestReviewComment', body);
  const from = comment.body;
  comment.body = body;
  comment.updatedAt = hub.world.timestamp();
  await tellComment(hub, repository, user, 'edited', issue, comment, { changes: { body: { from } } });
}

/** The head is another commit now, and the base may be as well. */
export async function moveHead(hub: Hub, repository: Repo, user: User, issue: Issue, headSha: string): Promise<void> {
  const pull = pullOf(issue);
  const before = pull.headSha;
  if (before === headSha) return;
  pull.headSha = headSha;
  pull.baseSha = repository.git.refs.get(`refs/heads/${pull.baseBranch}`) ?? pull.baseSha;
  issue.updatedAt = hub.world.timestamp();
  repository.git.setRef(`refs/pull/${issue.number}/head`, headSha);
  await tellPull(hub, repository, user, 'synchronize', issue, { before, after: headSha });
}

export function pullOf(issue: Issue): Pull {
  if (issue.pull === undefined) throw new Refusal(404, 'Not Found');
  return issue.pull;
}

interface Place {
  readonly position: number | undefined;
  readonly hunk: string;
}

const nowhere: Place = { position: undefined, hunk: '' };

async function filesAt(hub: Hub, repository: Repo, pull: Pull, commitSha: string): Promise<readonly DiffFile[]> {
  const commits = await commitsBetween(repository, pull.baseSha, pull.headSha);
  if (!commits.includes(commitSha)) {
    const message = 'commit_id is not part of the pull request';
    refuseUnprocessable('PullRequestReviewComment', 'commit_id', 'custom', message);
  }
  return filesOfPull(repository, pull, hub.world.limits, commitSha);
}

function placeIn(files: readonly DiffFile[], order: CommentOrder, refuse: Refuse): Place {
  const file = files.find(({ path }) => path === order.path);
  if (file === undefined) return refuse('Path');
  if (order.isFile === true) return nowhere;
  const lines = linesOfPatch(file.patch ?? '');
  const found = lines.get(`${order.side ?? 'RIGHT'}:${order.line}`);
  if (found === undefined) return refuse('Line');
  if (order.startLine !== undefined) {
    const start = lines.get(`${order.startSide ?? order.side ?? 'RIGHT'}:${order.startLine}`);
    const isBefore = start !== undefined && start.hunkIndex === found.hunkIndex && start.position < found.position;
    if (!isBefore) return refuse('Start line');
  }
  return { position: found.position, hunk: found.hunk };
}

function recordReview(
  hub: Hub,
  user: User,
  issue: Issue,
  commitSha: string,
  state: Review['state'],
  body: string,
): Review {
  const id = hub.world.nextId('review');
  const review = { id, pullNumber: issue.number, user, body, state, commitSha, submittedAt: hub.world.timestamp() };
  pullOf(issue).reviews.push(review);
  return review;
}

function recordComment(
  hub: Hub,
  user: User,
  issue: Issue,
  review: Review,
  order: CommentOrder,
  place: Place,
  inReplyTo: number | undefined,
): ReviewComment {
  const now = hub.world.timestamp();
  const isFile = order.isFile === true;
  const comment: ReviewComment = {
    id: hub.world.nextId('comment'),
    pullNumber: issue.number,
    reviewId: review.id,
    user,
    body: order.body,
    path: order.path,
    subjectType: isFile ? 'file' : 'line',
    side: order.side ?? 'RIGHT',
    line: isFile ? undefined : order.line,
    startLine: isFile ? undefined : order.startLine,
    commitSha: review.commitSha,
    ...place,
    inReplyTo,
    reactions: [],
    createdAt: now,
    updatedAt: now,
  };
  pullOf(issue).comments.push(comment);
  return comment;
}

async function tellNew(
  hub: Hub,
  repository: Repo,
  user: User,
  issue: Issue,
  review: Review,
  comment: ReviewComment,
): Promise<void> {
  if (review.state !== 'PENDING') await tellComment(hub, repository, user, 'created', issue, comment);
}

async function tellReview(hub: Hub, repository: Repo, user: User, issue: Issue, review: Review): Promise<void> {
  if (review.state === 'PENDING') return;
  const told = { ...viewReview(hub.world, repository, issue, review), state: review.state.toLowerCase() };
  const pull_request = viewPull(hub.world, repository, issue, undefined);
  hub.tell(repository, user, 'pull_request_review', 'submitted', { review: told, pull_request });
}

async function tellComment(
  hub: Hub,
  repository: Repo,
  user: User,
  action: string,
  issue: Issue,
  comment: ReviewComment,
  more = {},
): Promise<void> {
  const pull_request = viewPull(hub.world, repository, issue, undefined);
  const told = await viewReviewComment(hub.world, repository, issue, comment);
  hub.tell(repository, user, 'pull_request_review_comment', action, { comment: told, pull_request, ...more });
}
