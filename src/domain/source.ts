import type { FileDiff } from './diff.js';

/** `file`: the whole file before and after; `hunk`: only what the patch shows. */
export type Evidence = 'file' | 'hunk';

/** A run of consecutive source lines. Line n of the file is `lines[n - firstLine]`. */
export interface CodeText {
  /** Without line ends. */
  readonly lines: readonly string[];
  /** Number of the first line as the patch counts: 1 for a whole file, below 1 where its hunks stand further down than they say. */
  readonly firstLine: number;
}

/** The same stretch of code before and after. A whole file is one piece; else each hunk is one. */
export interface SourcePiece {
  readonly old: CodeText;
  readonly new: CodeText;
  /** The hunk's heading (git's guess at the enclosing function); empty for a whole file. */
  readonly heading: string;
}

/** Whether the post-image is provably the author's: its blob id against the `index` line. */
export type PostImageProof = 'equal' | 'unequal' | 'not-stated' | 'not-checked';

/** A touched file before and after a patch. */
export interface SourcePair {
  readonly file: FileDiff;
  readonly evidence: Evidence;
  readonly pieces: readonly SourcePiece[];
  readonly postImage: PostImageProof;
  /** Where the old side came from, for people: `blob 8280a5cb48df`, `path at v6.1`, `patch 2/5`, `visible hunks`. */
  readonly base: string;
}

/** A file that a patch need not touch, before and after the patch; a side is undefined where the file is not there. */
export interface OtherFile {
  readonly path: string;
  readonly old?: CodeText | undefined;
  readonly new?: CodeText | undefined;
}
