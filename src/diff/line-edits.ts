import type { DiffLine, FileDiff, Hunk } from '../domain/diff.js';
import type { LineEdit } from '../domain/remedy.js';
import type { CodeText } from '../domain/source.js';

/** The code with the edits applied. They stand in ascending order and do not overlap. */
export function applyEdits(code: CodeText, edits: readonly LineEdit[]): CodeText {
  const parts: (readonly string[])[] = [];
  let taken = 0;
  for (const { firstLine, lastLine, lines: added } of edits) {
    parts.push(code.lines.slice(taken, firstLine - code.firstLine), added);
    taken = lastLine + 1 - code.firstLine;
  }
  parts.push(code.lines.slice(taken));
  // Not spread into a call: a file of 200,000 lines is more than the stack holds.
  return { lines: parts.flat(), firstLine: code.firstLine };
}

/** Where a line that no edit replaces stands behind them. */
export function lineBehindEdits(line: number, edits: readonly LineEdit[]): number {
  const before = edits.filter(edit => edit.firstLine <= line && edit.lastLine < line);
  return before.reduce((sum, edit) => sum + growthOf(edit), line);
}

/** The numbers that the lines of the edits have behind them. */
export function linesMadeBy(edits: readonly LineEdit[]): ReadonlySet<number> {
  return new Set(edits.flatMap(edit => edit.lines.map((_, index) => firstMadeBy(edit, edits) + index)));
}

/**
 * One file's part of a patch as it would be with the edits made: the diff from the old side to the edited new side. What an edit
 * changes outside of every hunk becomes a hunk without context. Undefined where an edit crosses the border of a hunk.
 */
export function amendFile(file: FileDiff, edits: readonly LineEdit[]): FileDiff | undefined {
  const hunks: Hunk[] = [];
  const done = new Set<LineEdit>();
  for (const hunk of file.hunks) {
    const inside = edits.filter(edit => isInside(edit, hunk));
    for (const edit of inside) done.add(edit);
    hunks.push(amendHunk(hunk, inside, edits));
  }
  const others = edits.filter(edit => !done.has(edit));
  if (others.some(edit => file.hunks.some(hunk => touches(edit, hunk)))) return undefined;
  const made = others.map(edit => makeHunk(file, edit, edits));
  return { ...file, newBlob: undefined, hunks: [...hunks, ...made].sort((a, b) => a.oldStart - b.oldStart) };
}

function growthOf({ firstLine, lastLine, lines }: LineEdit): number {
  return lines.length - (lastLine + 1 - firstLine);
}

function firstMadeBy(edit: LineEdit, edits: readonly LineEdit[]): number {
  const before = edits.slice(0, edits.indexOf(edit));
  return before.reduce((sum, other) => sum + growthOf(other), edit.firstLine);
}

function isInside({ firstLine, lastLine }: LineEdit, { newStart, newCount }: Hunk): boolean {
  return firstLine >= newStart && Math.max(firstLine, lastLine) < newStart + newCount;
}

function touches({ firstLine, lastLine }: LineEdit, { newStart, newCount }: Hunk): boolean {
  return firstLine < newStart + newCount && lastLine >= newStart;
}

function amendHunk(hunk: Hunk, inside: readonly LineEdit[], edits: readonly LineEdit[]): Hunk {
  const lines: DiffLine[] = [];
  const made = new Set<LineEdit>();
  for (const line of hunk.lines) {
    const { newLine } = line;
    if (newLine === undefined) {
      lines.push(line);
      continue;
    }
    for (const edit of inside) {
      if (edit.firstLine > newLine || made.has(edit)) continue;
      made.add(edit);
      lines.push(...addedLines(edit, edits, line.mailLine));
    }
    const isReplaced = inside.some(edit => newLine >= edit.firstLine && newLine <= edit.lastLine);
    if (!isReplaced) lines.push({ ...line, newLine: lineBehindEdits(newLine, edits) });
    else if (line.kind === 'context') lines.push({ ...line, kind: 'removed', newLine: undefined });
  }
  return {
    ...hunk,
    newStart: lineBehindEdits(
      hunk.newStart,
      edits.filter(edit => !inside.includes(edit)),
    ),
    newCount: lines.filter(line => line.kind !== 'removed').length,
    lines,
  };
}

function addedLines(edit: LineEdit, edits: readonly LineEdit[], mailLine: number): DiffLine[] {
  const first = firstMadeBy(edit, edits);
  return edit.lines.map((text, index) => ({
    kind: 'added',
    text,
    newLine: first + index,
    mailLine,
    noNewline: false,
  }));
}

/** A hunk of nothing but the edit, which stands outside of every other hunk: there the lines have only moved. */
function makeHunk(file: FileDiff, edit: LineEdit, edits: readonly LineEdit[]): Hunk {
  const moved = file.hunks
    .filter(hunk => hunk.newStart + hunk.newCount <= edit.firstLine)
    .reduce((sum, hunk) => sum + hunk.newCount - hunk.oldCount, 0);
  const { mailLine } = file;
  const removed: DiffLine[] = [];
  for (let line = edit.firstLine; line <= edit.lastLine; line += 1)
    removed.push({ kind: 'removed', text: '', oldLine: line - moved, mailLine, noNewline: false });
  const start = edit.firstLine - moved;
  return {
    // A side without lines names the line before the change (POSIX diff -u).
    oldStart: removed.length === 0 ? start - 1 : start,
    oldCount: removed.length,
    newStart: firstMadeBy(edit, edits),
    newCount: edit.lines.length,
    heading: '',
    lines: [...removed, ...addedLines(edit, edits, mailLine)],
    mailLine,
  };
}
