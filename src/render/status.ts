import type { AppStatus } from '../domain/app-status.js';
import type { Screen } from '../domain/screen.js';
import type { SourceStatus, StoreStatus } from '../domain/store-status.js';
import { appStatusLines } from './app-status.js';
import { minuteWords } from './dates.js';
import { safeJson, safeLine } from './escape.js';
import { count } from './layout.js';
import { makePalette, type Palette } from './palette.js';

/** `faultline status --format json`: one object, the keys in a fixed order. */
export function renderStatusLine(status: StoreStatus, app: AppStatus): string {
  return `${safeJson({ ...status, app })}\n`;
}

/** `faultline status`: where the mails come from and what was made of them, and how the GitHub App fares. Times are UTC. */
export function renderStatus(status: StoreStatus, app: AppStatus, { color }: Screen): string {
  const palette = makePalette(color);
  const { mails, duplicates, withdrawn, imposters, unreadable, threads, series, problems, stale } = status;
  const places = status.sources.reduce((sum, source) => sum + source.places, 0);
  const total = Object.values(series).reduce((sum, each) => sum + each, 0);
  const lines = [
    ...status.sources.flatMap(source => sourceLines(source, palette)),
    '',
    `${count(places, 'place')}: ${count(mails, 'mail')}, ${count(duplicates, 'duplicate')}, ${withdrawn} withdrawn, ${count(imposters, 'imposter')}, ${unreadable} unreadable`,
    `${count(threads, 'thread')}, ${total} series${listed(series)}`,
    `${count(
      Object.values(problems).reduce((sum, each) => sum + each, 0),
      'problem',
    )}${listed(problems)}`,
    ...(stale > 0
      ? [`${count(stale, 'family', 'families')} of threads wait to be put together: faultline ingest does it`]
      : []),
    ...appStatusLines(app, palette),
  ];
  return `${lines.join('\n')}\n`;
}

function sourceLines({ name, places, readAt, newestAt, trouble }: SourceStatus, palette: Palette): string[] {
  const read = readAt === undefined ? 'never read to its end' : `read ${minuteWords(readAt)}`;
  const newest = newestAt === undefined ? '' : `, newest mail ${minuteWords(newestAt)}`;
  return [
    `${palette.strong(safeLine(name))}  ${count(places, 'place')}, ${read}${newest}`,
    ...(trouble === undefined ? [] : [`  ${palette.severity.warning('trouble')} ${safeLine(trouble)}`]),
  ];
}

function listed(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([name, number]) => `${number} ${safeLine(name)}`);
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}
