import { limits } from '../domain/limits.js';

/** Where a word stands in the C files of a revision. */
export interface WordUse {
  /** The files that name it, in order of path; undefined where they are more than `limits.filesNamingMax`. */
  readonly files: readonly string[] | undefined;
  /** Those in which a line looks like the head of its definition: a function or a macro of that name. */
  readonly heads: readonly string[];
}

/** A word as C has it, and none that is longer than any name in the kernel. */
export function isWord(text: string): boolean {
  return /^[A-Za-z_]\w{0,199}$/.test(text);
}

/**
 * Whether a line may be the head of a definition. In the kernel's style a head begins in the first column, as do prototypes; one that
 * ends on its line with `;` is told from them.
 */
export function looksLikeHead(line: string, word: string): boolean {
  const at = wordAt(line, word);
  if (at < 0) return false;
  if (/^#\s*define\s/.test(line)) return /^#\s*define\s+$/.test(line.slice(0, at));
  return /^[A-Za-z_]/.test(line) && /^\s*\(/.test(line.slice(at + word.length)) && !/;\s*$/.test(line);
}

/** The place of the word in a text, or -1; a part of a longer word is none. */
export function wordAt(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isWordChar(text[at - 1]) && !isWordChar(text[at + word.length])) return at;
  }
  return -1;
}

function isWordChar(char: string | undefined): boolean {
  return char !== undefined && /\w/.test(char);
}

/** Gathers the lines in which words stand. */
export class WordUses {
  readonly #files: ReadonlyMap<string, Set<string>>;
  readonly #heads: ReadonlyMap<string, Set<string>>;

  constructor(words: readonly string[]) {
    this.#files = new Map(words.map(word => [word, new Set()]));
    this.#heads = new Map(words.map(word => [word, new Set()]));
  }

  add(path: string, line: string): void {
    for (const [word, files] of this.#files) {
      if (wordAt(line, word) < 0) continue;
      if (files.size <= limits.filesNamingMax) files.add(path);
      const heads = this.#heads.get(word);
      if (heads && heads.size < limits.filesNamingMax && looksLikeHead(line, word)) heads.add(path);
    }
  }

  of(word: string): WordUse {
    const files = [...(this.#files.get(word) ?? [])].sort();
    const heads = [...(this.#heads.get(word) ?? [])].sort();
    return { files: files.length > limits.filesNamingMax ? undefined : files, heads };
  }
}
