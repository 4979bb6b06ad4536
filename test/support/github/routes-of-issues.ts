import {
  addIssue,
  addIssueComment,
  addLabel,
  addReaction,
  changeIssue,
  editIssueComment,
  labelIssue,
} from './act-on-issues.js';
import { type Call, created, notFound, ok, page, type RouteTable } from './handler.js';
import { Refusal } from './hub.js';
import { viewIssue, viewIssueComment, viewReaction } from './view-issue.js';
import { viewLabel } from './view-repository.js';
import type { Issue, IssueComment, Repo } from './world.js';

/** A pull request is an issue too: either permission does. */
const reads = ['issues:read', 'pull_requests:read'];
const writes = ['issues:write', 'pull_requests:write'];

interface IssueBody {
  readonly title?: string;
  readonly body?: string | null;
  readonly state?: string;
  readonly state_reason?: Issue['stateReason'] | null;
  readonly labels?: readonly (string | { readonly name: string })[];
}

export const routesOfIssues: RouteTable = {
  'GET /repos/{owner}/{repo}/issues': {
    needs: ['issues:read'],
    handle: (call, repository) => {
      checkIssuesAreOn(repository);
      const found = findIssues(call, repository);
      return page(call, found, issue => viewIssue(call.world, repository, issue));
    },
  },
  'POST /repos/{owner}/{repo}/issues': {
    needs: ['issues:write'],
    handle: (call, repository) => {
      checkIssuesAreOn(repository);
      const { title, body, labels } = call.body as IssueBody;
      const words = { title: String(title), body: body ?? undefined, labels: namesOf(labels) ?? [] };
      return created(viewIssue(call.world, repository, addIssue(call.hub, repository, call.user, words)));
    },
  },
  'GET /repos/{owner}/{repo}/issues/{issue_number}': {
    needs: reads,
    handle: (call, repository) => ok(viewIssue(call.world, repository, issueOf(call, repository))),
  },
  'PATCH /repos/{owner}/{repo}/issues/{issue_number}': {
    needs: writes,
    handle: async (call, repository) => {
      const issue = issueOf(call, repository);
      const { title, body, state, state_reason, labels } = call.body as IssueBody;
      await changeIssue(call.hub, repository, call.user, issue, {
        title,
        body: body ?? undefined,
        isOpen: state === undefined ? undefined : state === 'open',
        stateReason: state_reason ?? undefined,
        labels: namesOf(labels),
      });
      return ok(viewIssue(call.world, repository, issue));
    },
  },
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': {
    needs: reads,
    handle: (call, repository) => {
      const issue = issueOf(call, repository);
      const since = Date.parse(call.query.since ?? '') || 0;
      const found = issue.comments.filter(({ updatedAt }) => Date.parse(updatedAt) >= since);
      return page(call, found, comment => viewIssueComment(call.world, repository, issue, comment));
    },
  },
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': {
    needs: writes,
    handle: (call, repository) => {
      const issue = issueOf(call, repository);
      const { body } = call.body as { readonly body: string };
      const comment = addIssueComment(call.hub, repository, call.user, issue, body);
      return created(viewIssueComment(call.world, repository, issue, comment));
    },
  },
  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}': {
    needs: reads,
    handle: (call, repository) => {
      const { issue, comment } = commentOf(call, repository);
      return ok(viewIssueComment(call.world, repository, issue, comment));
    },
  },
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': {
    needs: writes,
    handle: (call, repository) => {
      const { issue, comment } = commentOf(call, repository);
      // The comments of others are theirs.
      if (comment.user.id !== call.user.id) throw new Refusal(403, 'Resource not accessible by integration');
      const { body } = call.body as { readonly body: string };
      editIssueComment(call.hub, repository, call.user, comment, body);
      return ok(viewIssueComment(call.world, repository, issue, comment));
    },
  },
  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': {
    needs: reads,
    handle: (call, repository) =>
      page(call, commentOf(call, repository).comment.reactions, each => viewReaction(call.world, each)),
  },
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': {
    needs: writes,
    handle: (call, repository) => {
      const { content } = call.body as { readonly content: string };
      const { reaction, isNew } = addReaction(call.hub, call.user, commentOf(call, repository).comment, content);
      return { status: isNew ? 201 : 200, body: viewReaction(call.world, reaction) };
    },
  },
  'POST /repos/{owner}/{repo}/issues/{issue_number}/labels': {
    needs: writes,
    handle: (call, repository) => {
      const issue = issueOf(call, repository);
      const labels = Array.isArray(call.body) ? call.body : (call.body as IssueBody).labels;
      labelIssue(call.hub, repository, call.user, issue, namesOf(labels) ?? []);
      return ok(viewIssue(call.world, repository, issue).labels);
    },
  },
  'GET /repos/{owner}/{repo}/labels': {
    needs: reads,
    handle: (call, repository) =>
      page(call, [...repository.labels.values()], label => viewLabel(call.world, repository, label)),
  },
  'GET /repos/{owner}/{repo}/labels/{name}': {
    needs: reads,
    handle: ({ world, path }, repository) =>
      ok(viewLabel(world, repository, repository.labels.get((path.name ?? '').toLowerCase()) ?? notFound())),
  },
  'POST /repos/{owner}/{repo}/labels': {
    needs: writes,
    handle: (call, repository) => {
      const { name, color, description } = call.body as { name: string; color?: string; description?: string };
      return created(viewLabel(call.world, repository, addLabel(call.hub, repository, name, color, description)));
    },
  },
};

function findIssues({ query }: Call, repository: Repo): readonly Issue[] {
  const { state = 'open', creator, labels, since, direction = 'desc', sort = 'created' } = query;
  const wanted = labels?.toLowerCase().split(',');
  const found = [...repository.issues.values()].filter(issue => {
    if (state !== 'all' && issue.isOpen !== (state === 'open')) return false;
    if (since !== undefined && Date.parse(issue.updatedAt) < Date.parse(since)) return false;
    // An App is called by its account or, as in a search, by app/ and its name.
    if (creator !== undefined && ![issue.user.login, `app/${issue.user.login.replace('[bot]', '')}`].includes(creator))
      return false;
    const names = issue.labels.map(name => name.toLowerCase());
    return wanted === undefined || wanted.every(name => names.includes(name));
  });
  if (sort === 'updated') found.sort((one, other) => Date.parse(one.updatedAt) - Date.parse(other.updatedAt));
  if (sort === 'comments') found.sort((one, other) => one.comments.length - other.comments.length);
  return direction === 'desc' ? found.reverse() : found;
}

function issueOf({ path }: Call, repository: Repo): Issue {
  const issue = repository.issues.get(Number(path.issue_number));
  // A pull request can be commented on where issues are off.
  if (issue?.pull === undefined) checkIssuesAreOn(repository);
  return issue ?? notFound();
}

function commentOf({ path }: Call, repository: Repo): { readonly issue: Issue; readonly comment: IssueComment } {
  for (const issue of repository.issues.values()) {
    const comment = issue.comments.find(({ id }) => id === Number(path.comment_id));
    if (comment !== undefined) return { issue, comment };
  }
  return notFound();
}

function checkIssuesAreOn(repository: Repo): void {
  if (!repository.hasIssues) throw new Refusal(410, 'Issues has been disabled in this repository.');
}

function namesOf(labels: IssueBody['labels']): readonly string[] | undefined {
  return labels?.map(label => (typeof label === 'string' ? label : label.name));
}
