import assert from 'node:assert/strict';
import parseDiff from 'parse-diff';
import type { DiffLine, Hunk } from '../domain/diff.js';
import { type RawHunk, type RawLine, readLines } from './read-hunk.js';

/**
 * Hunks whose lines are numbered, all together, when those of one are first asked for: who only counts or hashes a diff needs no numbers.
 * parse-diff numbers them. It is shown sound hunks only, without the rest of their file: from a truncated one it would run on into the next
 * file, and it knows no renames, no binary files and no line that is not its own idea of a diff. Of each line it is shown the marker
 * alone, which is all that it counts by.
 */
export function numberLater(hunks: readonly RawHunk[]): readonly Hunk[] {
  let raw = hunks;
  let numbered: readonly (readonly DiffLine[])[] | undefined;
  const linesOf = (index: number): readonly DiffLine[] => {
    numbered ??= numberHunks(raw);
    // Nobody asks for them again.
    raw = [];
    return numbered[index] ?? [];
  };
  return hunks.map(({ oldStart, oldCount, newStart, newCount, heading, mailLine }, index) => ({
    oldStart,
    oldCount,
    newStart,
    newCount,
    heading,
    mailLine,
    get lines() {
      return linesOf(index);
    },
  }));
}

function numberHunks(hunks: readonly RawHunk[]): readonly (readonly DiffLine[])[] {
  const lines = hunks.map(readLines);
  const printed = hunks.map((hunk, index) => printHunk(hunk, lines[index] ?? []));
  const chunks = parseDiff(printed.join('\n'))[0]?.chunks ?? [];
  assert.equal(chunks.length, hunks.length, 'parse-diff finds the hunks that were counted');
  return lines.map((each, index) => numberLines(each, chunks[index]?.changes ?? []));
}

function printHunk(hunk: RawHunk, lines: readonly RawLine[]): string {
  const opening = `@@ -${hunk.oldStart},${hunk.oldCount} +${hunk.newStart},${hunk.newCount} @@`;
  return `${opening}\n${lines.map(line => line.text.charAt(0)).join('\n')}`;
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
