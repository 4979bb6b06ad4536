import { type GitHubClient, GitHubRefusal } from './github-client.js';

/** The data of an answer; undefined where there is no such thing. */
export async function answerOf(
  client: GitHubClient,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  try {
    return (await client.request(route, parameters)).data;
  } catch (error) {
    if (error instanceof GitHubRefusal && error.kind === 'not-found') return undefined;
    throw error;
  }
}
