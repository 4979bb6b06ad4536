import type { DiffLine, FileDiff, Hunk } from '../domain/diff.js';
import type { Finding } from '../domain/finding.js';
import { type DiffPlace, fileAt, placeOf } from './code-frame.js';
import { safeCodeWithTabs, safeLine } from './escape.js';
import { cutTo } from './layout.js';

/** Lines quoted above the first line that is spoken of. */
const above = 3;
/** A longer quotation than this hides what is said about it. */
const quotedLinesMax = 20;
/** Far below the 998 bytes that a line of a mail may have (RFC 5322), also where each character takes four of them. */
const quotedColumnsMax = 200;

const signs = { context: ' ', removed: '-', added: '+' } as const;

/** Where a mail's quotation of a patch has got to, so that nothing is quoted twice. */
export interface QuoteCursor {
  readonly file?: FileDiff | undefined;
  readonly hunk?: Hunk | undefined;
  /** The first line of the hunk that was not quoted yet. */
  readonly index: number;
}

/**
 * The quotation above the comment about one finding: just enough of its hunk, from the line that gave the guarantee (or
 * a few lines above) down to the line where the finding stands. Where lines are left out inside the hunk, `[...]` says so.
 */
export function quoteFor(
  finding: Finding,
  files: readonly FileDiff[],
  cursor: QuoteCursor,
): { readonly lines: readonly string[]; readonly cursor: QuoteCursor } {
  const file = fileAt(files, finding.location.path);
  const place = placeIn(file, finding.location);
  if (file === undefined || place === undefined) {
    return { lines: [], cursor };
  }
  const isSameHunk = cursor.hunk === place.hunk;
  const done = isSameHunk ? cursor.index : 0;
  const first = Math.min(place.index, Math.max(done, firstLine(finding, file, place)));
  const fileHeader =
    cursor.file === file
      ? []
      : [quoted(`diff --git a/${file.oldPath ?? file.newPath} b/${file.newPath ?? file.oldPath}`)];
  const lines = [
    ...fileHeader,
    ...(isSameHunk ? [] : [quoted(hunkHeader(place.hunk))]),
    ...(first > done ? ['[...]'] : []),
    ...place.hunk.lines.slice(first, place.index + 1).map(quotedDiffLine),
  ];
  return { lines, cursor: { file, hunk: place.hunk, index: Math.max(done, place.index + 1) } };
}

/** The hunk's line where a finding stands, for putting findings in the order of the mail; undefined outside of hunks. */
export function placeIn(file: FileDiff | undefined, location: Finding['location']): DiffPlace | undefined {
  return placeOf(file?.hunks ?? [], location.side, location.line);
}

function firstLine(finding: Finding, file: FileDiff, place: DiffPlace): number {
  const proof = finding.proof
    .filter(step => step.location.path === finding.location.path)
    .map(step => placeIn(file, step.location))
    .flatMap(each => (each?.hunk === place.hunk ? [each.index] : []));
  const near = [place.index, ...proof].filter(index => index <= place.index && place.index - index < quotedLinesMax);
  const first = Math.min(...near) - above;
  return first <= 2 ? 0 : first;
}

function hunkHeader(hunk: Hunk): string {
  const heading = hunk.heading === '' ? '' : ` ${hunk.heading}`;
  return `@@ -${hunk.oldStart},${hunk.oldCount} +${hunk.newStart},${hunk.newCount} @@${heading}`;
}

function quotedDiffLine(line: DiffLine): string {
  return `> ${cutTo(`${signs[line.kind]}${safeCodeWithTabs(line.text)}`, quotedColumnsMax)}`.trimEnd();
}

function quoted(text: string): string {
  return `> ${cutTo(safeLine(text), quotedColumnsMax)}`;
}
