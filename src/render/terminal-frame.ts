import type { Severity } from '../domain/rule.js';
import type { FrameLine, FramePart } from './code-frame.js';
import { safeCode, safeLine } from './escape.js';
import { columnsOf, cutTo, wrap } from './layout.js';
import type { Palette } from './palette.js';

const signs = { context: '|', removed: '-', added: '+' } as const;

/** Words under a line of code have at least so many columns, where the frame has them. */
const wordsColumnsMin = 30;

interface Frame {
  readonly palette: Palette;
  readonly severity: Severity;
  readonly numberWidth: number;
  /** Columns of white space that every line of the frame begins with. */
  readonly indent: number;
  /** Columns left for code. */
  readonly codeWidth: number;
}

/**
 * Draws the code of a finding: number, sign, code; under a line of the proof what it shows. Lines of at most `width`
 * columns. A part of another file than the first is headed by its path; a gap is three dots.
 */
export function renderFrame(
  parts: readonly FramePart[],
  palette: Palette,
  severity: Severity,
  width: number,
): readonly string[] {
  const lines = parts.flatMap(part => part.lines);
  const numberWidth = Math.max(3, ...lines.map(line => String(line.number).length));
  const indents = lines.filter(line => line.text.trim() !== '').map(line => safeCode(line.text).search(/\S/));
  const frame: Frame = {
    palette,
    severity,
    numberWidth,
    indent: indents.reduce((least, indent) => Math.min(least, indent), indents[0] ?? 0),
    codeWidth: width - numberWidth - 4,
  };
  const empty = gutter(frame, '', '|');
  const out = [empty];
  for (const [index, part] of parts.entries()) {
    const previous = parts[index - 1];
    if (previous !== undefined && previous.path !== part.path) {
      out.push(empty, `${' '.repeat(numberWidth)}${palette.gutter(':::')} ${safeLine(part.path)}`, empty);
    } else if (previous !== undefined) {
      out.push(palette.gutter('...'));
    }
    out.push(...part.lines.flatMap(line => drawLine(frame, line)));
  }
  return [...out, empty];
}

function drawLine(frame: Frame, line: FrameLine): readonly string[] {
  const code = cutTo(safeCode(line.text).slice(frame.indent), frame.codeWidth);
  const { added, removed } = frame.palette;
  const paint = line.kind === 'context' ? undefined : line.kind === 'added' ? added : removed;
  const shown = code === '' ? '' : ` ${paint?.(code) ?? code}`;
  const drawn = `${gutter(frame, String(line.number), signs[line.kind], paint)}${shown}`;
  return line.isPrimary || line.words.length > 0 ? [drawn, ...underline(frame, line, code)] : [drawn];
}

/** Carets where the finding stands, dashes under a line of the proof; the words after them, or below if too long. */
function underline(frame: Frame, line: FrameLine, code: string): readonly string[] {
  const paint = line.isPrimary ? frame.palette.severity[frame.severity] : frame.palette.proof;
  const start = Math.max(0, code.search(/\S/));
  const length = Math.max(1, columnsOf(code.slice(start)));
  const marks = `${' '.repeat(start)}${(line.isPrimary ? '^' : '-').repeat(length)}`;
  const blank = gutter(frame, '', '|');
  const words = line.words.map(safeLine);
  const [only] = words;
  if (words.length === 1 && only !== undefined && start + length + 1 + columnsOf(only) <= frame.codeWidth) {
    return [`${blank} ${paint(`${marks} ${only}`)}`];
  }
  // Words below code that stands far to the right begin further left.
  const margin = Math.max(0, Math.min(start, frame.codeWidth - wordsColumnsMin));
  const below = words.flatMap(each => wrap(each, frame.codeWidth - margin));
  return [`${blank} ${paint(marks)}`, ...below.map(each => `${blank} ${' '.repeat(margin)}${paint(each)}`)];
}

function gutter(frame: Frame, number: string, sign: string, paint = frame.palette.gutter): string {
  return `${frame.palette.gutter(number.padStart(frame.numberWidth))} ${paint(sign)}`;
}
