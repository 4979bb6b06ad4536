import type { Remark } from '../domain/remark.js';
import type { Screen } from '../domain/screen.js';
import type { Series } from '../domain/series.js';
import { renderRemarkLine, renderSeriesLine } from '../render/lines.js';
import { renderRemarkText } from '../render/remark-text.js';
import { renderSeriesText } from '../render/series-text.js';
import { assemble } from './pipeline.js';
import type { ReportProgress } from './progress.js';
import type { MailRequest } from './read-mails.js';

/** The forms of a list, the usual one first: JSON, one object a line, or words for people. */
export const listFormats = ['json', 'terminal'] as const;
export type ListFormat = (typeof listFormats)[number];

/** How and where a list is shown. */
export interface ListView {
  readonly format: ListFormat;
  readonly screen: Screen;
}

/** The series of the mails. Throws as `assemble`. */
export async function listThreads(request: MailRequest, view: ListView, report: ReportProgress): Promise<string> {
  const { threads } = await assemble(request, report);
  const render = (series: Series): string =>
    view.format === 'json' ? `${renderSeriesLine(series)}\n` : renderSeriesText(series, view.screen);
  return threads
    .flatMap(thread => thread.series)
    .map(render)
    .join('');
}

/** The blocks of own text in the replies. Throws as `assemble`. */
export async function listReplies(request: MailRequest, view: ListView, report: ReportProgress): Promise<string> {
  const { threads } = await assemble(request, report);
  const render = (remark: Remark): string =>
    view.format === 'json' ? `${renderRemarkLine(remark)}\n` : renderRemarkText(remark, view.screen);
  return threads
    .flatMap(thread => thread.remarks)
    .map(render)
    .join('');
}
