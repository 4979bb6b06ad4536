import { addReaction } from './act-on-issues.js';
import { addReply, addReview, addReviewComment, type CommentOrder, editReviewComment, pullOf } from './act-on-pulls.js';
import { type Call, created, mediaOf, notFound, ok, page, type RouteTable, textAnswer } from './handler.js';
import { checkBody, Refusal, refuseUnprocessable } from './hub.js';
import { commitsBetween, filesOfPull, mergeBaseOf, sizeOfPull, viewReviewComment } from './pulls.js';
import { diffAnswer } from './routes-of-commits.js';
import { viewCommit, viewFile } from './view-commit.js';
import { viewPull, viewReaction, viewReview } from './view-issue.js';
import type { Issue, Repo, ReviewComment } from './world.js';

const reads = ['pull_requests:read'];
const writes = ['pull_requests:write'];
const states = { COMMENT: 'COMMENTED', APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED' } as const;

interface CommentBody {
  readonly path: string;
  readonly body: string;
  readonly commit_id?: string;
  readonly line?: number;
  readonly side?: string;
  readonly start_line?: number;
  readonly start_side?: string;
  readonly subject_type?: string;
  readonly in_reply_to?: number;
}

export const routesOfPulls: RouteTable = {
  'GET /repos/{owner}/{repo}/pulls': {
    needs: reads,
    handle: (call, repository) => {
      const { state = 'open', base, head, direction, sort = 'created' } = call.query;
      const found = [...repository.issues.values()].filter(({ isOpen, pull }) => {
        if (pull === undefined || (state !== 'all' && isOpen !== (state === 'open'))) return false;
        if (head !== undefined && `${pull.headOwner.login}:${pull.headBranch}` !== head) return false;
        return base === undefined || pull.baseBranch === base;
      });
      if (sort === 'updated') found.sort((one, other) => Date.parse(one.updatedAt) - Date.parse(other.updatedAt));
      // The newest come first, where nothing else is asked for.
      const isDescending = (direction ?? (sort === 'created' ? 'desc' : 'asc')) === 'desc';
      return page(call, isDescending ? found.reverse() : found, each =>
        viewPull(call.world, repository, each, undefined),
      );
    },
  },
  'GET /repos/{owner}/{repo}/pulls/{pull_number}': {
    needs: reads,
    handle: async (call, repository) => {
      const issue = issueOf(call, repository);
      const pull = pullOf(issue);
      const media = mediaOf(call);
      const start = await mergeBaseOf(repository, pull.baseSha, pull.headSha);
      if (media === 'diff') return diffAnswer(repository, start, pull.headSha, call.world.limits, 'PullRequest');
      if (media === 'patch') {
        const range = `${pull.baseSha}..${pull.headSha}`;
        return textAnswer(await repository.git.git(['format-patch', '--stdout', range]), 'patch');
      }
      return ok(viewPull(call.world, repository, issue, await sizeOfPull(repository, pull, call.world.limits)));
    },
  },
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/commits': {
    needs: reads,
    handle: async (call, repository) => {
      const pull = pullOf(issueOf(call, repository));
      const commits = await commitsBetween(repository, pull.baseSha, pull.headSha);
      const shown = commits.slice(0, call.world.limits.pullCommitsMax);
      return page(call, shown, sha => viewCommit(call.world, repository, sha));
    },
  },
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files': {
    needs: reads,
    handle: async (call, repository) => {
      const pull = pullOf(issueOf(call, repository));
      const files = await filesOfPull(repository, pull, call.world.limits);
      const shown = files.slice(0, call.world.limits.pullFilesMax);
      return page(call, shown, file => viewFile(call.world, repository, pull.headSha, file));
    },
  },
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews': {
    needs: reads,
    handle: (call, repository) => {
      const issue = issueOf(call, repository);
      return page(call, pullOf(issue).reviews, review => viewReview(call.world, repository, issue, review));
    },
  },
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews': {
    needs: writes,
    handle: async (call, repository) => {
      const issue = issueOf(call, repository);
      const {
        body = '',
        commit_id,
        event,
        comments = [],
      } = call.body as {
        readonly body?: string;
        readonly commit_id?: string;
        readonly event?: keyof typeof states;
        readonly comments?: readonly CommentBody[];
      };
      const order = {
        body,
        commitSha: commit_id,
        state: event === undefined ? 'PENDING' : states[event],
        comments: comments.map(orderOf),
      } as const;
      const review = await addReview(call.hub, repository, call.user, issue, order);
      return ok(viewReview(call.world, repository, issue, review));
    },
  },
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}': {
    needs: reads,
    handle: (call, repository) => {
      const { issue, review } = reviewOf(call, repository);
      return ok(viewReview(call.world, repository, issue, review));
    },
  },
  'PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}': {
    needs: writes,
    handle: (call, repository) => {
      const { issue, review } = reviewOf(call, repository);
      const { body } = call.body as { readonly body: string };
      checkBody('PullRequestReview', body);
      review.body = body;
      return ok(viewReview(call.world, repository, issue, review));
    },
  },
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/comments': {
    needs: reads,
    handle: (call, repository) => {
      const { issue, review } = reviewOf(call, repository);
      const found = pullOf(issue).comments.filter(({ reviewId }) => reviewId === review.id);
      return page(call, found, comment => viewReviewComment(call.world, repository, issue, comment));
    },
  },
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments': {
    needs: reads,
    handle: (call, repository) => {
      const issue = issueOf(call, repository);
      const { direction = 'asc', since } = call.query;
      const all = pullOf(issue).comments.filter(each => Date.parse(each.updatedAt) >= (Date.parse(since ?? '') || 0));
      const found = direction === 'desc' ? all.reverse() : all;
      return page(call, found, comment => viewReviewComment(call.world, repository, issue, comment));
    },
  },
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments': {
    needs: writes,
    handle: async (call, repository) => {
      const issue = issueOf(call, repository);
      const body = call.body as CommentBody & { readonly commit_id: string };
      const view = async (comment: ReviewComment) =>
        created(await viewReviewComment(call.world, repository, issue, comment));
      if (body.in_reply_to !== undefined) {
        const to = pullOf(issue).comments.find(({ id }) => id === body.in_reply_to);
        if (to === undefined) refuseUnprocessable('PullRequestReviewComment', 'in_reply_to', 'invalid');
        return view(await addReply(call.hub, repository, call.user, issue, to, body.body));
      }
      const order = { ...orderOf(body), commitSha: body.commit_id };
      return view(await addReviewComment(call.hub, repository, call.user, issue, order));
    },
  },
  'GET /repos/{owner}/{repo}/pulls/comments/{comment_id}': {
    needs: reads,
    handle: async (call, repository) => {
      const { issue, comment } = commentOf(call, repository);
      return ok(await viewReviewComment(call.world, repository, issue, comment));
    },
  },
  'PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}': {
    needs: writes,
    handle: async (call, repository) => {
      const { issue, comment } = commentOf(call, repository);
      // The comments of others are theirs.
      if (comment.user.id !== call.user.id) throw new Refusal(403, 'Resource not accessible by integration');
      const { body } = call.body as { readonly body: string };
      await editReviewComment(call.hub, repository, call.user, issue, comment, body);
      return ok(await viewReviewComment(call.world, repository, issue, comment));
    },
  },
  'GET /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions': {
    needs: reads,
    handle: (call, repository) =>
      page(call, commentOf(call, repository).comment.reactions, each => viewReaction(call.world, each)),
  },
  'POST /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions': {
    needs: writes,
    handle: (call, repository) => {
      const { content } = call.body as { readonly content: string };
      const { reaction, isNew } = addReaction(call.hub, call.user, commentOf(call, repository).comment, content);
      return { status: isNew ? 201 : 200, body: viewReaction(call.world, reaction) };
    },
  },
};

function orderOf(body: CommentBody): CommentOrder {
  const { path, line, start_line: startLine, side, start_side: startSide } = body;
  const isSide = (each: string | undefined): 'LEFT' | 'RIGHT' | undefined =>
    each === 'LEFT' || each === 'RIGHT' ? each : undefined;
  const sides = { side: isSide(side), startSide: isSide(startSide) };
  return { path, body: body.body, line, startLine, ...sides, isFile: body.subject_type === 'file' };
}

function issueOf({ path }: Call, repository: Repo): Issue {
  const issue = repository.issues.get(Number(path.pull_number));
  return issue?.pull === undefined ? notFound() : issue;
}

function reviewOf(call: Call, repository: Repo) {
  const issue = issueOf(call, repository);
  const review = pullOf(issue).reviews.find(({ id }) => id === Number(call.path.review_id));
  return review === undefined ? notFound() : { issue, review };
}

function commentOf({ path }: Call, repository: Repo): { readonly issue: Issue; readonly comment: ReviewComment } {
  for (const issue of repository.issues.values()) {
    const comment = issue.pull?.comments.find(({ id }) => id === Number(path.comment_id));
    if (comment !== undefined) return { issue, comment };
  }
  return notFound();
}
