import { limits } from '../domain/limits.js';
import type { LineCursor } from './line-cursor.js';

export interface SoundHunk {
  readonly ok: true;
  readonly hunk: RawHunk;
  /** Changed lines follow that the hunk does not claim. */
  readonly hasMore: boolean;
}

export type HunkReading = SoundHunk | { readonly ok: false; readonly detail: string; readonly mailLine: number };

/** What the `@@` line says. */
interface HunkClaim {
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
  readonly heading: string;
  readonly mailLine: number;
}

/** A line of a hunk as the mail has it, its marker restored. */
export interface RawLine {
  readonly text: string;
  readonly mailLine: number;
  noNewline: boolean;
}

/** A hunk whose counts hold, its lines not yet numbered. */
export interface RawHunk extends HunkClaim {
  readonly lines: readonly RawLine[];
  /** The same as one text, with all that stands between them. */
  readonly text: string;
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
  const lines = takeLines(cursor, missing, hasMailCr);
  const isWhole = missing.old === 0 && missing.new === 0;
  if ((isWhole || isTrimmed(cursor, missing, lines)) && lines.every(isShortEnough) && !endsInSignature(lines, cursor)) {
    const hunk = { ...shorten(claim, missing), lines, text: cursor.textSince(start) };
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

/** Takes lines for as long as the claim has room for them; `missing` counts down to what was not found. */
function takeLines(cursor: LineCursor, missing: Tally, hasMailCr: boolean): RawLine[] {
  const lines: RawLine[] = [];
  for (let line = cursor.line; line !== undefined; line = cursor.line) {
    const text = hasMailCr ? line.replace(/\r$/, '') : line;
    const last = lines[lines.length - 1];
    if (text.startsWith('\\ ') && last !== undefined) last.noNewline = true;
    else if ((missing.old === 0 && missing.new === 0) || !countLine(text, missing)) return lines;
    // A mailer that strips trailing spaces leaves an empty line of context without its marker.
    else lines.push({ text: text === '' ? ' ' : text, mailLine: cursor.number, noNewline: false });
    cursor.advance();
  }
  return lines;
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

function isTrimmed(cursor: LineCursor, missing: Tally, lines: readonly RawLine[]): boolean {
  const isContext = missing.old === missing.new && missing.old <= trimmedContextMax;
  return cursor.line === undefined && isContext && lines.some(line => !line.text.startsWith(' '));
}

/** `-- ` and git's version below it: a hunk that lost a line elsewhere took the mail's signature for a removed one. */
function endsInSignature(lines: readonly RawLine[], cursor: LineCursor): boolean {
  return /^-- ?$/.test(lines.at(-1)?.text ?? '') && /^\d+\.\d+/.test(cursor.line ?? '');
}

/** Tells whether changed lines follow that the hunk does not claim: somebody edited it by hand. */
function hasMore(cursor: LineCursor): boolean {
  return /^(?:\+|-\t)/.test(cursor.line ?? '') && !cursor.line?.startsWith('+++ ');
}

function isShortEnough(line: RawLine): boolean {
  return line.text.length < limits.lineCharsMax;
}

function describeDamage(
  cursor: LineCursor,
  missing: Tally,
  lines: readonly RawLine[],
): { readonly detail: string; readonly mailLine: number } {
  const long = lines.find(line => !isShortEnough(line));
  if (long !== undefined) {
    return { detail: `a line of the hunk is longer than ${limits.lineCharsMax} characters`, mailLine: long.mailLine };
  }
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

/** The lines were counted, so `missing` is either nothing or context that the mail's end lost: the hunk is that much shorter. */
function shorten(claim: HunkClaim, missing: Tally): HunkClaim {
  return { ...claim, oldCount: claim.oldCount - missing.old, newCount: claim.newCount - missing.new };
}
