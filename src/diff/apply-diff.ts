import type { DiffLine, FileDiff, Hunk } from '../domain/diff.js';
import { limits } from '../domain/limits.js';

export type DiffApplication =
  | {
      readonly ok: true;
      readonly text: string;
      /** How many lines the hunk that moved most stands from its stated place; 0 when all stand where they say. */
      readonly offset: number;
      /** How far the code stands behind the numbers of the hunks; undefined where that differs from hunk to hunk. */
      readonly shift: LineShift | undefined;
    }
  | { readonly ok: false; readonly reason: string; readonly mailLine: number };

/** Lines, per side, by which every hunk stands further down than its numbers say; negative: further up. */
export interface LineShift {
  readonly old: number;
  readonly new: number;
}

/** How the text of a mail becomes the bytes of a file: UTF-8, or for older files one byte a character. */
export type LineEncoding = 'utf8' | 'latin1';

/** How the old side of a hunk is held against the file: as it is, or as `git apply --ignore-whitespace` does, for mails whose blanks were changed. */
export type LineComparison = 'exact' | 'ignoring blanks';

/**
 * Applies one file's part of a patch. `oldText` holds one byte a character (Buffer's `latin1`), and so does the result:
 * bytes of any encoding survive, and a blob id can be computed. Lines of the patch are turned into bytes by `encoding`;
 * lines of context keep the bytes of the old file.
 * Each hunk must stand at its place or, as in `git apply`, anywhere nearest to it as a whole; no context is ever given up.
 * Sound patches come to the same text by jsdiff's applyPatch, which tells neither the distance nor the hunk that failed, and
 * searches 17 s for a hunk of 10,000 braces in a file of 50,000.
 */
export function applyDiff(
  oldText: string,
  file: FileDiff,
  encoding: LineEncoding = 'utf8',
  comparison: LineComparison = 'exact',
): DiffApplication {
  if (file.isBinary) return { ok: false, reason: 'the change is binary', mailLine: file.mailLine };
  const oldLines = splitLines(oldText);
  const output: string[] = [];
  const told = comparison === 'exact' ? (line: string): string => line : foldBlanks;
  const search: Search = { oldLines: oldLines.map(told), taken: 0, shift: 0, stepsLeft: limits.applyStepsMax };
  const shifts: LineShift[] = [];
  for (const hunk of file.hunks) {
    const wanted = encodeOldSide(hunk, encoding).map(told);
    const found = findPlace(search, hunk, wanted);
    if (typeof found === 'string') return { ok: false, reason: found, mailLine: hunk.mailLine };
    copyLines(oldLines, search.taken, found, output);
    search.taken = found + wanted.length;
    search.shift = found - statedIndex(hunk.oldStart, hunk.oldCount);
    shifts.push({ old: search.shift, new: output.length - statedIndex(hunk.newStart, hunk.newCount) });
    copyHunk(hunk, oldLines, found, encoding, output);
  }
  copyLines(oldLines, search.taken, oldLines.length, output);
  const text = output.join('');
  if (file.kind === 'deleted' && text !== '') {
    return { ok: false, reason: 'the file is deleted, but lines would remain of it', mailLine: file.mailLine };
  }
  const offset = shifts.reduce((most, shift) => Math.max(most, Math.abs(shift.old)), 0);
  return { ok: true, text, offset, shift: findCommonShift(shifts) };
}

function findCommonShift(shifts: readonly LineShift[]): LineShift | undefined {
  const [first = { old: 0, new: 0 }] = shifts;
  return shifts.every(shift => shift.old === first.old && shift.new === first.new) ? first : undefined;
}

interface Search {
  /** As they are compared. */
  readonly oldLines: readonly string[];
  /** Old lines used up by the hunks before. */
  taken: number;
  /** How far the hunk before stood from its stated place: the likeliest for the next one too. */
  shift: number;
  /** Lines that may still be compared, so that a hostile patch cannot search forever. */
  stepsLeft: number;
}

/** Each line with its LF; a last line without one is a line too. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function encodeOldSide(hunk: Hunk, encoding: LineEncoding): readonly string[] {
  return hunk.lines.filter(line => line.kind !== 'added').map(line => encodeLine(line, encoding));
}

/** The two bytes are UTF-8's no-break space, which mail programs put for a blank. */
function foldBlanks(line: string): string {
  return line.replace(/(?:[ \t\r\n]|\u00c2\u00a0)+/g, ' ').replace(/^ | $/g, '');
}

function encodeLine(line: DiffLine, encoding: LineEncoding): string {
  const end = line.noNewline ? '' : '\n';
  if (encoding === 'latin1' || !/[^\u0000-\u007f]/.test(line.text)) return line.text + end;
  return Buffer.from(line.text, 'utf8').toString('latin1') + end;
}

/** 0-based index of a hunk's first line on one side; without lines there, the place where they would go. */
function statedIndex(start: number, count: number): number {
  return count === 0 ? start : start - 1;
}

/** Gives the 0-based index at which the hunk's old side stands, or why there is none. */
function findPlace(search: Search, hunk: Hunk, wanted: readonly string[]): number | string {
  const stated = statedIndex(hunk.oldStart, hunk.oldCount);
  const last = search.oldLines.length - wanted.length;
  if (wanted.length === 0) {
    return stated >= search.taken && stated <= last ? stated : 'the file has no such line to add lines after';
  }
  if (fitsAt(search, wanted, stated)) return stated;
  for (const index of candidates(hunk, stated + search.shift, search.taken, last)) {
    if (fitsAt(search, wanted, index)) return index;
    if (search.stepsLeft <= 0) return 'no place for the hunk was found within the time allowed';
  }
  return 'the old lines of the hunk do not stand in the file';
}

/**
 * The places to try, nearest first. Git knows that a hunk which names line 1 belongs to the file's begin,
 * and one without context behind its changes to the file's end.
 */
function* candidates(hunk: Hunk, from: number, first: number, last: number): Generator<number> {
  if (last < first || hunk.oldStart <= 1) return;
  if (hunk.lines.at(-1)?.kind !== 'context') {
    yield last;
    return;
  }
  const start = Math.min(Math.max(from, first), last);
  yield start;
  const reach = Math.max(start - first, last - start);
  for (let distance = 1; distance <= reach; distance += 1) {
    if (start - distance >= first) yield start - distance;
    if (start + distance <= last) yield start + distance;
  }
}

function fitsAt(search: Search, wanted: readonly string[], index: number): boolean {
  if (index < search.taken || index + wanted.length > search.oldLines.length) return false;
  const miss = wanted.findIndex((line, step) => search.oldLines[index + step] !== line);
  search.stepsLeft -= miss === -1 ? wanted.length : miss + 1;
  return miss === -1;
}

function copyLines(from: readonly string[], first: number, end: number, output: string[]): void {
  for (const line of from.slice(first, end)) output.push(line);
}

function copyHunk(
  hunk: Hunk,
  oldLines: readonly string[],
  found: number,
  encoding: LineEncoding,
  output: string[],
): void {
  let index = found;
  for (const line of hunk.lines) {
    if (line.kind === 'added') output.push(encodeLine(line, encoding));
    if (line.kind === 'context') output.push(oldLines[index] ?? '');
    if (line.kind !== 'added') index += 1;
  }
}
