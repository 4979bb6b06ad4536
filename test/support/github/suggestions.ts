import { pullOf } from './act-on-pulls.js';
import { movedLine } from './git-diffs.js';
import type { Hub } from './hub.js';
import { pushTo } from './pushes.js';
import type { Repo, ReviewComment, User } from './world.js';

/** The lines of the first ```suggestion of a comment; undefined where it has none. An empty one takes the lines away. */
export function suggestionIn(body: string): readonly string[] | undefined {
  const [, , inner] = /^(`{3,}|~{3,})suggestion[^\n]*\n([\s\S]*?)^\1[ \t]*$/m.exec(body.replaceAll('\r\n', '\n')) ?? [];
  return inner === undefined ? undefined : inner.split('\n').slice(0, -1);
}

/** Commits what a comment suggests to the branch of the pull request, as GitHub does. Returns the commit. */
export async function applySuggestion(hub: Hub, repository: Repo, user: User, comment: ReviewComment): Promise<string> {
  const issue = repository.issues.get(comment.pullNumber);
  if (issue === undefined) throw new Error(`no pull request ${comment.pullNumber}`);
  const pull = pullOf(issue);
  const lines = suggestionIn(comment.body);
  if (lines === undefined) throw new Error('the comment suggests nothing');
  if (comment.side !== 'RIGHT' || comment.line === undefined)
    throw new Error('a suggestion stands on lines of the head');
  const { git } = repository;
  const moved = await movedLine(git, comment.commitSha, pull.headSha, comment.path, comment.line);
  const start = await movedLine(git, comment.commitSha, pull.headSha, comment.path, comment.startLine ?? comment.line);
  if (moved === undefined || start === undefined) throw new Error('the comment is outdated');
  const before = (await git.readFile(pull.headSha, comment.path))?.toString('utf8').split('\n') ?? [];
  before.splice(start - 1, moved - start + 1, ...lines);
  const files = { [comment.path]: before.join('\n') };
  const author = { name: user.login, email: `${user.login}@example.com` };
  const sha = await git.commit([pull.headSha], files, 'Apply suggestion from code review', author);
  await pushTo(hub, repository, user, pull.headRef, sha);
  return sha;
}
