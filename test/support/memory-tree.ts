import { blobIdOf } from '../../src/diff/blob-id.js';
import type { BlobReading, Tree, WordSearch } from '../../src/tree/tree.js';
import { isWord, WordUses } from '../../src/tree/word-use.js';

/** A tree in memory: revisions with their files by path. Their blobs can be read by id too. */
export class MemoryTree implements Tree {
  readonly objectFormat = 'sha1';
  readonly #revisions: Readonly<Record<string, Readonly<Record<string, string>>>>;

  constructor(revisions: Readonly<Record<string, Readonly<Record<string, string>>>>) {
    this.#revisions = revisions;
  }

  async readBlob(abbreviatedId: string): Promise<BlobReading> {
    const texts = Object.values(this.#revisions).flatMap(files => Object.values(files));
    return asReading(texts.find(text => blobIdOf(Buffer.from(text)).startsWith(abbreviatedId)));
  }

  async readPath(revision: string, path: string): Promise<BlobReading> {
    return asReading(this.#revisions[revision]?.[path]);
  }

  async findWords(revision: string, words: readonly string[]): Promise<WordSearch> {
    const files = this.#revisions[revision];
    if (!files) return { ok: false, reason: 'it is not there', isMissing: true };
    const asked = words.filter(isWord);
    const uses = new WordUses(asked);
    for (const [path, text] of Object.entries(files)) {
      if (/\.[ch]$/.test(path)) for (const line of text.split('\n')) uses.add(path, line);
    }
    return { ok: true, uses: new Map(asked.map(word => [word, uses.of(word)])) };
  }

  async close(): Promise<void> {}
}

function asReading(text: string | undefined): BlobReading {
  if (text === undefined) return { ok: false, reason: 'is not there' };
  const bytes = Buffer.from(text);
  return { ok: true, blob: { id: blobIdOf(bytes), bytes } };
}
