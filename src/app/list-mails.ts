import type { Remark } from '../domain/remark.js';
import type { Series } from '../domain/series.js';
import { renderRemarkLine, renderSeriesLine } from '../render/lines.js';
import { renderRemarkText } from '../render/remark-text.js';
import { renderSeriesText } from '../render/series-text.js';
import type { ListView, ListWords } from './list-view.js';
import { type AssembleRequest, assembleEach } from './pipeline.js';

/** Prints the series of the mails. Throws as `assembleEach`. */
export async function listThreads(request: AssembleRequest, view: ListView, words: ListWords): Promise<void> {
  const render = (series: Series): string =>
    view.format === 'json' ? `${renderSeriesLine(series)}\n` : renderSeriesText(series, view.screen);
  await assembleEach(request, words.report, async ({ threads }) => {
    for (const series of threads.flatMap(thread => thread.series)) words.print(render(series));
  });
}

/** Prints the blocks of own text in the replies. Throws as `assembleEach`. */
export async function listReplies(request: AssembleRequest, view: ListView, words: ListWords): Promise<void> {
  const render = (remark: Remark): string =>
    view.format === 'json' ? `${renderRemarkLine(remark)}\n` : renderRemarkText(remark, view.screen);
  await assembleEach(request, words.report, async ({ threads }) => {
    for (const remark of threads.flatMap(thread => thread.remarks)) words.print(render(remark));
  });
}
