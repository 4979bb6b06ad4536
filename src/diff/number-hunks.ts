import assert from 'node:assert/strict';
import parseDiff from 'parse-diff';
import type { DiffLine, Hunk } from '../domain/diff.js';
import type { RawHunk, RawLine } from './read-hunk.js';

/**
 * Numbers the lines of hunks by parse-diff. It is shown sound hunks only, without the rest of their file: from a truncated one
 * it would run on into the next file, and it knows no renames, no binary files and no line that is not its own idea of a diff. Of each line
 * it is shown the marker alone, which is all that it counts by.
 */
export function numberHunks(hunks: readonly RawHunk[]): readonly Hunk[] {
  const chunks = parseDiff(hunks.map(printHunk).join('\n'))[0]?.chunks ?? [];
  assert.equal(chunks.length, hunks.length, 'parse-diff finds the hunks that were counted');
  return hunks.map((hunk, index) => ({ ...hunk, lines: numberLines(hunk.lines, chunks[index]?.changes ?? []) }));
}

function printHunk(hunk: RawHunk): string {
  const opening = `@@ -${hunk.oldStart},${hunk.oldCount} +${hunk.newStart},${hunk.newCount} @@`;
  return `${opening}\n${hunk.lines.map(line => line.text.charAt(0)).join('\n')}`;
}

function numberLines(lines: readonly RawLine[], changes: readonly parseDiff.Change[]): readonly DiffLine[] {
  assert.equal(changes.length, lines.length, 'parse-diff counts a sound hunk as it was counted');
  return changes.map((change, index) => makeLine(change, lines[index]));
}

function makeLine(change: parseDiff.Change, line: RawLine | undefined): DiffLine {
  assert(line !== undefined);
  const place = { text: line.text.slice(1), mailLine: line.mailLine, noNewline: line.noNewline };
  if (change.type === 'add') return { kind: 'added', newLine: change.ln, ...place };
  if (change.type === 'del') return { kind: 'removed', oldLine: change.ln, ...place };
  return { kind: 'context', oldLine: change.ln1, newLine: change.ln2, ...place };
}
