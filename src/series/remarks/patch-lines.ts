import { type DiffLine, type FileDiff, type Hunk, pathOf } from '../../domain/diff.js';
import { groupBy } from '../../domain/group-by.js';
import type { Patch } from '../../domain/patch.js';
import type { QuotedLine } from '../../mail/quotation.js';

/** Where a line of a patch mail belongs: to its words, to the header of a file or hunk, or to a line of a file. */
export interface PatchPlace {
  readonly section: 'message' | 'header' | 'line';
  readonly path?: string | undefined;
  readonly side?: 'old' | 'new' | undefined;
  readonly line?: number | undefined;
  /** Counts the hunks of the patch; a file's header belongs to none. */
  readonly hunkNumber?: number | undefined;
}

export interface PatchLine {
  /** As it stands in the patch, with its diff marker. */
  readonly text: string;
  /** Without any white space: mail programs wrap, join and expand it. */
  readonly squeezed: string;
  readonly place: PatchPlace;
}

/** The lines of a patch mail that can be quoted, in the order in which they stand there, and where each text occurs. */
export interface PatchLines {
  readonly patch: Patch;
  /** Blank lines are left out: they tell nothing and quoting changes them. */
  readonly lines: readonly PatchLine[];
  /** Squeezed text → indexes into `lines`, ascending. */
  readonly index: ReadonlyMap<string, readonly number[]>;
}

const tellingCharsMin = 8;

/** Drops all white space: mail programs wrap, join and expand it. */
export function dropWhiteSpace(text: string): string {
  return text.replace(/\s+/g, '');
}

/** The same of lines, all at once: over a whole mail that takes a third of the time. */
export function dropWhiteSpaceOf(lines: readonly string[]): readonly string[] {
  return lines.length === 0
    ? []
    : lines
        .join('\n')
        .replace(/[^\S\n]+/g, '')
        .split('\n');
}

/** A line of a reply, its text squeezed once for all that look at it. */
export interface ReplyLine extends QuotedLine {
  readonly squeezed: string;
}

export function squeezeLines(lines: readonly QuotedLine[]): ReplyLine[] {
  // Written out: a spread takes as long as all the rest of placing a remark, over a whole archive.
  return lines.map(({ line, depth, text, marked, role, speaker }) => {
    return { line, depth, text, marked, role, speaker, squeezed: dropWhiteSpace(text) };
  });
}

/** Whether a squeezed text stands in every patch (`}`, `+else`), so that finding it proves little. */
export function isCommonplace(squeezed: string): boolean {
  return squeezed.length < tellingCharsMin;
}

/** Lists the lines of a patch that a reply may quote. */
export function makePatchLines(patch: Patch): PatchLines {
  const lines: PatchLine[] = [];
  const add = (text: string, place: PatchPlace): void => {
    const squeezed = dropWhiteSpace(text);
    if (squeezed !== '') lines.push({ text, squeezed, place });
  };
  for (const text of messageLines(patch)) add(text, { section: 'message' });
  let hunkNumber = 0;
  for (const file of patch.files) {
    const path = pathOf(file);
    for (const text of file.header) add(text, { section: 'header', path });
    for (const hunk of file.hunks) {
      hunkNumber += 1;
      add(hunkHeader(hunk), { section: 'header', path, hunkNumber });
      for (const line of hunk.lines) add(markedText(line), placeOf(line, file, hunkNumber));
    }
  }
  return { patch, lines, index: groupBy(lines.keys(), at => lines[at]?.squeezed ?? '') };
}

function* messageLines(patch: Patch): Iterable<string> {
  yield `Subject: ${patch.title}`;
  yield `From: ${patch.author.name} <${patch.author.email}>`;
  yield* patch.commitMessage.split('\n');
  for (const trailer of patch.trailers) yield `${trailer.token}: ${trailer.value}`;
  yield '---';
  yield* patch.notes.split('\n');
}

function hunkHeader(hunk: Hunk): string {
  const range = (start: number, count: number): string => (count === 1 ? `${start}` : `${start},${count}`);
  return `@@ -${range(hunk.oldStart, hunk.oldCount)} +${range(hunk.newStart, hunk.newCount)} @@ ${hunk.heading}`;
}

const markers = { context: ' ', removed: '-', added: '+' } as const;

function markedText(line: DiffLine): string {
  return markers[line.kind] + line.text;
}

function placeOf(line: DiffLine, file: FileDiff, hunkNumber: number): PatchPlace {
  if (line.kind === 'removed') {
    return { section: 'line', path: file.oldPath ?? pathOf(file), side: 'old', line: line.oldLine, hunkNumber };
  }
  return { section: 'line', path: pathOf(file), side: 'new', line: line.newLine, hunkNumber };
}
