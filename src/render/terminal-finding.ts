import type { Remedy } from '../domain/remedy.js';
import type { Series } from '../domain/series.js';
import { framePartsOf } from './code-frame.js';
import type { FindingWithAdvice } from './context.js';
import { safeCode, safeLine } from './escape.js';
import { cutTo } from './layout.js';
import { type RemedyLine, remedyParts, remedyWords } from './remedy.js';
import { renderFrame } from './terminal-frame.js';
import { type Canvas, labelled } from './terminal-parts.js';
import { ofSeriesWords, placeWords, standingWords } from './words.js';

const indent = '  ';
const signs = { context: '|', removed: '-', added: '+' } as const;

/** A finding: what is claimed, where, the code with its proof, what to do, how sure. */
export function renderFinding(
  canvas: Pick<Canvas, 'palette' | 'width'>,
  series: Series,
  { finding, advice }: FindingWithAdvice,
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
    ...(advice === undefined ? [] : note(canvas, margin, 'help', advice)),
    ...(finding.remedy === undefined ? [] : drawRemedy(canvas, margin, finding.remedy)),
    ...note(canvas, margin, 'note', standingWords(finding)),
  ];
}

/** What it does, and the lines that it changes, in the columns of the code above. */
function drawRemedy(canvas: Pick<Canvas, 'palette' | 'width'>, margin: string, remedy: Remedy): readonly string[] {
  const { palette } = canvas;
  const parts = remedyParts(remedy);
  const indents = parts.flat().flatMap(({ text }) => (text.trim() === '' ? [] : [safeCode(text).search(/\S/)]));
  const dedent = Math.min(...indents);
  const draw = ({ kind, number, text }: RemedyLine): string => {
    const code = cutTo(safeCode(text).slice(dedent), canvas.width - margin.length - 3);
    const paint = kind === 'context' ? undefined : palette[kind];
    const left = `${indent}${palette.gutter(`${number ?? ''}`.padStart(margin.length - indent.length))}`;
    return `${left} ${(paint ?? palette.gutter)(signs[kind])}${code === '' ? '' : ` ${paint?.(code) ?? code}`}`;
  };
  const lines = parts.flatMap((part, index) => [
    ...(index === 0 ? [] : [`${indent}${palette.gutter('...')}`]),
    ...part.map(draw),
  ]);
  return [...note(canvas, margin, 'help', remedyWords(remedy)), ...lines];
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
