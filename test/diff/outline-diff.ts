import type { DiffReading } from '../../src/diff/read-diff.js';
import type { FileDiff, Hunk } from '../../src/domain/diff.js';

const markers = { context: ' ', removed: '-', added: '+' } as const;

/** What was read of a diff, as JSON that a person can check line by line. */
export function outlineDiff(reading: DiffReading): string {
  const patchId = reading.patchId ?? null;
  return `${JSON.stringify({ patchId, files: reading.files.map(outlineFile), problems: reading.problems }, undefined, 2)}\n`;
}

function outlineFile({ header, hunks, ...file }: FileDiff): object {
  return { ...file, headerLines: header.length, hunks: hunks.map(outlineHunk) };
}

function outlineHunk(hunk: Hunk): object {
  const { oldStart, oldCount, newStart, newCount, heading, mailLine } = hunk;
  const title = `-${oldStart},${oldCount} +${newStart},${newCount} @${mailLine} ${heading}`;
  const lines = hunk.lines.map(line => {
    const places = `${line.oldLine ?? ''}\t${line.newLine ?? ''}\t@${line.mailLine}`;
    return `${places}\t${markers[line.kind]}${line.text}${line.noNewline ? ' (no newline)' : ''}`;
  });
  return { title, lines };
}
