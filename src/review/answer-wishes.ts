import { limits } from '../domain/limits.js';
import type { OtherFile } from '../domain/source.js';
import { type Answer, keyOfWish, type Wish } from '../rules/code/library.js';
import type { OtherFiles, Refusal } from '../tree/other-files.js';
import type { WordUse } from '../tree/word-use.js';

/** Looks for what rules ask about the rest of the tree: one search for all of it, then the files in which it was found. */
export async function answerWishes(wishes: readonly Wish[], others: OtherFiles): Promise<ReadonlyMap<string, Answer>> {
  const found = await others.find(wishes.map(wish => wish.name));
  const answers = new Map<string, Answer>();
  for (const wish of wishes) {
    answers.set(keyOfWish(wish), 'refused' in found ? found : await readFiles(wish, found.get(wish.name), others));
  }
  return answers;
}

async function readFiles({ about }: Wish, use: WordUse | undefined, others: OtherFiles): Promise<Answer> {
  if (!use) return { refused: 'they are too many to be looked for' };
  const paths = about === 'definition' ? use.heads : use.files;
  if (paths === undefined) return { refused: `more than ${limits.filesNamingMax} files name them` };
  if (about === 'definition' && paths.length === 0) return { refused: 'the tree has no definition of them' };
  return readAll(paths, others);
}

/** Files as an answer. One that cannot be read leaves the question open: what it says may be the opposite of the others. */
export async function readAll(paths: readonly string[], others: OtherFiles): Promise<Answer> {
  const files: (OtherFile | Refusal)[] = [];
  for (const path of paths) files.push(await others.read(path));
  const refusal = files.find(file => 'refused' in file);
  return refusal ?? { files: files.filter(file => 'path' in file) };
}
