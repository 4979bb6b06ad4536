import type { Series } from '../domain/series.js';
import type { RenderContext } from './context.js';
import { safeLine } from './escape.js';
import { columnsOf, cutTo, wrap } from './layout.js';
import type { Palette } from './palette.js';
import { kindWords, stateWords } from './words.js';

/** What every part of the terminal output is drawn with. */
export interface Screen {
  readonly context: RenderContext;
  readonly palette: Palette;
  /** Columns. */
  readonly width: number;
}

/** A title is not cut shorter than this: rather run over the edge. */
const titleColumnsMin = 30;

type Paint = (text: string) => string;

/** `label: words`, made safe and wrapped; later lines stand two columns further in. */
export function labelled(
  screen: Pick<Screen, 'width'>,
  indent: string,
  label: string,
  words: string,
  paint: Paint,
): readonly string[] {
  const lines = wrap(`${label}: ${safeLine(words)}`, screen.width - indent.length - 2);
  return lines.map((line, index) =>
    index === 0 ? `${indent}${paint(label)}${line.slice(label.length)}` : `${indent}  ${line}`,
  );
}

/** One line: title, then version, patches and author, then what is wrong with the series as a whole, then `result`. */
export function seriesHeader(
  { palette, width }: Pick<Screen, 'palette' | 'width'>,
  series: Series,
  result?: string,
): string {
  const author = series.author.name || series.author.email || 'unknown author';
  const facts = safeLine(`(${kindWords(series)}, ${author})`);
  const state = stateWords(series);
  const rest = [facts, state, result].filter(part => part !== undefined).join('; ');
  const title = cutTo(safeLine(series.title) || '(no title)', Math.max(titleColumnsMin, width - columnsOf(rest) - 1));
  const paintedState = state === undefined ? '' : `; ${palette.severity.warning(state)}`;
  const paintedResult = result === undefined ? '' : palette.dim(`; ${result}`);
  return `${palette.strong(title)} ${palette.dim(facts)}${paintedState}${paintedResult}`;
}
