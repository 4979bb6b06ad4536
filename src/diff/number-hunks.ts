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
  const together = new NumberedTogether(hunks);
  return hunks.map((hunk, index) => new LateHunk(hunk, together, index));
}

class NumberedTogether {
  #raw: readonly RawHunk[];
  #numbered: readonly (readonly DiffLine[])[] | undefined;

  constructor(raw: readonly RawHunk[]) {
    this.#raw = raw;
  }

  linesOf(index: number): readonly DiffLine[] {
    this.#numbered ??= numberHunks(this.#raw);
    // Nobody asks for them again.
    this.#raw = [];
    return this.#numbered[index] ?? [];
  }
}

class LateHunk implements Hunk {
  /**
   * Of the hunk itself, as of any plain one, and one function for all: with one for each of them V8 would make each a dictionary, which takes
   * eight times as long and ten times the room.
   */
  static readonly #lines = {
    enumerable: true,
    get(this: LateHunk): readonly DiffLine[] {
      return this.#together.linesOf(this.#index);
    },
  };

  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
  readonly heading: string;
  readonly mailLine: number;
  declare readonly lines: readonly DiffLine[];
  readonly #together: NumberedTogether;
  readonly #index: number;

  constructor({ claim }: RawHunk, together: NumberedTogether, index: number) {
    this.oldStart = claim.oldStart;
    this.oldCount = claim.oldCount;
    this.newStart = claim.newStart;
    this.newCount = claim.newCount;
    this.heading = claim.heading;
    this.mailLine = claim.mailLine;
    this.#together = together;
    this.#index = index;
    Object.defineProperty(this, 'lines', LateHunk.#lines);
  }
}

function numberHunks(hunks: readonly RawHunk[]): readonly (readonly DiffLine[])[] {
  const lines = hunks.map(readLines);
  const printed = hunks.map((hunk, index) => printHunk(hunk, lines[index] ?? []));
  const chunks = parseDiff(printed.join('\n'))[0]?.chunks ?? [];
  assert.equal(chunks.length, hunks.length, 'parse-diff finds the hunks that were counted');
  return lines.map((each, index) => numberLines(each, chunks[index]?.changes ?? []));
}

function printHunk({ claim }: RawHunk, lines: readonly RawLine[]): string {
  const opening = `@@ -${claim.oldStart},${claim.oldCount} +${claim.newStart},${claim.newCount} @@`;
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
