import type { LineEdit } from '../domain/remedy.js';
import type { CodeText } from '../domain/source.js';

/** Lines of context around a change, as git shows them. */
const around = 3;

/**
 * Edits of a file as a unified diff for `git apply`. Undefined where it could not be applied: a line is not UTF-8, the path would have
 * to be quoted, or nothing stands below the last change (git would look for it at the end of the file).
 * `unendedLine`: the line behind which the file ends without a newline.
 */
export function printEdits(
  path: string,
  code: CodeText,
  edits: readonly LineEdit[],
  unendedLine?: number,
): string | undefined {
  if (/["\\\p{Cc}\uFFFD]/u.test(path)) return undefined;
  const endLine = (unendedLine ?? code.firstLine + code.lines.length) - 1;
  const groups: LineEdit[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const edit of edits) {
    if (edit.firstLine - around > end + 1) groups.push([]);
    groups.at(-1)?.push(edit);
    end = edit.lastLine + around;
  }
  let grown = 0;
  const hunks = groups.map(group => {
    const hunk = printHunk(code, group, endLine, grown);
    grown += group.reduce((sum, edit) => sum + edit.lines.length - (edit.lastLine + 1 - edit.firstLine), 0);
    return hunk;
  });
  const text = hunks.join('');
  if (hunks.includes(undefined) || text.includes('\uFFFD')) return undefined;
  // git ends a name that holds a space with a tab.
  const tab = path.includes(' ') ? '\t' : '';
  return `--- a/${path}${tab}\n+++ b/${path}${tab}\n${text}`;
}

function printHunk(code: CodeText, edits: readonly LineEdit[], endLine: number, grown: number): string | undefined {
  const firstEdit = edits[0]?.firstLine ?? code.firstLine;
  const start = Math.max(code.firstLine, 1, firstEdit - around);
  const lastEdit = edits.at(-1)?.lastLine ?? start;
  const end = Math.min(endLine, lastEdit + around);
  if (end <= lastEdit) return undefined;
  const printed: string[] = [];
  const copy = (from: number, to: number, sign: string): void => {
    for (let line = from; line <= to; line += 1) printed.push(`${sign}${code.lines[line - code.firstLine] ?? ''}`);
  };
  let next = start;
  for (const { firstLine, lastLine, lines } of edits) {
    copy(next, firstLine - 1, ' ');
    copy(firstLine, lastLine, '-');
    printed.push(...lines.map(line => `+${line}`));
    next = lastLine + 1;
  }
  copy(next, end, ' ');
  const count = (sign: string): number => printed.filter(line => line[0] !== sign).length;
  return `@@ -${start},${count('+')} +${start + grown},${count('-')} @@\n${printed.join('\n')}\n`;
}
