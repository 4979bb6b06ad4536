import { structuredPatch } from 'diff';
import { blobIdOf } from '../../src/diff/blob-id.js';

/** The diff of one file as `git diff` prints it: with an `index` line, and the headings that git's default finds. */
export function printGitDiff(path: string, before: string, after: string, context: number): string {
  const { hunks } = structuredPatch(path, path, before, after, undefined, undefined, { context });
  const beforeLines = before.split('\n');
  const printed = hunks.map(({ oldStart, oldLines, newStart, newLines, lines }) => {
    const heading = findHeading(beforeLines.slice(0, oldStart - 1));
    return [`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@ ${heading}`.trimEnd(), ...lines].join('\n');
  });
  const [oldBlob, newBlob] = [before, after].map(text => blobIdOf(Buffer.from(text)).slice(0, 12));
  const head = [
    `diff --git a/${path} b/${path}`,
    `index ${oldBlob}..${newBlob} 100644`,
    `--- a/${path}`,
    `+++ b/${path}`,
  ];
  return `${[...head, ...printed].join('\n')}\n`;
}

/** git's default heading (xdiff: def_ff): the nearest line above the hunk that begins with a letter, `_` or `$`. */
function findHeading(above: readonly string[]): string {
  return above.findLast(line => /^[A-Za-z_$]/.test(line))?.slice(0, 80) ?? '';
}
