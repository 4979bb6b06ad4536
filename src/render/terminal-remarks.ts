import type { Remark } from '../domain/remark.js';
import type { Review } from '../domain/review.js';
import { safeCode, safeLine, safeLines } from './escape.js';
import { cutTo, wrap } from './layout.js';
import { type RemarkGroup, remarkGroupsOf, speakerOf } from './remark-groups.js';
import type { Screen } from './terminal-parts.js';

/** Lines of one remark that are shown; who wants the rest reads the mail. */
const remarkLinesMax = 4;
const indent = '    ';

/** What people said, each at its line of the patch: who, and the beginning of what; empty where nobody spoke. */
export function renderRemarks(screen: Screen, review: Review): readonly string[] {
  const groups = remarkGroupsOf(review);
  return groups.length === 0
    ? []
    : [`  ${screen.palette.strong('said on the list')}`, ...groups.flatMap(group => renderGroup(screen, group))];
}

function renderGroup(screen: Screen, group: RemarkGroup): readonly string[] {
  const where = `${indent}${screen.palette.gutter('-->')} ${safeLine(group.where)}`;
  return [where, ...codeLine(screen, group), ...group.remarks.flatMap(remark => renderRemark(screen, remark))];
}

function codeLine(screen: Screen, { line }: RemarkGroup): readonly string[] {
  if (line === undefined) {
    return [];
  }
  const sign = { context: '|', removed: '-', added: '+' }[line.kind];
  const code = cutTo(safeCode(line.text).trimStart(), screen.width - indent.length - 2);
  const drawn = `${sign} ${code}`.trimEnd();
  const { removed, added } = screen.palette;
  return [`${indent}${line.kind === 'context' ? drawn : line.kind === 'removed' ? removed(drawn) : added(drawn)}`];
}

function renderRemark(screen: Screen, remark: Remark): readonly string[] {
  const name = safeLine(speakerOf(screen.context, remark));
  const words = safeLines(remark.comment)
    .filter(line => line !== '')
    .join(' ');
  const lines = wrap(`${name}: ${words}`, screen.width - indent.length - 4);
  const shown =
    lines.length > remarkLinesMax ? [...lines.slice(0, remarkLinesMax - 1), `${lines[remarkLinesMax - 1]} ...`] : lines;
  return shown.map((line, index) =>
    index === 0 && line.startsWith(name)
      ? `${indent}  ${screen.palette.strong(name)}${line.slice(name.length)}`
      : `${indent}    ${line}`,
  );
}
