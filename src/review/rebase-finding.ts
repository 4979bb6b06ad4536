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

/** A place in the file before or after a patch. */
export type LinePlace = Pick<Location, 'path' | 'side' | 'line'>;

/** Tells a line about a patch in the terms of the same patch on another base; as in `rebaseFinding`. */
export function rebaseLine({ path, side, line }: LinePlace, before: Patch, after: Patch): number {
  const nameOf = (file: FileDiff): string | undefined => (side === 'old' ? file.oldPath : file.newPath);
  const startOf = (hunk: Hunk): number => (side === 'old' ? hunk.oldStart : hunk.newStart);
  const hunks = before.files.find(file => nameOf(file) === path)?.hunks ?? [];
  const index = hunks.findLastIndex(hunk => startOf(hunk) <= line);
  const [from, to] = [hunks[index], after.files.find(file => nameOf(file) === path)?.hunks[index]];
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
