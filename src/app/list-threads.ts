import type { Series } from '../domain/series.js';
import { renderSeriesLine } from '../render/lines.js';
import { renderSeriesText } from '../render/series-text.js';
import { assemble } from './pipeline.js';
import type { ReportProgress } from './progress.js';
import type { MailRequest } from './read-mails.js';
import type { Screen } from './screen.js';

export type ListFormat = 'json' | 'terminal';

/** The series of the mails as text: JSON, one a line, or words for people. Throws as `assemble`. */
export async function listThreads(
  request: MailRequest,
  format: ListFormat,
  screen: Screen,
  report: ReportProgress,
): Promise<string> {
  const { series } = await assemble(request, report);
  const render = (each: Series) => (format === 'json' ? `${renderSeriesLine(each)}\n` : renderSeriesText(each, screen));
  return series.map(render).join('');
}
