import type { Review } from '../domain/review.js';
import { notCheckedWords } from './not-checked.js';
import { problemsOf, withoutHoles } from './problems.js';
import { type Canvas, labelled } from './terminal-parts.js';
import { problemWords, withheldWords } from './words.js';

/** What a review does not say: what was withheld, not looked at, or could not be read. */
export function renderLimits(canvas: Canvas, review: Review): readonly string[] {
  const { series } = review;
  const line = (label: string, words: string) => labelled(canvas, '  ', label, words, canvas.palette.strong);
  return [
    ...review.withheld.flatMap(item => line('withheld', withheldWords(item))),
    ...notCheckedWords(series, review.notChecked).flatMap(words => line('not checked', words)),
    ...withoutHoles(problemsOf(review)).flatMap(problem => line('problem', problemWords(problem, series))),
  ];
}
