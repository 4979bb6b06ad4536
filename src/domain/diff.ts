export type LineKind = 'context' | 'removed' | 'added';

/** One line of a hunk. It knows its place in the file on each side and in the mail. */
export interface DiffLine {
  readonly kind: LineKind;
  /** The text without its diff marker, as bytes decoded to a string; a CR before the LF is kept. */
  readonly text: string;
  /** 1-based; undefined for an added line. */
  readonly oldLine?: number | undefined;
  /** 1-based; undefined for a removed line. */
  readonly newLine?: number | undefined;
  /** 1-based line in the text the diff was read from (the decoded body, or the attachment). */
  readonly mailLine: number;
  /** The file ends here without a newline (`\ No newline at end of file`). */
  readonly noNewline: boolean;
}

/** A hunk whose counts were verified against its lines. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
  /** The text after the second `@@`: git's guess at the enclosing function. */
  readonly heading: string;
  readonly lines: readonly DiffLine[];
  /** 1-based line of the `@@` line. */
  readonly mailLine: number;
}

export type ChangeKind = 'modified' | 'added' | 'deleted' | 'renamed' | 'copied' | 'mode-changed';

/** One file's part of a patch. Paths are unquoted, without `a/` and `b/`, `/`-separated and inside the tree. */
export interface FileDiff {
  readonly kind: ChangeKind;
  /** Path before; undefined for an added file. */
  readonly oldPath?: string | undefined;
  /** Path after; undefined for a deleted file. */
  readonly newPath?: string | undefined;
  /** Six octal digits as git prints them. */
  readonly oldMode?: string | undefined;
  readonly newMode?: string | undefined;
  /** Percent, for renames and copies. */
  readonly similarity?: number | undefined;
  /** Abbreviated object ids of the `index` line; undefined where there is none or where it is all zeros. */
  readonly oldBlob?: string | undefined;
  readonly newBlob?: string | undefined;
  readonly isBinary: boolean;
  /** The lines before the first hunk as written, `diff --git` and `index` among them: what git's patch-id hashes. */
  readonly header: readonly string[];
  readonly hunks: readonly Hunk[];
  /** Something of this file's part could not be read (a Problem says what): the hunks at hand are not the whole change. */
  readonly isPartial: boolean;
  /** 1-based line where this file's part begins (`diff --git`, or `---`). */
  readonly mailLine: number;
}

/** The path a reader would name: the new one, or the old one of a deleted file. */
export function pathOf(file: FileDiff): string {
  return file.newPath ?? file.oldPath ?? '';
}
