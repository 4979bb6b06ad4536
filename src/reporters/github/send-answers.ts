import type { Receipt } from '../../domain/delivery.js';
import { limits } from '../../domain/limits.js';
import type { Repository } from '../../domain/repository.js';
import { type GitHubAnswer, type GitHubClient, GitHubRefusal } from './github-client.js';

/** What can be read of an object of GitHub; nothing of anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Where to write. */
export function pathOf({ owner, name }: Repository): { readonly owner: string; readonly repo: string } {
  return { owner, repo: name };
}

/** What GitHub calls a post. Throws a GitHubRefusal where the answer does not say: whether it was taken nobody knows then. */
export function receiptOf(post: unknown): Receipt {
  const { id, html_url: url } = fieldsOf(post);
  if (typeof id !== 'number') throw new GitHubRefusal('doubtful', 'GitHub answers without the id of the post');
  return { id, url: typeof url === 'string' ? url : '' };
}

/** The same of what was sent. */
export function receiptOfAnswer({ data }: GitHubAnswer): Receipt {
  return receiptOf(data);
}

const perPage = 100;

/**
 * The items of a list of GitHub, page by page; who has found what it looks for asks for no further page. `pick`: of lists that stand in an
 * object. Throws a GitHubRefusal where there are more pages than may be looked through.
 */
export async function* listItems(
  client: GitHubClient,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  pick: (data: unknown) => unknown = data => data,
): AsyncGenerator<unknown> {
  for (let page = 1; page <= limits.githubPagesMax; page += 1) {
    const { data } = await client.request(route, { ...parameters, per_page: perPage, page });
    const items = pick(data);
    if (!Array.isArray(items)) throw new GitHubRefusal('doubtful', `${route} answers no list`);
    yield* items;
    if (items.length < perPage) return;
  }
  throw new GitHubRefusal('wrong', 'too much stands there to look for our own post in it');
}

/** The first of them for which `isIt` holds; undefined where there is none. */
export async function findItem(items: AsyncGenerator<unknown>, isIt: (item: unknown) => boolean): Promise<unknown> {
  for await (const item of items) if (isIt(item)) return item;
  return undefined;
}

/** Nothing of ours is older than its plan; a day is far more than GitHub's clock and ours differ. As GitHub's lists take it. */
export function sinceOf(plannedAt: number): string {
  return new Date(Math.max(0, plannedAt - 86_400_000)).toISOString();
}
