import { answerOf } from './answer-of.js';
import { Answered } from './answered.js';
import type { GitHubClient } from './github-client.js';
import { inRepository, type RepositoryName } from './read-commit.js';

/** Which of GitHub's two kinds of comments: in the talk of an issue or pull request, or on the code of a pull request. */
export interface CommentName {
  readonly on: 'issue' | 'pull';
  readonly id: number;
}

/** A comment as it is now. Its texts are those of strangers and not escaped. */
export interface GitHubComment {
  readonly body: string;
  /** `ghost` where the account is gone. */
  readonly authorLogin: string;
  /** Written by a program: by the account of an App, or by an App in somebody's name. */
  readonly isBot: boolean;
  readonly url: string;
  /** Of the issue or pull request that it is on. */
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

const routes = {
  issue: { route: 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}', parent: 'issue_url' },
  pull: { route: 'GET /repos/{owner}/{repo}/pulls/comments/{comment_id}', parent: 'pull_request_url' },
} as const;

/** Undefined where there is no such comment any more. */
export async function readComment(
  client: GitHubClient,
  repository: RepositoryName,
  { on, id }: CommentName,
): Promise<GitHubComment | undefined> {
  const { route, parent } = routes[on];
  const data = await answerOf(client, route, { ...inRepository(repository), comment_id: id });
  if (data === undefined) return undefined;
  const comment = new Answered(data, 'the comment');
  const author = comment.at('user').optional();
  return {
    body: comment.at('body').optional()?.text() ?? '',
    authorLogin: author?.at('login').text() ?? 'ghost',
    isBot:
      author?.at('type').optional()?.text() === 'Bot' ||
      comment.at('performed_via_github_app').optional() !== undefined,
    url: comment.at('html_url').text(),
    // `https://api.github.com/repos/octo/hello/issues/12`
    number: Number(/\/(\d+)$/.exec(comment.at(parent).text())?.[1] ?? Number.NaN),
    createdAt: comment.at('created_at').time(),
  };
}
