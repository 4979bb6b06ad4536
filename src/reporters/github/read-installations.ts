import { limits } from '../../domain/limits.js';
import type { GitHubClient } from './github-client.js';
import { readPages } from './read-pages.js';

/** The installations of the App that are not suspended, by their numbers. */
export async function listInstallations(appClient: GitHubClient): Promise<readonly number[]> {
  const { items } = await readPages(appClient, 'GET /app/installations', {}, 'the list of installations', {
    itemsMax: limits.installationsMax,
  });
  return items.filter(item => item.at('suspended_at').optional() === undefined).map(item => item.at('id').number());
}
