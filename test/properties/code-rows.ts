import { structuredPatch } from 'diff';

/** A line of code on both sides of a change, or on one. */
export interface Row {
  readonly old?: string | undefined;
  readonly new?: string | undefined;
}

/** Lays two texts side by side. */
export function alignRows(before: string, after: string): readonly Row[] {
  const [oldLines, newLines] = [before.split('\n'), after.split('\n')];
  const { hunks } = structuredPatch('', '', before, after, undefined, undefined, { context: 0 });
  const rows: Row[] = [];
  let [oldAt, newAt] = [0, 0];
  const keep = (oldEnd: number): void => {
    for (; oldAt < oldEnd; oldAt += 1, newAt += 1) rows.push({ old: oldLines[oldAt], new: newLines[newAt] });
  };
  for (const { oldStart, oldLines: removed, newLines: added } of hunks) {
    keep(oldStart - 1);
    for (const end = oldAt + removed; oldAt < end; oldAt += 1) rows.push({ old: oldLines[oldAt] });
    for (const end = newAt + added; newAt < end; newAt += 1) rows.push({ new: newLines[newAt] });
  }
  keep(oldLines.length);
  return rows;
}

/** The text of one side. */
export function sideOf(rows: readonly Row[], side: 'old' | 'new'): string {
  return rows
    .map(row => row[side])
    .filter(line => line !== undefined)
    .join('\n');
}

/** Per line of a text: whether code may be written behind it, as a line of its own and at its end. */
export interface Gap {
  readonly isBetweenLines: boolean;
  readonly isAtLineEnd: boolean;
}

/** Where a text has room: between statements, never inside a comment or a macro of several lines. */
export function findGaps(text: string): readonly Gap[] {
  let isComment = false;
  let isMacro = false;
  return text.split('\n').map(line => {
    const wasComment = isComment;
    const wasMacro = isMacro;
    const code = line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""');
    isComment = endsInComment(code, isComment);
    isMacro = line.endsWith('\\') && (wasMacro || /^\s*#/.test(line));
    const isPlain = !wasComment && !isComment && !wasMacro && !isMacro && !line.endsWith('\\');
    const isCode = isPlain && /^\s+[^\s#*/]/.test(line) && !code.includes('//');
    return { isBetweenLines: isCode && /[;{}]\s*$/.test(code), isAtLineEnd: isCode && /[;{},]$/.test(code) };
  });
}

function endsInComment(line: string, begins: boolean): boolean {
  let isComment = begins;
  for (const [mark] of line.matchAll(/\/\*|\*\/|\/\//g)) {
    if (mark === '//' && !isComment) return false;
    if (mark === '/*') isComment = true;
    if (mark === '*/') isComment = false;
  }
  return isComment;
}
