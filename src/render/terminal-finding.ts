import type { Series } from '../domain/series.js';
import { framePartsOf } from './code-frame.js';
import type { FindingWithRemedy } from './context.js';
import { safeLine } from './escape.js';
import { renderFrame } from './terminal-frame.js';
import { type Canvas, labelled } from './terminal-parts.js';
import { ofSeriesWords, placeWords, standingWords } from './words.js';

const indent = '  ';

/** A finding: what is claimed, where, the code with its proof, what to do, how sure. */
export function renderFinding(
  canvas: Pick<Canvas, 'palette' | 'width'>,
  series: Series,
  { finding, remedy }: FindingWithRemedy,
): readonly string[] {
  const { palette } = canvas;
  const patch = series.patches.find(each => each.messageId === finding.messageId);
  const parts = framePartsOf(finding, patch?.files ?? []);
  const numberWidth = Math.max(3, ...parts.flatMap(part => part.lines.map(line => String(line.number).length)));
  const frame = renderFrame(parts, palette, finding.severity, canvas.width - indent.length);
  const margin = `${indent}${' '.repeat(numberWidth)}`;
  const where = safeLine(`${placeWords(finding.location)}${ofSeriesWords(series, finding.patchNumber)}`);
  return [
    ...labelled(
      canvas,
      indent,
      `${finding.severity}[${finding.ruleId}]`,
      finding.what,
      palette.severity[finding.severity],
    ),
    `${margin}${palette.gutter('-->')} ${where}`,
    ...frame.map(line => `${indent}${line}`),
    ...(remedy === undefined ? [] : note(canvas, margin, 'help', remedy)),
    ...note(canvas, margin, 'note', standingWords(finding)),
  ];
}

function note(
  canvas: Pick<Canvas, 'palette' | 'width'>,
  margin: string,
  label: string,
  words: string,
): readonly string[] {
  const lines = labelled(canvas, `${margin}   `, label, words, canvas.palette.strong);
  return lines.map((line, index) =>
    index === 0 ? `${margin} ${canvas.palette.gutter('=')} ${line.slice(margin.length + 3)}` : line,
  );
}
