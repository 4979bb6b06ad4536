import { blobIdOf } from './blob-id.js';

/** A file before and after a change; both texts end with a line end. */
export interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

interface PrintedLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/**
 * The change as one hunk that shows the whole file, with git's header. For short files only: the time grows with the product of
 * their lengths.
 */
export function printDiff({ path, before, after }: Change): string {
  const [old, now] = [before, after].map(text => text.split('\n').slice(0, -1)) as [string[], string[]];
  const [oldBlob, newBlob] = [before, after].map(text => blobIdOf(Buffer.from(text)));
  return [
    `diff --git a/${path} b/${path}`,
    `index ${oldBlob}..${newBlob} 100644`,
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -1,${old.length} +1,${now.length} @@`,
    ...compareLines(old, now).map(({ sign, text }) => `${sign}${text}`),
    '',
  ].join('\n');
}

/** The longest common subsequence stays; what is removed comes before what is added in its place. */
function compareLines(old: readonly string[], now: readonly string[]): readonly PrintedLine[] {
  const common = commonLengths(old, now);
  const lines: PrintedLine[] = [];
  let [at, to] = [0, 0];
  while (at < old.length || to < now.length) {
    const [before, after] = [old[at], now[to]];
    if (before !== undefined && before === after) {
      lines.push({ sign: ' ', text: before });
      at += 1;
      to += 1;
    } else if (before !== undefined && lengthAt(common, at + 1, to) >= lengthAt(common, at, to + 1)) {
      lines.push({ sign: '-', text: before });
      at += 1;
    } else {
      lines.push({ sign: '+', text: after ?? '' });
      to += 1;
    }
  }
  return lines;
}

/** At [i][j]: how many lines the ends of both from line index i and j on have in common. */
function commonLengths(old: readonly string[], now: readonly string[]): readonly (readonly number[])[] {
  const rows: number[][] = [];
  for (let at = old.length - 1; at >= 0; at -= 1) {
    const below = rows[0] ?? [];
    const row: number[] = [];
    for (let to = now.length - 1; to >= 0; to -= 1) {
      const isEqual = old[at] === now[to];
      row[to] = isEqual ? (below[to + 1] ?? 0) + 1 : Math.max(below[to] ?? 0, row[to + 1] ?? 0);
    }
    rows.unshift(row);
  }
  return rows;
}

function lengthAt(common: readonly (readonly number[])[], at: number, to: number): number {
  return common[at]?.[to] ?? 0;
}
