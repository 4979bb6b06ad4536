import type { Screen } from '../domain/screen.js';
import type { SourceStatus, StoreStatus } from '../domain/store-status.js';
import { safeJson, safeLine } from './escape.js';
import { count } from './layout.js';
import { makePalette, type Palette } from './palette.js';

/** `faultline status --format json`: one object, the keys in a fixed order. */
export function renderStatusLine(status: StoreStatus): string {
  return `${safeJson(status)}\n`;
}

/** `faultline status`: where the mails come from and what was made of them. `now`: milliseconds since the epoch. */
export function renderStatus(status: StoreStatus, { color }: Screen, now: number): string {
  const palette = makePalette(color);
  const { mails, duplicates, withdrawn, imposters, unreadable, threads, series, problems, stale } = status;
  const places = status.sources.reduce((sum, source) => sum + source.places, 0);
  const total = Object.values(series).reduce((sum, each) => sum + each, 0);
  const lines = [
    ...status.sources.flatMap(source => sourceLines(source, palette, now)),
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
  ];
  return `${lines.join('\n')}\n`;
}

function sourceLines(
  { name, places, readAt, newestAt, trouble }: SourceStatus,
  palette: Palette,
  now: number,
): string[] {
  const read = readAt === undefined ? 'never read to its end' : `read ${ageOf(readAt, now)} ago`;
  const newest = newestAt === undefined ? '' : `, its newest mail ${ageOf(newestAt, now)} old`;
  return [
    `${palette.strong(safeLine(name))}  ${count(places, 'place')}, ${read}${newest}`,
    ...(trouble === undefined ? [] : [`  ${palette.severity.warning('trouble')} ${safeLine(trouble)}`]),
  ];
}

function listed(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([name, number]) => `${number} ${safeLine(name)}`);
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** `3 days`: in the largest unit of which it is more than one and a half. */
function ageOf(time: number, now: number): string {
  const age = Math.max(0, now - time);
  const [unit, length] = units.find(([, ms]) => age > 1.5 * ms) ?? units[3];
  return count(Math.round(age / length), unit);
}
