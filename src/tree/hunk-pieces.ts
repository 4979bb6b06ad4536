import type { FileDiff, Hunk } from '../domain/diff.js';
import type { SourcePiece } from '../domain/source.js';

/** What the patch itself shows: one piece a hunk. */
export function makeHunkPieces(file: FileDiff): readonly SourcePiece[] {
  return file.hunks.map(hunk => ({
    old: { lines: textsOf(hunk, 'added'), firstLine: firstLineOf(hunk.oldStart, hunk.oldCount) },
    new: { lines: textsOf(hunk, 'removed'), firstLine: firstLineOf(hunk.newStart, hunk.newCount) },
    heading: hunk.heading,
  }));
}

function textsOf(hunk: Hunk, absent: 'added' | 'removed'): readonly string[] {
  return hunk.lines.filter(line => line.kind !== absent).map(line => line.text);
}

/** A side without lines names the line before the change. */
function firstLineOf(start: number, count: number): number {
  return count === 0 ? start + 1 : start;
}
