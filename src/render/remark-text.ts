import type { Remark } from '../domain/remark.js';
import type { Screen } from '../domain/screen.js';
import { safeCode, safeLine } from './escape.js';
import { cutTo, wrapLine } from './layout.js';
import { makePalette } from './palette.js';
import { placeWords } from './words.js';

/** `faultline replies --format terminal`: a block of own text below the line it answers; ends with an empty line. */
export function renderRemarkText(remark: Remark, { color, width }: Screen): string {
  const palette = makePalette(color);
  const from = remark.quotedFrom === undefined ? '' : ` by ${remark.quotedFrom}`;
  const comment = remark.comment.split('\n').flatMap(line => wrapLine(safeCode(line), width - 4));
  const lines = [
    palette.strong(safeLine(`${remark.kind}${from} ${placeOfRemark(remark)}`)),
    palette.dim(`  in <${safeLine(remark.messageId)}>`),
    ...(remark.quotedLine === undefined ? [] : [`  > ${cutTo(safeCode(remark.quotedLine), width - 4)}`]),
    ...comment.map(line => `    ${line}`.trimEnd()),
  ];
  return `${lines.join('\n')}\n\n`;
}

function placeOfRemark({ state, path, side = 'new', line }: Remark): string {
  if (state === 'exact') {
    return path === undefined || line === undefined ? '' : placeWords({ path, side, line });
  }
  return { ambiguous: 'line not certain', 'commit-message': 'commit message', 'not-found': 'line not found' }[state];
}
