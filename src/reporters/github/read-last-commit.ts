import { answerOf } from './answer-of.js';
import { Answered } from './answered.js';
import type { GitHubClient } from './github-client.js';
import { inRepository, type RepositoryName } from './read-commit.js';

/** The last commit of the default branch that changed a file; undefined where none did. */
export async function readLastCommit(
  client: GitHubClient,
  repository: RepositoryName,
  path: string,
): Promise<string | undefined> {
  const data = await answerOf(client, 'GET /repos/{owner}/{repo}/commits', {
    ...inRepository(repository),
    path,
    per_page: 1,
  });
  const [commit] = data === undefined ? [] : new Answered(data, 'the commits of a file').items();
  return commit?.at('sha').text();
}
