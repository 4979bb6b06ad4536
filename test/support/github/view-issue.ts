import {
  nodeIdOf,
  repositoryHtmlUrl,
  repositoryUrl,
  type View,
  viewApp,
  viewLabel,
  viewRepository,
  viewUser,
} from './view-repository.js';
import type { Issue, IssueComment, Reaction, Repo, Review, User, World } from './world.js';

const reactionNames = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'eyes', 'rocket'];

export function viewReactions(url: string, reactions: readonly Reaction[]): View {
  const counts = reactionNames.map(name => [name, reactions.filter(({ content }) => content === name).length]);
  return { url: `${url}/reactions`, total_count: reactions.length, ...Object.fromEntries(counts) };
}

export function viewReaction(world: World, reaction: Reaction): View {
  return {
    id: reaction.id,
    node_id: nodeIdOf('reaction', reaction.id),
    user: viewUser(world, reaction.user),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}

/** What the author is to the repository. */
export function associationOf(repository: Repo, user: User): string {
  if (user.id === repository.owner.id) return 'OWNER';
  const role = repository.roles.get(user.login.toLowerCase()) ?? 'none';
  return role === 'none' || role === 'read' ? 'NONE' : 'COLLABORATOR';
}

export function issueHtmlUrl(world: World, repository: Repo, { number, pull }: Issue): string {
  return `${repositoryHtmlUrl(world, repository)}/${pull === undefined ? 'issues' : 'pull'}/${number}`;
}

export function viewIssue(world: World, repository: Repo, issue: Issue): View {
  const url = `${repositoryUrl(world, repository)}/issues/${issue.number}`;
  const htmlUrl = issueHtmlUrl(world, repository, issue);
  return {
    url,
    repository_url: repositoryUrl(world, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: htmlUrl,
    id: issue.id,
    node_id: nodeIdOf('issue', issue.id),
    number: issue.number,
    title: issue.title,
    user: viewUser(world, issue.user),
    labels: issue.labels.flatMap(name => {
      const label = repository.labels.get(name.toLowerCase());
      return label === undefined ? [] : [viewLabel(world, repository, label)];
    }),
    state: issue.isOpen ? 'open' : 'closed',
    state_reason: issue.stateReason ?? null,
    locked: false,
    active_lock_reason: null,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt ?? null,
    author_association: associationOf(repository, issue.user),
    body: issue.body ?? null,
    reactions: viewReactions(url, []),
    performed_via_github_app: viaApp(world, issue.user),
    ...(issue.pull === undefined
      ? {}
      : {
          draft: issue.pull.isDraft,
          pull_request: {
            url: url.replace('/issues/', '/pulls/'),
            html_url: htmlUrl,
            diff_url: `${htmlUrl}.diff`,
            patch_url: `${htmlUrl}.patch`,
            merged_at: issue.pull.mergedAt ?? null,
          },
        }),
  };
}

export function viewIssueComment(world: World, repository: Repo, issue: Issue, comment: IssueComment): View {
  const url = `${repositoryUrl(world, repository)}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: `${issueHtmlUrl(world, repository, issue)}#issuecomment-${comment.id}`,
    issue_url: `${repositoryUrl(world, repository)}/issues/${issue.number}`,
    id: comment.id,
    node_id: nodeIdOf('issue-comment', comment.id),
    user: viewUser(world, comment.user),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(repository, comment.user),
    body: comment.body,
    reactions: viewReactions(url, comment.reactions),
    performed_via_github_app: viaApp(world, comment.user),
  };
}

export function viewReview(world: World, repository: Repo, issue: Issue, review: Review): View {
  const url = `${repositoryUrl(world, repository)}/pulls/${issue.number}`;
  const htmlUrl = `${issueHtmlUrl(world, repository, issue)}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: nodeIdOf('review', review.id),
    user: viewUser(world, review.user),
    body: review.body,
    state: review.state,
    html_url: htmlUrl,
    pull_request_url: url,
    author_association: associationOf(repository, review.user),
    _links: { html: { href: htmlUrl }, pull_request: { href: url } },
    ...(review.state === 'PENDING' ? {} : { submitted_at: review.submittedAt }),
    commit_id: review.commitSha,
  };
}

/** How much a pull request changes. */
export interface PullSize {
  readonly commits: number;
  readonly additions: number;
  readonly deletions: number;
  readonly changedFiles: number;
}

/** `size`: undefined in lists, which do not tell it. */
export function viewPull(world: World, repository: Repo, issue: Issue, size: PullSize | undefined): View {
  const { pull } = issue;
  if (pull === undefined) throw new Error(`${issue.number} is no pull request`);
  const url = `${repositoryUrl(world, repository)}/pulls/${issue.number}`;
  const issueUrl = `${repositoryUrl(world, repository)}/issues/${issue.number}`;
  const htmlUrl = issueHtmlUrl(world, repository, issue);
  const statusesUrl = `${repositoryUrl(world, repository)}/statuses/${pull.headSha}`;
  const common = viewIssue(world, repository, issue);
  const kept = ['id', 'number', 'title', 'user', 'body', 'labels', 'state', 'locked', 'active_lock_reason', 'assignee'];
  kept.push('assignees', 'milestone', 'created_at', 'updated_at', 'closed_at', 'author_association');
  return {
    url,
    ...Object.fromEntries(kept.map(name => [name, common[name]])),
    node_id: nodeIdOf('pull', issue.id),
    html_url: htmlUrl,
    diff_url: `${htmlUrl}.diff`,
    patch_url: `${htmlUrl}.patch`,
    issue_url: issueUrl,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${repositoryUrl(world, repository)}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: statusesUrl,
    merged_at: pull.mergedAt ?? null,
    merge_commit_sha: pull.mergeSha ?? null,
    requested_reviewers: [],
    requested_teams: [],
    draft: pull.isDraft,
    auto_merge: null,
    head: {
      label: `${pull.headOwner.login}:${pull.headBranch}`,
      ref: pull.headBranch,
      sha: pull.headSha,
      user: viewUser(world, pull.headOwner),
      // A fork is not a repository of its own here.
      repo: viewRepository(world, { ...repository, owner: pull.headOwner }),
    },
    base: {
      label: `${repository.owner.login}:${pull.baseBranch}`,
      ref: pull.baseBranch,
      sha: pull.baseSha,
      user: viewUser(world, repository.owner),
      repo: viewRepository(world, repository),
    },
    _links: {
      self: { href: url },
      html: { href: htmlUrl },
      issue: { href: issueUrl },
      comments: { href: `${issueUrl}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${repositoryUrl(world, repository)}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statusesUrl },
    },
    ...(size === undefined ? {} : viewSize(world, issue, size)),
  };
}

function viewSize(world: World, { comments, pull, user }: Issue, size: PullSize): View {
  return {
    merged: pull?.mergedAt !== undefined,
    mergeable: null,
    rebaseable: null,
    mergeable_state: 'unknown',
    merged_by: pull?.mergedAt === undefined ? null : viewUser(world, user),
    comments: comments.length,
    review_comments: pull?.comments.length ?? 0,
    maintainer_can_modify: false,
    commits: size.commits,
    additions: size.additions,
    deletions: size.deletions,
    changed_files: size.changedFiles,
  };
}

function viaApp(world: World, user: User): View | null {
  return user.id === world.app.bot.id ? viewApp(world, world.app) : null;
}
