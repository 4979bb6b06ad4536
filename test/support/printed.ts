import type { ListWords } from '../../src/app/list-view.js';

/** What a list prints. */
export async function printed(list: (words: ListWords) => Promise<void>): Promise<string> {
  const parts: string[] = [];
  await list({ print: text => parts.push(text), report: () => undefined });
  return parts.join('');
}
