import { limits } from '../../domain/limits.js';
import type { InstallationNews } from '../../domain/webhook.js';
import { answerOf } from './answer-of.js';
import { Answered } from './answered.js';
import type { GitHubClient } from './github-client.js';
import { readPages } from './read-pages.js';

/** The installations of the App that are not suspended, by their numbers. */
export async function listInstallations(appClient: GitHubClient): Promise<readonly number[]> {
  const { items } = await readPages(appClient, 'GET /app/installations', {}, 'the list of installations', {
    itemsMax: limits.installationsMax,
  });
  return items.filter(item => item.at('suspended_at').optional() === undefined).map(item => item.at('id').number());
}

/** Whether the App is still installed, and not suspended. */
export async function readInstallationState(appClient: GitHubClient, id: number): Promise<InstallationNews['state']> {
  const data = await answerOf(appClient, 'GET /app/installations/{installation_id}', { installation_id: id });
  if (data === undefined) return 'gone';
  return new Answered(data, 'the installation').at('suspended_at').optional() === undefined ? 'there' : 'suspended';
}
