import type { Remark } from '../domain/remark.js';
import type { Review } from '../domain/review.js';
import { safeCode, safeLine } from './escape.js';
import { columnsOf, cutTo } from './layout.js';
import { firstLinesOf, type RemarkGroup, remarkGroupsOf, speakerOf } from './remark-groups.js';
import type { Canvas } from './terminal-parts.js';

const indent = '    ';

/** What people said, each at its line of the patch, below a title: who, and the beginning of what; empty where nobody spoke. */
export function renderRemarks(canvas: Canvas, review: Review, title = 'said on the list'): readonly string[] {
  const groups = remarkGroupsOf(review);
  return groups.length === 0
    ? []
    : [`  ${canvas.palette.strong(title)}`, ...groups.flatMap(group => renderGroup(canvas, group))];
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

/** `name: words` where that is one line; else the lines below the name. */
function renderRemark(canvas: Canvas, remark: Remark): readonly string[] {
  const name = safeLine(speakerOf(canvas.context, remark));
  const painted = `${indent}  ${canvas.palette.strong(name)}:`;
  const lines = firstLinesOf(remark, canvas.width - indent.length - 4);
  const [only = ''] = lines;
  if (lines.length === 1 && columnsOf(`${indent}  ${name}: ${only}`) <= canvas.width) {
    return [`${painted} ${only}`];
  }
  return [painted, ...lines.map(line => `${indent}    ${line}`.trimEnd())];
}
