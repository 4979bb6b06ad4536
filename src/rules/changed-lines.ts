import type { DiffLine, FileDiff, Hunk } from '../domain/diff.js';

/** Which lines of a file a patch touches, by side; 1-based, ascending. */
export interface ChangedLines {
  readonly removed: readonly number[];
  readonly added: readonly number[];
}

export function findChangedLines(hunks: readonly Hunk[]): ChangedLines {
  const lines = hunks.flatMap(hunk => hunk.lines);
  const numbers = (kind: DiffLine['kind'], lineOf: (line: DiffLine) => number | undefined): number[] =>
    lines
      .filter(line => line.kind === kind)
      .flatMap(line => lineOf(line) ?? [])
      .sort((a, b) => a - b);
  return { removed: numbers('removed', line => line.oldLine), added: numbers('added', line => line.newLine) };
}

/** The text of an added line, by its number in the new file; empty where no hunk adds it. */
export function textOfAdded(file: FileDiff, newLine: number): string {
  const lines = file.hunks.flatMap(hunk => hunk.lines);
  return lines.find(line => line.kind === 'added' && line.newLine === newLine)?.text ?? '';
}

/**
 * The added line (new side) that stands in for a removed one (old side): the line at the same place in the run of changes that the
 * removed line belongs to, else the run's last added line. Undefined where the run adds nothing.
 */
export function replacementOf(file: FileDiff, oldLine: number): number | undefined {
  for (const hunk of file.hunks) {
    const index = hunk.lines.findIndex(line => line.kind === 'removed' && line.oldLine === oldLine);
    if (index < 0) continue;
    let start = index;
    while (isChange(hunk.lines[start - 1])) start -= 1;
    let end = index + 1;
    while (isChange(hunk.lines[end])) end += 1;
    const run = hunk.lines.slice(start, end);
    const removedBefore = run.slice(0, index - start).filter(line => line.kind === 'removed').length;
    const added = run.filter(line => line.kind === 'added');
    return (added[removedBefore] ?? added.at(-1))?.newLine;
  }
  return undefined;
}

function isChange(line: DiffLine | undefined): boolean {
  return line !== undefined && line.kind !== 'context';
}
