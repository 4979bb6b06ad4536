import type { Review, ReviewRun } from '../domain/review.js';
import type { Screen } from '../domain/screen.js';
import { type RenderContext, withAdvice } from './context.js';
import { countsWords } from './counts-words.js';
import { wrap } from './layout.js';
import { makePalette } from './palette.js';
import { renderFinding } from './terminal-finding.js';
import { renderLimits } from './terminal-limits.js';
import { type Canvas, labelled, seriesHeader } from './terminal-parts.js';
import { renderRemarks } from './terminal-remarks.js';
import { problemWords } from './words.js';

/** Longer lines of prose tire the eye. */
const widthMax = 110;

/**
 * A run for the eyes of the person who asked for it: a block for each series that gives something to say, one line for
 * each that does not, the problems that belong to no series, and the counts. Ends with a line end.
 */
export function renderTerminal(run: ReviewRun, options: RenderContext & Screen): string {
  const canvas: Canvas = {
    context: options,
    palette: makePalette(options.color),
    width: Math.min(widthMax, options.width),
  };
  const blocks = [
    ...run.reviews.map(review => renderReview(canvas, review)),
    run.problems.flatMap(problem => labelled(canvas, '', 'problem', problemWords(problem), canvas.palette.strong)),
    wrap(countsWords(run), canvas.width),
  ];
  return `${joinBlocks(blocks.filter(lines => lines.length > 0)).join('\n')}\n`;
}

/** Blocks of one line follow each other closely; others, and the counts, have an empty line before them. */
function joinBlocks(blocks: readonly (readonly string[])[]): readonly string[] {
  return blocks.flatMap((block, index) => {
    const previous = blocks[index - 1];
    const isClose = previous?.length === 1 && block.length === 1 && index < blocks.length - 1;
    return previous === undefined || isClose ? block : ['', ...block];
  });
}

function renderReview(canvas: Canvas, review: Review): readonly string[] {
  const sections = [
    ...withAdvice(canvas.context, review.findings).map(each => renderFinding(canvas, review.series, each)),
    renderRemarks(canvas, review),
    renderLimits(canvas, review),
  ].filter(lines => lines.length > 0);
  return sections.length === 0
    ? seriesHeader(canvas, review.series, 'nothing to report')
    : [...seriesHeader(canvas, review.series), ...sections.flatMap(lines => ['', ...lines])];
}
