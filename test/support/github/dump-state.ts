import { latestRuns } from './act-on-checks.js';
import {
  type CheckRun,
  fullNameOf,
  type Issue,
  type IssueComment,
  type Reaction,
  type Repo,
  type ReviewComment,
  type World,
} from './world.js';

/**
 * What stands on GitHub at the end, without ids and times, in an order that does not depend on who came first: two runs that said the
 * same have the same dump. Issues that people opened and pull requests are known by their numbers, those of the App by their titles.
 */
export function dumpState(world: World) {
  return withoutIds(sortedBy([...world.repositories.values()], fullNameOf).map(each => dumpRepository(world, each)));
}

function dumpRepository(world: World, repository: Repo) {
  return {
    repository: fullNameOf(repository),
    labels: sorted(
      [...repository.labels.values()].map(({ name, color, description }) => ({ name, color, description })),
    ),
    issues: sorted([...repository.issues.values()].map(issue => dumpIssue(world, repository, issue))),
    checkRuns: sorted(latestRuns(repository.checkRuns).map(dumpRun)),
    allCheckRuns: sorted(repository.checkRuns.map(dumpRun)),
  };
}

/** Links to comments and runs have their ids in them. */
function withoutIds<T>(dump: T): T {
  const text = JSON.stringify(dump);
  const links = /(#(?:issuecomment-|discussion_r|pullrequestreview-)|\/runs\/)\d+/g;
  return JSON.parse(text.replaceAll(links, '$1ID')) as T;
}

export type StateDump = ReturnType<typeof dumpState>;

function dumpIssue(world: World, repository: Repo, issue: Issue) {
  const { title, body, isOpen, stateReason, labels, user, comments, pull } = issue;
  const isOurs = user.id === world.app.bot.id;
  return {
    title,
    number: isOurs ? undefined : issue.number,
    body,
    isOpen,
    stateReason,
    labels: [...labels].sort(),
    author: user.login,
    comments: sorted(comments.map(dumpIssueComment)),
    pull: pull && {
      head: pull.headSha,
      base: pull.baseBranch,
      isMerged: pull.mergedAt !== undefined,
      isDraft: pull.isDraft,
      reviews: sorted(
        pull.reviews.map(review => ({
          author: review.user.login,
          state: review.state,
          body: review.body,
          commit: review.commitSha,
          comments: sorted(
            pull.comments.filter(({ reviewId }) => reviewId === review.id).map(each => dumpComment(repository, each)),
          ),
        })),
      ),
    },
  };
}

function dumpIssueComment({ user, body, reactions }: IssueComment) {
  return { author: user.login, body, reactions: dumpReactions(reactions) };
}

function dumpComment(repository: Repo, comment: ReviewComment) {
  const { user, body, path, subjectType, side, line, startLine, commitSha, reactions, inReplyTo } = comment;
  const answered = repository.issues.get(comment.pullNumber)?.pull?.comments.find(({ id }) => id === inReplyTo);
  const place = { path, subjectType, side, line, startLine, commit: commitSha };
  return { author: user.login, body, ...place, answers: answered?.body, reactions: dumpReactions(reactions) };
}

function dumpRun({ name, headSha, externalId, status, conclusion, title, summary, text, annotations }: CheckRun) {
  return { name, headSha, externalId, status, conclusion, title, summary, text, annotations: sorted(annotations) };
}

function dumpReactions(reactions: readonly Reaction[]): readonly string[] {
  return reactions.map(({ user, content }) => `${user.login} ${content}`).sort();
}

function sorted<T>(values: readonly T[]): readonly T[] {
  return sortedBy(values, value => JSON.stringify(value));
}

function sortedBy<T>(values: readonly T[], key: (value: T) => string): readonly T[] {
  return [...values].sort((one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0));
}
