import type { Screen } from '../domain/screen.js';
import type { Series } from '../domain/series.js';
import type { RenderContext } from './context.js';
import { safeLine } from './escape.js';
import { columnsOf, cutTo, wrap } from './layout.js';
import type { Palette } from './palette.js';
import { kindWords, stateWords } from './words.js';

/** What every part of the terminal output is drawn with. */
export interface Canvas extends Pick<Screen, 'width'> {
  readonly context: RenderContext;
  readonly palette: Palette;
}

/** A title is not cut shorter than this: rather run over the edge. */
const titleColumnsMin = 40;
const authorColumnsMax = 40;
const kindColumnsMax = 60;

type Paint = (text: string) => string;

/** `label: words`, made safe and wrapped; later lines stand two columns further in. */
export function labelled(
  canvas: Pick<Screen, 'width'>,
  indent: string,
  label: string,
  words: string,
  paint: Paint,
): readonly string[] {
  const lines = wrap(`${label}: ${safeLine(words)}`, canvas.width - indent.length - 2);
  return lines.map((line, index) =>
    index === 0 ? `${indent}${paint(label)}${line.slice(label.length)}` : `${indent}  ${line}`,
  );
}

/**
 * Title, then version, patches and author, then what is wrong with the series as a whole: on one line, or on two where
 * that is too long. With a `result` it is always one line, the title cut.
 */
export function seriesHeader(
  { palette, width }: Pick<Canvas, 'palette' | 'width'>,
  series: Series,
  result?: string,
): readonly string[] {
  const author = cutTo(safeLine(series.author.name || series.author.email) || 'unknown author', authorColumnsMax);
  const facts = `(${cutTo(safeLine(kindWords(series)), kindColumnsMax)}, ${author})`;
  const title = safeLine(series.title) || '(no title)';
  const state = stateWords(series);
  const rest = [facts, state, result].filter(part => part !== undefined).join('; ');
  const paintedRest = [
    palette.dim(facts),
    state === undefined ? '' : `; ${palette.severity.warning(state)}`,
    result === undefined ? '' : palette.dim(`; ${result}`),
  ].join('');
  const room = width - columnsOf(rest) - 1;
  if (result === undefined && columnsOf(title) > room) {
    return [palette.strong(cutTo(title, width)), `  ${paintedRest}`];
  }
  return [`${palette.strong(cutTo(title, Math.max(titleColumnsMin, room)))} ${paintedRest}`];
}
