import type { FileDiff, Hunk } from '../domain/diff.js';
import type { CodeText, SourcePiece } from '../domain/source.js';

/** The whole file as one piece. Both texts hold one byte a character; bytes that are not UTF-8 become U+FFFD. */
export function makeWholePiece(oldText: string, newText: string): SourcePiece {
  return { old: readLines(oldText), new: readLines(newText), heading: '' };
}

/** What the patch itself shows: one piece a hunk. */
export function makeHunkPieces(file: FileDiff): readonly SourcePiece[] {
  return file.hunks.map(hunk => ({
    old: { lines: textsOf(hunk, 'added'), firstLine: firstLineOf(hunk.oldStart, hunk.oldCount) },
    new: { lines: textsOf(hunk, 'removed'), firstLine: firstLineOf(hunk.newStart, hunk.newCount) },
    heading: hunk.heading,
  }));
}

function readLines(text: string): CodeText {
  const lines = Buffer.from(text, 'latin1').toString('utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return { lines, firstLine: 1 };
}

function textsOf(hunk: Hunk, absent: 'added' | 'removed'): readonly string[] {
  return hunk.lines.filter(line => line.kind !== absent).map(line => line.text);
}

/** A side without lines names the line before the change. */
function firstLineOf(start: number, count: number): number {
  return count === 0 ? start + 1 : start;
}
