import type { Screen } from '../domain/screen.js';
import type { SeriesRow } from '../domain/series-view.js';
import { ageWords, isoOf } from './dates.js';
import { safeJson, safeLine } from './escape.js';
import { columnsOf, cutTo } from './layout.js';
import { makePalette } from './palette.js';
import { stageWords } from './stage-words.js';
import { verdictObject } from './triage-object.js';

const stageColumns = 'changes requested'.length;
const ageColumns = 4;
const versionColumns = 4;
const totalColumns = 4;
const authorColumns = 18;
const listColumns = 14;
const titleColumnsMin = 24;

/**
 * `faultline series`: a series on one line: stage, how long it has been there, version, number of patches, author, title, list. On a
 * narrow screen list and author give way to the title. Ends with a line end.
 *
 * @param now milliseconds since the epoch
 */
export function renderSeriesRow(row: SeriesRow, { color, width }: Screen, now: number): string {
  const palette = makePalette(color);
  const { series, triage } = row;
  const stage = pad(stageWords(triage.verdict.stage), stageColumns);
  const age = ageWords(triage.verdict.since, now).padStart(ageColumns);
  const version = `v${series.version}`.slice(0, versionColumns).padStart(versionColumns);
  const total = `${series.total}`.padStart(totalColumns);
  const left = `${age} ${version} ${total} `;
  const author = pad(
    cutTo(safeLine(series.author.name || series.author.email) || 'unknown', authorColumns),
    authorColumns,
  );
  const list = cutTo(safeLine(listOf(row)), listColumns);
  const room = width - stageColumns - 1 - left.length;
  const hasAuthor = room - authorColumns - 1 >= titleColumnsMin;
  const hasList = list !== '' && room - authorColumns - listColumns - 2 >= titleColumnsMin;
  const titleColumns = room - (hasAuthor ? authorColumns + 1 : 0) - (hasList ? listColumns + 1 : 0);
  const title = cutTo(`${series.isRfc ? 'RFC ' : ''}${safeLine(series.title) || '(no title)'}`, titleColumns);
  const tail = hasList ? `${pad(title, titleColumns)} ${palette.dim(list)}` : title;
  return `${palette.strong(stage)} ${left}${hasAuthor ? `${author} ` : ''}${tail}\n`;
}

/** `faultline series --format json`: a series as a JSON object, without the line end. */
export function renderSeriesRowLine(row: SeriesRow): string {
  const { series, triage, unaddressedCount, findingCount, listIds, postedAt } = row;
  return safeJson({
    seriesId: series.id,
    version: series.version,
    total: series.total,
    title: series.title,
    author: { name: series.author.name, email: series.author.email },
    state: series.state,
    isRfc: series.isRfc,
    isResend: series.isResend,
    ...verdictObject(triage.verdict),
    staleAt: triage.staleAt === undefined ? undefined : verdictObject(triage.staleAt),
    unaddressedCount,
    findingCount,
    listIds,
    postedAt: isoOf(postedAt),
  });
}

/** `linux-nilfs` of linux-nilfs.vger.kernel.org, and `+2` for the others. */
function listOf({ listIds }: SeriesRow): string {
  const [first = ''] = listIds;
  const name = first.split('.')[0] ?? '';
  return listIds.length < 2 ? name : `${name} +${listIds.length - 1}`;
}

function pad(text: string, columns: number): string {
  return `${text}${' '.repeat(Math.max(0, columns - columnsOf(text)))}`;
}
