import { limits } from '../../domain/limits.js';

/** A line of a quoted patch, without quote marks. */
export interface RepairLine {
  readonly text: string;
  /** 1-based line in the mail that quotes. */
  readonly line: number;
  /** Blank, and next to a place where somebody wrote into the quotation: it may be that person's, not the patch's. */
  readonly isLoose: boolean;
}

interface Claim {
  readonly old: number;
  readonly new: number;
}

const claimPattern = /^@@ -\d{1,9}(?:,(\d{1,9}))? \+\d{1,9}(?:,(\d{1,9}))? @@/;
const rangePattern = /^@@ -(\d{1,9})(?:,\d{1,9})? \+(\d{1,9})(?:,\d{1,9})? @@/;
const nextPart = /^(?: ?diff --git a\/|diff --git |@@ -\d|--- \S)/;

/**
 * Gives the hunks of a quoted patch back what quoting took: the marker of context lines (with all indentation, or as a no-break
 * space), the pieces that a mail program wrapped, the blank lines that a remark left behind or that the next line swallowed. A hunk is
 * changed only where its lines then come to the counts of its `@@` line; else it is left as it is, for the reader to call damaged.
 */
export function repairHunks(lines: readonly RepairLine[]): RepairLine[] {
  return rewriteHunks(lines, (opening, part, claim) => [opening, ...(repairHunk(part, claim) ?? part)]);
}

/**
 * The same for a patch whose own mail states counts that do not hold (edited by hand, wrapped): the counts give way to the lines.
 * It tells at which line of a file each line was meant to stand, no more. A hunk of which more was swallowed than can be
 * restored tells not even that, and is left as it is.
 */
export function recountHunks(lines: readonly RepairLine[]): RepairLine[] {
  return rewriteHunks(lines, (opening, part, claim) => {
    const repaired = repairHunk(part, claim);
    if (repaired !== undefined) return [opening, ...repaired];
    const isSwallowed = part.some(line => /^ [+-]/.test(line.text));
    return isSwallowed ? [opening, ...part] : recountHunk(opening, part);
  });
}

function recountHunk(opening: RepairLine, part: readonly RepairLine[]): RepairLine[] {
  const end = part.findLastIndex(line => line.text.trim() !== '') + 1;
  const lines = restoreMarkers(part.slice(0, end));
  const old = lines.filter(line => /^[ -]/.test(line.text)).length;
  const added = lines.filter(line => /^[ +]/.test(line.text)).length;
  const text = opening.text.replace(rangePattern, `@@ -$1,${old} +$2,${added} @@`);
  return [{ ...opening, text }, ...lines];
}

type HunkWriter = (opening: RepairLine, part: readonly RepairLine[], claim: Claim) => readonly RepairLine[];

function rewriteHunks(lines: readonly RepairLine[], write: HunkWriter): RepairLine[] {
  const repaired: RepairLine[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    if (line === undefined) break;
    at += 1;
    const claim = readClaim(line.text);
    const end = claim === undefined ? at : endOfPart(lines, at);
    const written = claim === undefined ? [line] : write(line, lines.slice(at, end), claim);
    for (const each of written) repaired.push(each);
    at = end;
  }
  return repaired;
}

function readClaim(text: string): Claim | undefined {
  const match = claimPattern.exec(text);
  return match === null ? undefined : { old: Number(match[1] ?? 1), new: Number(match[2] ?? 1) };
}

function endOfPart(lines: readonly RepairLine[], from: number): number {
  let at = from;
  while (at < lines.length && !startsPart(lines, at)) at += 1;
  return at;
}

/** `--- x` inside a hunk is a removed line, unless `+++` follows; so is `-- `, unless git's version does. */
function startsPart(lines: readonly RepairLine[], at: number): boolean {
  const text = lines[at]?.text ?? '';
  if (/^-- ?$/.test(text)) return /^\d+\.\d+/.test(lines[at + 1]?.text ?? '');
  if (!nextPart.test(text)) return false;
  return !text.startsWith('--- ') || /^\+\+\+ \S/.test(lines[at + 1]?.text ?? '');
}

type Reading = (lines: readonly RepairLine[]) => RepairLine[];

/** From the least repair to the most. */
const readings: readonly Reading[] = [
  lines => restoreMarkers(lines),
  lines => restoreMarkers(lines.filter(line => !line.isLoose)),
  lines => restoreMarkers(restoreSwallowed(lines)),
];

/**
 * A client that flows its lines joins a blank line of context with the line below it: ` ` and `-x` become ` -x`. Where all context
 * begins with two spaces, the second one was put before each line, and tells of no blank line.
 */
function restoreSwallowed(lines: readonly RepairLine[]): RepairLine[] {
  const joined = lines.some(line => /^ [^ ]/.test(line.text) && !changed.test(line.text)) ? /^ (?:[+-]| \t)/ : changed;
  return lines.flatMap(line => {
    return joined.test(line.text)
      ? [
          { ...line, text: ' ' },
          { ...line, text: line.text.slice(1) },
        ]
      : [line];
  });
}

const changed = /^ [+-]/;

/** A line without a marker is context that lost it where all context did; else it is the rest of a wrapped line. */
function restoreMarkers(lines: readonly RepairLine[]): RepairLine[] {
  const keptMarkers = lines.some(line => /^[ \u00a0]+\S/u.test(line.text));
  return (keptMarkers ? joinWrapped(lines) : lines).map(asContext);
}

function repairHunk(part: readonly RepairLine[], claim: Claim): RepairLine[] | undefined {
  for (const read of readings) {
    const taken = takeClaimed(read(part), claim);
    if (taken !== undefined) return taken;
  }
  return undefined;
}

function asContext(line: RepairLine): RepairLine {
  const text = line.text.startsWith('\u00a0') ? ` ${line.text.slice(1)}` : line.text;
  return /^[ +\-\\]/.test(text) ? { ...line, text } : { ...line, text: ` ${text}` };
}

function joinWrapped(lines: readonly RepairLine[]): RepairLine[] {
  const joined: RepairLine[] = [];
  for (const line of lines) {
    const above = joined.at(-1);
    if (line.text === '' || /^[ +\-\\\u00a0]/.test(line.text)) joined.push(line);
    else if (above !== undefined && above.text.trim() !== '' && above.text.length < limits.wrappedLineCharsMax) {
      joined[joined.length - 1] = { ...above, text: `${above.text.trimEnd()} ${line.text}` };
    }
  }
  return joined;
}

/** The lines that make up the claim; undefined where they do not, or where more lines with markers follow. */
function takeClaimed(lines: readonly RepairLine[], claim: Claim): RepairLine[] | undefined {
  let { old, new: added } = claim;
  let at = 0;
  for (; at < lines.length && (old > 0 || added > 0); at += 1) {
    const marker = lines[at]?.text[0];
    if (marker === '\\') continue;
    if (marker !== '+') old -= 1;
    if (marker !== '-') added -= 1;
  }
  if (old !== 0 || added !== 0) return undefined;
  if (lines[at]?.text.startsWith('\\')) at += 1;
  const hasMore = lines.slice(at).some(line => /^[+-]|^ +\S/.test(line.text));
  return hasMore ? undefined : lines.slice(0, at);
}
