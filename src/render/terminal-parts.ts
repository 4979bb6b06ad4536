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

/** A title is not cut shorter than this to keep a header on one line. */
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
 * Title, then version, patches and author, then what is wrong with the series as a whole: on one line, or on several
 * where that is too long. With a `result` the title is cut to keep it one line where enough of it stays.
 */
export function seriesHeader(
  { palette, width }: Pick<Canvas, 'palette' | 'width'>,
  series: Series,
  result?: string,
): readonly string[] {
  const author = cutTo(safeLine(series.author.name || series.author.email) || 'unknown author', authorColumnsMax);
  const title = safeLine(series.title) || '(no title)';
  const parts = [
    { text: `(${cutTo(safeLine(kindWords(series)), kindColumnsMax)}, ${author})`, paint: palette.dim },
    { text: stateWords(series), paint: palette.severity.warning },
    { text: result, paint: palette.dim },
  ].flatMap(({ text, paint }) => (text === undefined ? [] : [{ text, paint }]));
  const restColumns = columnsOf(parts.map(part => part.text).join('; '));
  const rest = parts.map(part => part.paint(part.text)).join('; ');
  const room = width - restColumns - 1;
  if (columnsOf(title) <= room || (result !== undefined && room >= titleColumnsMin)) {
    return [`${palette.strong(cutTo(title, room))} ${rest}`];
  }
  const below =
    restColumns <= width - 2 ? [rest] : parts.flatMap(({ text, paint }) => wrap(text, width - 2).map(paint));
  return [palette.strong(cutTo(title, width)), ...below.map(line => `  ${line}`)];
}
