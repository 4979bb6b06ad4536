import type { DiffLine, FileDiff } from '../domain/diff.js';

/** Which lines of a file a patch touches, by side; 1-based. */
export interface ChangedLines {
  readonly removed: ReadonlySet<number>;
  readonly added: ReadonlySet<number>;
}

export function findChangedLines(file: FileDiff): ChangedLines {
  const removed = new Set<number>();
  const added = new Set<number>();
  for (const line of file.hunks.flatMap(hunk => hunk.lines)) {
    if (line.kind === 'removed' && line.oldLine !== undefined) removed.add(line.oldLine);
    if (line.kind === 'added' && line.newLine !== undefined) added.add(line.newLine);
  }
  return { removed, added };
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
