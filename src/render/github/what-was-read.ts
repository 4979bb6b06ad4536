import type { Series } from '../../domain/series.js';
import type { Verdict } from '../../domain/verdict.js';
import { markdownText } from '../escape-markdown.js';
import { cutTo } from '../layout.js';
import { notCheckedWords } from '../not-checked.js';
import { problemsOfSeries, withoutHoles } from '../problems.js';
import { problemWords, stateWords } from '../words.js';

const linesMax = 20;
const lineColumnsMax = 600;

/** Every patch of it was seen and read to its end. */
export function isReadWhole({ series, notChecked }: Verdict): boolean {
  return notChecked.length === 0 && unreadOf(series).length === 0;
}

/** What was not checked, with reasons, as a list under its heading; empty where all was. */
export function notCheckedBlock({ series, notChecked }: Verdict): string {
  const lines = [...unreadOf(series), ...notCheckedWords(series, notChecked)];
  if (lines.length === 0) return '';
  const shown = lines.slice(0, linesMax).map(line => `- ${markdownText(cutTo(line, lineColumnsMax))}`);
  const more = lines.length - shown.length;
  return ['**Not checked**\n', ...shown, ...(more === 0 ? [] : [`- and ${more} more`])].join('\n');
}

function unreadOf(series: Series): readonly string[] {
  const state = stateWords(series);
  return [
    ...(state === undefined ? [] : [`the series is ${state}`]),
    ...withoutHoles(problemsOfSeries(series)).map(problem => problemWords(problem, series)),
  ];
}
