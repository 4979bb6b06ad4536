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
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

const routes = {
  issue: 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}',
  pull: 'GET /repos/{owner}/{repo}/pulls/comments/{comment_id}',
} as const;

/** Undefined where there is no such comment any more. */
export async function readComment(
  client: GitHubClient,
  repository: RepositoryName,
  { on, id }: CommentName,
): Promise<GitHubComment | undefined> {
  const data = await answerOf(client, routes[on], { ...inRepository(repository), comment_id: id });
  if (data === undefined) return undefined;
  const comment = new Answered(data, 'the comment');
  const author = comment.at('user').optional();
  return {
    body: comment.at('body').optional()?.text() ?? '',
    authorLogin: author?.at('login').text() ?? 'ghost',
    isBot:
      author?.at('type').optional()?.text() === 'Bot' ||
      comment.at('performed_via_github_app').optional() !== undefined,
    createdAt: comment.at('created_at').time(),
  };
}
