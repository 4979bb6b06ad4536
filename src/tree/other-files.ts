import { limits } from '../domain/limits.js';
import type { CodeText, OtherFile, SourcePair } from '../domain/source.js';
import type { CodeTexts } from './code-texts.js';
import type { FileStack } from './file-stack.js';
import type { Revisions } from './pre-image.js';
import type { Tree } from './tree.js';
import { type WordUse, WordUses, wordAt } from './word-use.js';

/** What could not be had, in words. */
export interface Refusal {
  readonly refused: string;
  /** No tree is named that lies below the patch, or none of those is there. */
  readonly isTreeMissing?: boolean | undefined;
}

/**
 * The files around those that a patch touches, with what the series made of them: read where a question leads there, for a bounded
 * number of files and searches. Without a tree that is known to lie below the patch, nothing is answered.
 */
export class OtherFiles {
  readonly #tree: Tree;
  readonly #revisions: readonly string[];
  readonly #stack: FileStack;
  readonly #texts: CodeTexts;
  readonly #touched: ReadonlyMap<string, OtherFile>;
  readonly #read = new Map<string, Promise<OtherFile | Refusal>>();
  #searches = 0;
  #bytesLeft: number = limits.otherFilesBytesMax;

  /** `pairs`: the files that the patch touches; `stack`: as the patch leaves it. */
  constructor(tree: Tree, revisions: Revisions, stack: FileStack, texts: CodeTexts, pairs: readonly SourcePair[]) {
    this.#tree = tree;
    // What the author states goes before what the user names for all mails of a run.
    this.#revisions = [revisions.baseCommit, revisions.base].filter(revision => revision !== undefined);
    this.#stack = stack;
    this.#texts = texts;
    this.#touched = new Map(pairs.flatMap(asTouched));
  }

  /** Where words stand in the C files of the tree, before or after the patch. */
  async find(words: readonly string[]): Promise<ReadonlyMap<string, WordUse> | Refusal> {
    if (this.#revisions.length === 0)
      return { refused: 'neither the mail nor --base says which tree the patch is for', isTreeMissing: true };
    if (this.#searches >= limits.searchesMax) return { refused: 'they are too many steps away' };
    this.#searches += 1;
    const refusals: Refusal[] = [];
    for (const revision of this.#revisions) {
      const search = await this.#tree.findWords(revision, words);
      if (search.ok) return this.#withTouched(search.uses);
      const refused = `${shortened(revision)} could not be searched: ${search.reason}`;
      refusals.push({ refused, isTreeMissing: search.isMissing });
    }
    // Of a tree that is there it is told first why it could not be searched.
    const [first] = [...refusals.filter(({ isTreeMissing }) => !isTreeMissing), ...refusals];
    return first ?? { refused: 'no tree could be searched', isTreeMissing: true };
  }

  /** A file by its path before or after the patch. */
  read(path: string): Promise<OtherFile | Refusal> {
    const known = this.#read.get(path);
    if (known) return known;
    const reading = this.#readOnce(path);
    this.#read.set(path, reading);
    return reading;
  }

  async #readOnce(path: string): Promise<OtherFile | Refusal> {
    const touched = this.#touched.get(path);
    if (touched) return touched;
    const stacked = this.#stack.get(path);
    if (stacked === 'lost') return { refused: `how the patches leave ${path} is not known` };
    if (stacked) return asUntouched(path, this.#texts.of(stacked.id, stacked.text));
    if (this.#read.size > limits.otherFilesMax || this.#bytesLeft <= 0)
      return { refused: 'more files than are read for one patch name them' };
    for (const revision of this.#revisions) {
      const reading = await this.#tree.readPath(revision, path);
      if (!reading.ok) continue;
      this.#bytesLeft -= reading.blob.bytes.length;
      return asUntouched(path, this.#texts.of(reading.blob.id, Buffer.from(reading.blob.bytes).toString('latin1')));
    }
    return { refused: `${path} could not be read` };
  }

  /** Adds the files in which the series has put a word. */
  #withTouched(found: ReadonlyMap<string, WordUse>): ReadonlyMap<string, WordUse> {
    const words = [...found.keys()];
    const uses = new WordUses(words);
    for (const [path, text] of this.#stack.texts()) {
      if (!words.some(word => wordAt(text, word) >= 0)) continue;
      for (const line of text.split('\n')) uses.add(path, line);
    }
    return new Map([...found].map(([word, use]) => [word, merge(use, uses.of(word))]));
  }
}

/** A whole id is longer than what people read; they know it by its beginning. */
function shortened(revision: string): string {
  return /^[0-9a-f]{40,64}$/.test(revision) ? revision.slice(0, 12) : revision;
}

function asTouched({ file, evidence, pieces: [piece] }: SourcePair): (readonly [string, OtherFile])[] {
  if (evidence !== 'file' || !piece) return [];
  const { oldPath, newPath } = file;
  if (oldPath === newPath && newPath !== undefined)
    return [[newPath, { path: newPath, old: piece.old, new: piece.new }]];
  return [
    ...(oldPath === undefined || file.kind === 'copied' ? [] : [[oldPath, { path: oldPath, old: piece.old }] as const]),
    ...(newPath === undefined ? [] : [[newPath, { path: newPath, new: piece.new }] as const]),
  ];
}

function asUntouched(path: string, code: CodeText): OtherFile {
  return { path, old: code, new: code };
}

function merge(a: WordUse, b: WordUse): WordUse {
  const union = (one: readonly string[], two: readonly string[]): string[] => [...new Set([...one, ...two])].sort();
  return { files: a.files && b.files && union(a.files, b.files), heads: union(a.heads, b.heads) };
}
