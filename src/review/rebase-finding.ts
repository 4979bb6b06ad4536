import type { FileDiff, Hunk } from '../domain/diff.js';
import type { Finding, Location } from '../domain/finding.js';
import type { Patch } from '../domain/patch.js';
import type { Remedy } from '../domain/remedy.js';

/**
 * Tells a finding about a patch in the terms of the same patch on another base: patch-ids are blind to line numbers. `before` and `after`
 * have equal patch-ids, so their hunks are the same line for line. A line outside of all hunks moves with the hunk above it.
 */
export function rebaseFinding(finding: Finding, before: Patch, after: Patch): Finding {
  const move = (location: Location): Location => ({ ...location, line: rebaseLine(location, before, after) });
  return {
    ...finding,
    messageId: after.messageId,
    location: move(finding.location),
    proof: finding.proof.map(step => ({ ...step, location: move(step.location) })),
    remedy: finding.remedy && rebaseRemedy(finding.remedy, before, after),
  };
}

/**
 * Whether all lines of a finding can be told on the other base. A line outside of all hunks may have moved by what the base has got between
 * it and the hunk above, unless the file before the patch is the same.
 */
export function canRebase({ location, proof }: Finding, before: Patch, after: Patch): boolean {
  return [location, ...proof.map(step => step.location)].every(({ path, side, line }) => {
    const [from, to] = [before, after].map(patch => findFile(patch, path, side));
    if (!from || !to) return false;
    const isSame = from.oldBlob !== undefined && from.oldBlob === to.oldBlob;
    return isSame || from.hunks.some(hunk => isInHunk(hunk, side, line));
  });
}

function findFile({ files }: Patch, path: string, side: Location['side']): FileDiff | undefined {
  return files.find(file => (side === 'old' ? file.oldPath : file.newPath) === path);
}

function isInHunk({ oldStart, oldCount, newStart, newCount }: Hunk, side: Location['side'], line: number): boolean {
  const [start, count] = side === 'old' ? [oldStart, oldCount] : [newStart, newCount];
  return line >= start && line < start + count;
}

/** A place in the file before or after a patch. */
export type LinePlace = Pick<Location, 'path' | 'side' | 'line'>;

/** Tells a line about a patch in the terms of the same patch on another base; as in `rebaseFinding`. */
export function rebaseLine({ path, side, line }: LinePlace, before: Patch, after: Patch): number {
  const startOf = (hunk: Hunk): number => (side === 'old' ? hunk.oldStart : hunk.newStart);
  const hunks = findFile(before, path, side)?.hunks ?? [];
  const index = hunks.findLastIndex(hunk => startOf(hunk) <= line);
  const [from, to] = [hunks[index], findFile(after, path, side)?.hunks[index]];
  return from && to ? line + startOf(to) - startOf(from) : line;
}

function rebaseRemedy({ path, edits, diff, words }: Remedy, before: Patch, after: Patch): Remedy {
  const move = (line: number): number => rebaseLine({ path, side: 'new', line }, before, after);
  return {
    path,
    words,
    edits: edits.map(({ firstLine, lastLine, lines }) => {
      const moved = move(firstLine);
      return { firstLine: moved, lastLine: moved + lastLine - firstLine, lines };
    }),
    // Both sides of a remedy's diff begin in the code as the patch leaves it.
    diff: diff.replace(/^@@ -(\d+)(,\d+)? \+(\d+)(,\d+)? @@/gm, (_, old, oldCount = '', start, count = '') => {
      const distance = move(Number(old)) - Number(old);
      return `@@ -${Number(old) + distance}${oldCount} +${Number(start) + distance}${count} @@`;
    }),
  };
}
