import type { Hunk } from '../domain/diff.js';
import { limits } from '../domain/limits.js';
import { LineCursor } from './line-cursor.js';

export interface SoundHunk {
  readonly ok: true;
  readonly hunk: RawHunk;
  /** Changed lines follow that the hunk does not claim. */
  readonly hasMore: boolean;
}

export type HunkReading = SoundHunk | { readonly ok: false; readonly detail: string; readonly mailLine: number };

/** What the `@@` line says. */
type HunkClaim = Omit<Hunk, 'lines'>;

/** A line of a hunk as the mail has it, its marker restored. */
export interface RawLine {
  readonly text: string;
  readonly mailLine: number;
  noNewline: boolean;
}

/** A hunk whose counts hold. Its lines as such are not kept: they take ten times the room of their text, and few are ever asked for. */
export interface RawHunk {
  readonly claim: HunkClaim;
  readonly lineCount: number;
  /** With all that stands between its lines. */
  readonly text: string;
  /** The number in the mail of the line with which it begins. */
  readonly firstLine: number;
  /** How that is to be read: as `LineCursor` and `readHunk` say. */
  readonly joinsFlowed: boolean;
  readonly hasMailCr: boolean;
}

/** The lines of a hunk. */
export function readLines(hunk: RawHunk): readonly RawLine[] {
  const list = new LineList();
  const missing = { old: hunk.claim.oldCount, new: hunk.claim.newCount };
  walkLines(new LineCursor(hunk.text, hunk.firstLine, hunk.joinsFlowed), missing, hunk.hasMailCr, list);
  return list.lines;
}

/** Takes the lines of a hunk one by one. */
interface LineTaker {
  take(text: string, mailLine: number): void;
  /** The file ends with the last line, without a newline. */
  endFile?(): void;
}

class LineList implements LineTaker {
  readonly lines: RawLine[] = [];

  take(text: string, mailLine: number): void {
    this.lines.push({ text, mailLine, noNewline: false });
  }

  endFile(): void {
    const last = this.lines.at(-1);
    if (last !== undefined) last.noNewline = true;
  }
}

/** What has to be known of lines to tell whether they are a hunk. */
class LineCount implements LineTaker {
  count = 0;
  last = '';
  hasChange = false;
  /** The place of the first line that is longer than any may be. */
  longLine: number | undefined;

  take(text: string, mailLine: number): void {
    this.count += 1;
    this.last = text;
    this.hasChange ||= !text.startsWith(' ');
    if (text.length >= limits.lineCharsMax) this.longLine ??= mailLine;
  }
}

interface Tally {
  old: number;
  new: number;
}

/** Some programs trim blank lines from the end of a mail; a hunk of git has three lines of context there. */
const trimmedContextMax = 3;

const claimPattern = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@(.*)$/s;

/**
 * Reads the hunk whose `@@` line is at the cursor, and counts its lines against what that line claims.
 * After a sound hunk the cursor is on the line behind it; after a damaged one on the line behind the `@@`,
 * so that what a truncated hunk seemed to swallow is looked at again.
 */
export function readHunk(cursor: LineCursor, hasMailCr: boolean): HunkReading {
  const mailLine = cursor.number;
  const claim = readClaim(cursor.line ?? '', mailLine, hasMailCr);
  cursor.advance();
  if (claim === undefined) return { ok: false, detail: 'the line that opens the hunk cannot be read', mailLine };
  const fault = findClaimFault(claim);
  if (fault !== undefined) return { ok: false, detail: fault, mailLine };
  const start = cursor.mark();
  const missing = { old: claim.oldCount, new: claim.newCount };
  const lines = new LineCount();
  walkLines(cursor, missing, hasMailCr, lines);
  const isWhole = missing.old === 0 && missing.new === 0;
  const isSound = (isWhole || isTrimmed(cursor, missing, lines)) && lines.longLine === undefined;
  if (isSound && !endsInSignature(lines, cursor)) {
    const hunk = {
      claim: isWhole ? claim : shorten(claim, missing),
      lineCount: lines.count,
      text: cursor.textSince(start),
      firstLine: start.number,
      joinsFlowed: cursor.joinsFlowed,
      hasMailCr,
    };
    return { ok: true, hunk, hasMore: hasMore(cursor) };
  }
  const damage = { ok: false, ...describeDamage(cursor, missing, lines) } as const;
  cursor.reset(start);
  return damage;
}

