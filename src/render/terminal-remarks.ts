import type { Remark } from '../domain/remark.js';
import type { Review } from '../domain/review.js';
import { safeCode, safeLine, safeLines } from './escape.js';
import { cutTo, wrap } from './layout.js';
import { commentOf, type RemarkGroup, remarkGroupsOf, speakerOf } from './remark-groups.js';
import type { Canvas } from './terminal-parts.js';

/** Lines of one remark that are shown; who wants the rest reads the mail. */
const remarkLinesMax = 4;
const indent = '    ';

/** What people said, each at its line of the patch: who, and the beginning of what; empty where nobody spoke. */
export function renderRemarks(canvas: Canvas, review: Review): readonly string[] {
  const groups = remarkGroupsOf(review);
  return groups.length === 0
    ? []
    : [`  ${canvas.palette.strong('said on the list')}`, ...groups.flatMap(group => renderGroup(canvas, group))];
}

function renderGroup(canvas: Canvas, group: RemarkGroup): readonly string[] {
  const where = `${indent}${canvas.palette.gutter('-->')} ${safeLine(group.where)}`;
  return [where, ...codeLine(canvas, group), ...group.remarks.flatMap(remark => renderRemark(canvas, remark))];
}

function codeLine(canvas: Canvas, { line }: RemarkGroup): readonly string[] {
  if (line === undefined) {
    return [];
  }
  const sign = { context: '|', removed: '-', added: '+' }[line.kind];
  const code = cutTo(safeCode(line.text).trimStart(), canvas.width - indent.length - 2);
  const drawn = `${sign} ${code}`.trimEnd();
  const { removed, added } = canvas.palette;
  return [`${indent}${line.kind === 'context' ? drawn : line.kind === 'removed' ? removed(drawn) : added(drawn)}`];
}

function renderRemark(canvas: Canvas, remark: Remark): readonly string[] {
  const name = safeLine(speakerOf(canvas.context, remark));
  const comment = safeLines(commentOf(remark)).filter(line => line !== '');
  const lines = beginningOf(`${name}: ${comment.join(' ')}`, canvas.width - indent.length - 4);
  return lines.map((line, index) =>
    index === 0 && line.startsWith(name)
      ? `${indent}  ${canvas.palette.strong(name)}${line.slice(name.length)}`
      : `${indent}    ${line}`,
  );
}

/** The first lines of a text; the last of them ends in dots where there is more. */
function beginningOf(text: string, columns: number): readonly string[] {
  const lines = wrap(text, columns);
  const whole = lines.slice(0, remarkLinesMax - 1);
  const rest = lines.slice(remarkLinesMax - 1, remarkLinesMax + 1).join(' ');
  return rest === '' ? whole : [...whole, cutTo(rest, columns)];
}
