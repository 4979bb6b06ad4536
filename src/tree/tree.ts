import type { WordUse } from './word-use.js';

export interface Blob {
  /** Full object id, 40 or 64 hex digits. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** A blob, or why there is none, in words that follow "blob 8280a5cb48df" or "mm/shmem.c at v6.1". */
export type BlobReading = { readonly ok: true; readonly blob: Blob } | { readonly ok: false; readonly reason: string };

/** What a search found, for each word; or why nothing can be said, in words that follow "v6.1 could not be searched". */
export type WordSearch =
  | { readonly ok: true; readonly uses: ReadonlyMap<string, WordUse> }
  | {
      readonly ok: false;
      readonly reason: string;
      /** The revision is not there. */
      readonly isMissing?: boolean | undefined;
    };

/** File content before a patch. Reading never changes the tree and never fetches; what is not there is an answer, not an error. */
export interface Tree {
  /** The hash by which this tree names blobs. */
  readonly objectFormat: 'sha1' | 'sha256';
  /** `abbreviatedId`: 4 to 64 hex digits, as an `index` line states them. */
  readBlob(abbreviatedId: string): Promise<BlobReading>;
  /** `revision`: whatever git takes for a commit or tree; `path` as in a FileDiff. */
  readPath(revision: string, path: string): Promise<BlobReading>;
  /** Looks for words of C in all C files of `revision`, a commit. Costs seconds on a large tree, as much for ten words as for one. */
  findWords(revision: string, words: readonly string[]): Promise<WordSearch>;
  close(): Promise<void>;
}