function readClaim(line: string, mailLine: number, hasMailCr: boolean): HunkClaim | undefined {
  const match = claimPattern.exec(line.slice(0, limits.lineCharsMax));
  if (match === null) return undefined;
  const [, oldStart, oldCount = '1', newStart, newCount = '1', rest = ''] = match;
  const heading = (hasMailCr ? rest.replace(/\r$/, '') : rest).replace(/^ /, '');
  return {
    oldStart: Number(oldStart),
    oldCount: Number(oldCount),
    newStart: Number(newStart),
    newCount: Number(newCount),
    heading,
    mailLine,
  };
}

function findClaimFault(claim: HunkClaim): string | undefined {
  const claimed = Math.max(claim.oldCount, claim.newCount);
  if (claimed > limits.hunkLinesMax) return `the hunk claims ${claimed} lines; at most ${limits.hunkLinesMax} are read`;
  return claimed === 0 ? 'the hunk claims no line at all' : undefined;
}

/** Gives lines for as long as the claim has room for them; `missing` counts down to what was not found. */
function walkLines(cursor: LineCursor, missing: Tally, hasMailCr: boolean, taker: LineTaker): void {
  let isFirst = true;
  for (let line = cursor.line; line !== undefined; line = cursor.line) {
    const text = hasMailCr ? line.replace(/\r$/, '') : line;
    if (text.startsWith('\\ ') && !isFirst) taker.endFile?.();
    else if ((missing.old === 0 && missing.new === 0) || !countLine(text, missing)) return;
    // A mailer that strips trailing spaces leaves an empty line of context without its marker.
    else taker.take(text === '' ? ' ' : text, cursor.number);
    isFirst = false;
    cursor.advance();
  }
}

/** Counts a line as what its marker says, and tells whether the claim had room for it. */
function countLine(text: string, missing: Tally): boolean {
  const marker = text === '' ? ' ' : text[0];
  if (marker !== ' ' && marker !== '-' && marker !== '+') return false;
  const old = marker === '+' ? 0 : 1;
  const added = marker === '-' ? 0 : 1;
  if (missing.old < old || missing.new < added) return false;
  missing.old -= old;
  missing.new -= added;
  return true;
}

function isTrimmed(cursor: LineCursor, missing: Tally, { hasChange }: LineCount): boolean {
  const isContext = missing.old === missing.new && missing.old <= trimmedContextMax;
  return cursor.line === undefined && isContext && hasChange;
}

/** `-- ` and git's version below it: a hunk that lost a line elsewhere took the mail's signature for a removed one. */
function endsInSignature({ last }: LineCount, cursor: LineCursor): boolean {
  return /^-- ?$/.test(last) && /^\d+\.\d+/.test(cursor.line ?? '');
}

/** Tells whether changed lines follow that the hunk does not claim: somebody edited it by hand. */
function hasMore(cursor: LineCursor): boolean {
  return /^(?:\+|-\t)/.test(cursor.line ?? '') && !cursor.line?.startsWith('+++ ');
}

function describeDamage(
  cursor: LineCursor,
  missing: Tally,
  { longLine }: LineCount,
): { readonly detail: string; readonly mailLine: number } {
  if (longLine !== undefined)
    return { detail: `a line of the hunk is longer than ${limits.lineCharsMax} characters`, mailLine: longLine };
  if (missing.old === 0 && missing.new === 0) {
    return {
      detail: 'a line of the hunk is missing: its last one is the signature of the mail',
      mailLine: cursor.number - 1,
    };
  }
  const lack = `${missing.old} old and ${missing.new} new lines are missing from the hunk`;
  if (cursor.line === undefined) return { detail: `the text ends where ${lack}`, mailLine: cursor.number - 1 };
  return { detail: `this line does not belong there: ${lack} (wrapped or cut?)`, mailLine: cursor.number };
}

/** The lines were counted, so `missing` is context that the mail's end lost: the hunk is that much shorter. */
function shorten(claim: HunkClaim, missing: Tally): HunkClaim {
  return { ...claim, oldCount: claim.oldCount - missing.old, newCount: claim.newCount - missing.new };
}
