import type { FileDiff, Hunk } from '../domain/diff.js';

/** Where a line of one side is on the other. Lines are 1-based. */
export interface LineMap {
  /** Undefined for a line that the patch removes. */
  toNew(oldLine: number): number | undefined;
  /** Undefined for a line that the patch adds. */
  toOld(newLine: number): number | undefined;
}

/** A hunk's stretch as one side counts it, with the distance that lines behind it have moved. */
interface Stretch {
  readonly start: number;
  /** The first line behind the hunk. */
  readonly end: number;
  readonly shiftBehind: number;
}

/** Makes the map of one file's lines. Lines outside the hunks only move; this holds for all lines of the file. */
export function makeLineMap(file: FileDiff): LineMap {
  const oldToNew = new Map<number, number>();
  const newToOld = new Map<number, number>();
  for (const line of file.hunks.flatMap(hunk => hunk.lines)) {
    if (line.oldLine === undefined || line.newLine === undefined) continue;
    oldToNew.set(line.oldLine, line.newLine);
    newToOld.set(line.newLine, line.oldLine);
  }
  const oldStretches = file.hunks.map(hunk => makeStretch(oldSide(hunk), newSide(hunk))).sort(byStart);
  const newStretches = file.hunks.map(hunk => makeStretch(newSide(hunk), oldSide(hunk))).sort(byStart);
  return {
    toNew: oldLine => mapLine(oldLine, oldStretches, oldToNew),
    toOld: newLine => mapLine(newLine, newStretches, newToOld),
  };
}

interface Side {
  readonly start: number;
  readonly count: number;
}

function oldSide(hunk: Hunk): Side {
  return firstLineOf(hunk.oldStart, hunk.oldCount);
}

function newSide(hunk: Hunk): Side {
  return firstLineOf(hunk.newStart, hunk.newCount);
}

/** A side without lines names the line before the change (POSIX diff -u), so its stretch begins one later. */
function firstLineOf(start: number, count: number): Side {
  return { start: count === 0 ? start + 1 : start, count };
}

function makeStretch(from: Side, to: Side): Stretch {
  const end = from.start + from.count;
  return { start: from.start, end, shiftBehind: to.start + to.count - end };
}

function byStart(a: Stretch, b: Stretch): number {
  return a.start - b.start || a.end - b.end;
}

function mapLine(line: number, stretches: readonly Stretch[], inside: ReadonlyMap<number, number>): number | undefined {
  const stretch = findLastStart(line, stretches);
  if (stretch === undefined) return line;
  return line < stretch.end ? inside.get(line) : line + stretch.shiftBehind;
}

/** The last stretch that begins at or before the line, by halving. */
function findLastStart(line: number, stretches: readonly Stretch[]): Stretch | undefined {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((stretches[middle]?.start ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  return stretches[low - 1];
}
