import type { SeriesRow } from '../domain/series-view.js';
import type { SeriesStage } from '../domain/triage.js';
import { renderSeriesRow, renderSeriesRowLine } from '../render/series-row.js';
import { type ListedSeries, listSeries } from '../store/stages.js';
import { judgeAge, staleAfterDaysDefault } from '../triage/triage-family.js';
import type { ListView, ListWords } from './list-view.js';
import { withStore } from './with-store.js';

export interface SeriesRequest {
  readonly store?: string | undefined;
  /** Only what was seen on this list. */
  readonly list?: string | undefined;
  /** Only series that have come so far. */
  readonly stage?: SeriesStage | undefined;
  /** A series without a word for so many days is stale. */
  readonly staleAfterDays?: number | undefined;
}

/** Prints the series of a store, the newest first, with their stages as they are now. Throws as `withStore`. */
export async function listStoredSeries(request: SeriesRequest, view: ListView, { print }: ListWords): Promise<void> {
  const { store, list, stage, staleAfterDays = staleAfterDaysDefault } = request;
  const now = Date.now();
  const listed = await withStore(store, ({ db }) => listSeries(db, list));
  for (const each of listed) {
    const row = rowOf(each, { now, staleAfterDays });
    if (row === undefined || (stage !== undefined && row.triage.verdict.stage !== stage)) continue;
    print(view.format === 'json' ? `${renderSeriesRowLine(row)}\n` : renderSeriesRow(row, view.screen, now));
  }
}

/** Undefined where its stage is not made yet: an ingest is under way. */
function rowOf(
  { line, listIds, postedAt, stage }: ListedSeries,
  settings: { readonly now: number; readonly staleAfterDays: number },
): SeriesRow | undefined {
  if (stage === undefined) return undefined;
  const { seriesId, version, total, title, author, state, isRfc, isResend } = JSON.parse(line);
  return {
    series: { id: seriesId, version, total, title, author, state, isRfc, isResend },
    triage: judgeAge(stage.judged, stage.lastWord, settings),
    unaddressedCount: stage.unaddressedCount,
    listIds,
    postedAt,
  };
}
