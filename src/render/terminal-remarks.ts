import type { Remark } from '../domain/remark.js';
import type { Review } from '../domain/review.js';
import { safeCode, safeLine, safeLines } from './escape.js';
import { cutTo, wrap } from './layout.js';
import { commentOf, type RemarkGroup, remarkGroupsOf, speakerOf } from './remark-groups.js';
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
  const comment = safeLines(commentOf(remark)).filter(line => line !== '');
  const lines = beginningOf(`${name}: ${comment.join(' ')}`, screen.width - indent.length - 4);
  return lines.map((line, index) =>
    index === 0 && line.startsWith(name)
      ? `${indent}  ${screen.palette.strong(name)}${line.slice(name.length)}`
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
