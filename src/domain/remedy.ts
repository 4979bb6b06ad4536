/** Lines of a file after a patch that are replaced by others. */
export interface LineEdit {
  /** 1-based, in the file as the patch leaves it. */
  readonly firstLine: number;
  /** One less than `firstLine` where the lines go before it and none is replaced. */
  readonly lastLine: number;
  /** Without line ends; a CR before the LF is kept. */
  readonly lines: readonly string[];
}

/** A correction of what a finding says, that was applied to the code and judged again: the finding was gone and nothing new appeared. */
export interface Remedy {
  /** The path after the patch. */
  readonly path: string;
  /** In ascending order; they do not overlap. */
  readonly edits: readonly LineEdit[];
  /** The same as a unified diff with `---` and `+++` lines, for `git apply` on top of the patch. Ends with a line end. */
  readonly diff: string;
  /** What it does, in one sentence. */
  readonly words: string;
}
