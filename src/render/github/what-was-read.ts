import type { Series } from '../../domain/series.js';
import type { Verdict } from '../../domain/verdict.js';
import { markdownText } from '../escape-markdown.js';
import { cutTo } from '../layout.js';
import { notCheckedWords } from '../not-checked.js';
import { problemsOfSeries, withoutHoles } from '../problems.js';
import { problemWords, stateWords } from '../words.js';
import { takeLines } from './take-lines.js';

/** A block of a body, which has other things to say as well. */
const room = { linesMax: 20, charsMax: 10_000 };
const lineColumnsMax = 600;

/** Every patch of it was seen and read to its end. */
export function isReadWhole({ series, notChecked }: Verdict): boolean {
  return notChecked.length === 0 && unreadOf(series).length === 0;
}

/** What was not checked, with reasons, as a list under its heading; empty where all was. */
export function notCheckedBlock({ series, notChecked }: Verdict): string {
  const lines = [...unreadOf(series), ...notCheckedWords(series, notChecked)];
  if (lines.length === 0) return '';
  const items = lines.map(line => `- ${markdownText(cutTo(line, lineColumnsMax))}`);
  const { kept, missing } = takeLines(items, room);
  return ['**Not checked**\n', ...kept, ...(missing === 0 ? [] : [`- and ${missing} more`])].join('\n');
}

function unreadOf(series: Series): readonly string[] {
  const state = stateWords(series);
  return [
    ...(state === undefined ? [] : [`the series is ${state}`]),
    ...withoutHoles(problemsOfSeries(series)).map(problem => problemWords(problem, series)),
  ];
}
