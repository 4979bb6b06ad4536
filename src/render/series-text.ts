import { pathOf } from '../domain/diff.js';
import type { Patch } from '../domain/patch.js';
import type { Screen } from '../domain/screen.js';
import type { FollowUpTrailer, Series } from '../domain/series.js';
import { safeLine } from './escape.js';
import { columnsOf, count, cutTo } from './layout.js';
import { makePalette } from './palette.js';
import { problemsOfSeries, withoutHoles } from './problems.js';
import { labelled, seriesHeader } from './terminal-parts.js';
import { problemWords } from './words.js';

/** `faultline threads --format terminal`: a series with its patches, holes and trailers; ends with an empty line. */
export function renderSeriesText(series: Series, { color, width }: Screen): string {
  const palette = makePalette(color);
  const lines = [
    ...seriesHeader({ palette, width }, series),
    ...series.patches.map(patch => patchLine(series, patch, width)),
    ...series.trailers.map(trailer => trailerLine(series, trailer)),
    ...(series.predecessorId === undefined ? [] : [`  follows <${safeLine(series.predecessorId)}>`]),
    ...withoutHoles(problemsOfSeries(series)).flatMap(problem =>
      labelled({ width }, '  ', 'problem', problemWords(problem, series), palette.strong),
    ),
  ];
  return `${lines.join('\n')}\n\n`;
}

/** `  1/2 title (path)`: number, title and files of a patch, on one line. */
export function patchLine(series: Series, patch: Patch, width: number): string {
  const [first] = patch.files;
  const files = patch.files.length === 1 && first !== undefined ? pathOf(first) : count(patch.files.length, 'file');
  const number = `${patch.number}/${series.total}`.padStart(`${series.total}/${series.total}`.length);
  const tail = ` (${safeLine(files)}${patch.isQuoted ? ', from a quotation' : ''})`;
  const room = Math.max(20, width - number.length - 3 - columnsOf(tail));
  return `  ${number} ${cutTo(safeLine(patch.title), room)}${tail}`;
}

function trailerLine(series: Series, trailer: FollowUpTrailer): string {
  const patch = series.patches.find(each => each.messageId === trailer.toMessageId);
  const target = patch === undefined || series.total === 1 ? '' : ` (on ${patch.number}/${series.total})`;
  return `  ${safeLine(`${trailer.token}: ${trailer.value}`)}${target}`;
}
