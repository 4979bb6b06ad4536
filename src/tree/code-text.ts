import type { LineShift } from '../diff/apply-diff.js';
import type { FileDiff, Hunk } from '../domain/diff.js';
import type { CodeText, SourcePiece } from '../domain/source.js';

/**
 * The whole file as one piece. Both texts hold one byte a character; bytes that are not UTF-8 become U+FFFD.
 * Lines are numbered as the patch numbers them: where its hunks stand `shift` lines further down, the file begins above line 1.
 */
export function makeWholePiece(oldText: string, newText: string, shift: LineShift): SourcePiece {
  return { old: readLines(oldText, 1 - shift.old), new: readLines(newText, 1 - shift.new), heading: '' };
}

/** A whole file that the patch does not touch. */
export function makeCodeText(text: string): CodeText {
  return readLines(text, 1);
}

/** What the patch itself shows: one piece a hunk. */
export function makeHunkPieces(file: FileDiff): readonly SourcePiece[] {
  return file.hunks.map(hunk => ({
    old: { lines: textsOf(hunk, 'added'), firstLine: firstLineOf(hunk.oldStart, hunk.oldCount) },
    new: { lines: textsOf(hunk, 'removed'), firstLine: firstLineOf(hunk.newStart, hunk.newCount) },
    heading: hunk.heading,
  }));
}

function readLines(text: string, firstLine: number): CodeText {
  const lines = Buffer.from(text, 'latin1').toString('utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return { lines, firstLine };
}

function textsOf(hunk: Hunk, absent: 'added' | 'removed'): readonly string[] {
  return hunk.lines.filter(line => line.kind !== absent).map(line => line.text);
}

/** A side without lines names the line before the change. */
function firstLineOf(start: number, count: number): number {
  return count === 0 ? start + 1 : start;
}
