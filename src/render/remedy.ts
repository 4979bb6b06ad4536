import type { DiffLine, FileDiff } from '../domain/diff.js';
import type { Remedy } from '../domain/remedy.js';
import { fileAt, placeOf } from './code-frame.js';

/** A line of code in a remedy. */
export interface RemedyLine {
  readonly kind: DiffLine['kind'];
  /** Its number after the patch; undefined for a line that the remedy adds. */
  readonly number?: number | undefined;
  readonly text: string;
}

/** Lines of the new side of a diff, and what they are to be instead: what a review comment on GitHub takes. */
export interface Suggestion {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly lines: readonly string[];
}

/** A longer suggestion repeats code for the sake of two lines; a diff shows them better. */
const suggestionLinesMax = 12;

/** Lines shown above and below a change. */
const around = 1;

const kinds: Readonly<Record<string, DiffLine['kind']>> = { '-': 'removed', '+': 'added' };

/** All lines of a remedy's diff, a list for each hunk. */
export function remedyHunks({ diff }: Remedy): readonly (readonly RemedyLine[])[] {
  return diff.trimEnd().split(/^@@ /m).slice(1).map(readHunk);
}

/** The parts of the file that a remedy changes, with a line around each, that is not empty. */
export function remedyParts(remedy: Remedy): readonly (readonly RemedyLine[])[] {
  return remedyHunks(remedy)
    .flatMap(lines => {
      const changed = lines.flatMap(({ kind }, index) => (kind === 'context' ? [] : [index]));
      const isNear = (index: number): boolean => changed.some(each => Math.abs(each - index) <= around);
      return splitAtGaps(lines.map((line, index) => (isNear(index) ? line : undefined)));
    })
    .map(trimEmpty);
}

function readHunk(hunk: string): readonly RemedyLine[] {
  const [head = '', ...rest] = hunk.replace(/\n$/, '').split('\n');
  let number = Number(/^-(\d+)/.exec(head)?.[1] ?? 1);
  return rest.map(line => {
    const kind = kinds[line[0] ?? ''] ?? 'context';
    const text = line.slice(1);
    if (kind === 'added') return { kind, text };
    number += 1;
    return { kind, text, number: number - 1 };
  });
}

function splitAtGaps(lines: readonly (RemedyLine | undefined)[]): readonly (readonly RemedyLine[])[] {
  const parts: RemedyLine[][] = [];
  for (const [index, line] of lines.entries()) {
    if (line === undefined) continue;
    if (lines[index - 1] === undefined) parts.push([]);
    parts.at(-1)?.push(line);
  }
  return parts;
}

function trimEmpty(lines: readonly RemedyLine[]): readonly RemedyLine[] {
  const isTelling = ({ kind, text }: RemedyLine): boolean => kind !== 'context' || text.trim() !== '';
  return lines.slice(lines.findIndex(isTelling), lines.findLastIndex(isTelling) + 1);
}

/** What the remedy does, and how much is known of it. */
export function remedyWords({ words }: Remedy): string {
  return `${words} Tried on top of the patch: the finding is gone, and nothing new is reported.`;
}

/**
 * The remedy as the replacement of consecutive lines inside one hunk; undefined where it is spread over several, reaches beyond what the
 * patch shows, or would repeat too much code.
 */
export function makeSuggestion({ path, edits }: Remedy, files: readonly FileDiff[]): Suggestion | undefined {
  const [first, last] = [edits[0], edits.at(-1)];
  if (!first || !last) return undefined;
  const firstLine = first.firstLine;
  // Lines can only be put before or behind others by replacing one of those.
  const lastLine = Math.max(firstLine, last.lastLine);
  const hunks = fileAt(files, path)?.hunks ?? [];
  const lines: string[] = [];
  for (let line = firstLine; line <= lastLine + 1; line += 1) {
    for (const edit of edits) if (edit.firstLine === line) lines.push(...edit.lines);
    if (line > lastLine || edits.some(edit => line >= edit.firstLine && line <= edit.lastLine)) continue;
    const place = placeOf(hunks, 'new', line);
    const text = place?.hunk.lines[place.index]?.text;
    if (text === undefined) return undefined;
    lines.push(text);
  }
  const [start, end] = [placeOf(hunks, 'new', firstLine), placeOf(hunks, 'new', lastLine)];
  if (!start || start.hunk !== end?.hunk || lines.length > suggestionLinesMax) return undefined;
  return { firstLine, lastLine, lines };
}
