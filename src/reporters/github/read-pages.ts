import { Answered } from './answered.js';
import type { GitHubAnswer, GitHubClient } from './github-client.js';

/** Items to a page: the most that GitHub gives. */
export const perPage = 100;

export interface Pages {
  readonly items: readonly Answered[];
  /** There are more than were wanted. */
  readonly isCut: boolean;
}

export interface PageOptions {
  readonly itemsMax: number;
  /** Where the list stands in an answer that is none itself. */
  readonly list?: string | undefined;
  /** The last item that is wanted came; it is left out. */
  readonly isEnd?: ((item: Answered) => boolean) | undefined;
}

/** Reads a list that GitHub gives page by page, up to a bound. `place`: for people, `the list of files`. */
export async function readPages(
  client: GitHubClient,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  place: string,
  { itemsMax, list, isEnd = () => false }: PageOptions,
): Promise<Pages> {
  const items: Answered[] = [];
  let turn: Readonly<Record<string, unknown>> | undefined = {};
  for (let page = 1; turn !== undefined; page += 1) {
    const answer: GitHubAnswer = await client.request(route, { ...parameters, per_page: perPage, ...turn });
    const whole = new Answered(answer.data, place);
    const found = (list === undefined ? whole : whole.at(list)).items();
    for (const item of found) {
      if (isEnd(item)) return { items, isCut: false };
      if (items.length >= itemsMax) return { items, isCut: true };
      items.push(item);
    }
    turn = found.length === 0 ? undefined : findNext(answer, found.length, page + 1);
    if (turn !== undefined && items.length >= itemsMax) return { items, isCut: true };
  }
  return { items, isCut: false };
}

/** What asks for the next page; undefined behind the last one. Lists of deliveries go on behind a cursor, all others at a number. */
function findNext(
  { headers }: GitHubAnswer,
  count: number,
  page: number,
): Readonly<Record<string, unknown>> | undefined {
  if (headers.link === undefined) return count < perPage ? undefined : { page };
  const next = headers.link.split(',').find(part => /;\s*rel="?next"?/.test(part));
  if (next === undefined) return undefined;
  const cursor = /[?&]cursor=([^&>]+)/.exec(next)?.[1];
  return cursor === undefined ? { page } : { cursor: decodeURIComponent(cursor) };
}
