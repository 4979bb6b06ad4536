/** A stretch of lines: indices into the lines of a text, the end one past the last. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Whether git ends the commit message at this line: a diff begins, or `---` stands alone.
 * See patchbreak() in git's mailinfo.c.
 */
export function isPatchBreak(line: string): boolean {
  if (line.startsWith('---')) return /^---(?: \S|\s*$)/.test(line);
  return line.startsWith('diff -') || line.startsWith('Index: ');
}

/**
 * The index of the line where a diff really begins, at or after `from`; undefined where there is none. Indented diffs
 * (range-diff and interdiff sections, quotations) do not count.
 */
export function findDiffStart(lines: readonly string[], from: number): number | undefined {
  for (let index = from; index < lines.length; index++) {
    if (startsDiff(lines, index)) return index;
  }
  return undefined;
}

/** CVS puts up to six lines between `Index:` and the names of the files. */
const headerOffsets = [1, 2, 3, 4, 5, 6, 7];

function startsDiff(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? '';
  if (!/^[dI-]/.test(line)) return false;
  if (line.startsWith('diff --git ')) return isGitHeader(lines, index);
  if (line.startsWith('diff --cc ') || line.startsWith('diff --combined ')) return true;
  if (line.startsWith('Index: ') || line.startsWith('diff -')) {
    return headerOffsets.some(offset => isFilePair(lines, index + offset));
  }
  return isFilePair(lines, index);
}

/** The line may be wrapped by a mailer; what follows a real one is a header of git's or the pair of file names. */
function isGitHeader(lines: readonly string[], index: number): boolean {
  const header =
    /^(?:index [0-9a-f]|old mode|new mode|deleted file|new file|similarity|dissimilarity|rename|copy|---|GIT b|Binary)/;
  // With names so long that each has a line of its own, the header stands one line further down.
  const offsets = /^diff --git\s*$/.test(lines[index] ?? '') ? [2, 3] : [1, 2];
  return offsets.some(offset => header.test(lines[index + offset] ?? ''));
}

function isFilePair(lines: readonly string[], index: number): boolean {
  return (
    /^--- \S/.test(lines[index] ?? '') &&
    /^\+\+\+ \S/.test(lines[index + 1] ?? '') &&
    /^@@+ -\d/.test(lines[index + 2] ?? '')
  );
}
