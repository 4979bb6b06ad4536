import type { Message } from '../../src/domain/message.js';
import type { SeriesRow, SeriesView } from '../../src/domain/series-view.js';
import { triageFamily } from '../../src/triage/triage-family.js';
import { familyOf } from '../triage/make-family.js';
import { review } from './make.js';

/** The views of all series of these mails, in order, as they are at a time, in milliseconds since the epoch. */
export function viewsOf(messages: readonly Message[], now: number): readonly SeriesView[] {
  const family = familyOf(messages);
  const triages = triageFamily(family, { now, staleAfterDays: 90 });
  return family.series.flatMap((series, index) => {
    const triage = triages[index];
    if (triage === undefined) return [];
    const ids = new Set(series.patches.map(patch => patch.messageId));
    const remarks = family.remarks.filter(each => ids.has(each.patchMessageId));
    return [
      {
        review: review({ series, remarks }),
        isJudged: true,
        triage,
        threads: family.threads.filter(({ rootId }) => rootId === series.threadRootId),
        listIds: [...new Set(messages.flatMap(each => each.listIds))],
        otherVersions: family.series
          .filter(other => other !== series)
          .map(({ id, version, isResend, title }) => ({ seriesId: id, version, isResend, title })),
      },
    ];
  });
}

/** What the list of series says of a view. */
export function rowOf({ review: { series, findings }, triage, listIds, threads }: SeriesView): SeriesRow {
  return {
    series,
    triage,
    unaddressedCount: triage.unaddressed.length,
    findingCount: findings.length,
    listIds,
    postedAt: threads[0]?.nodes[0]?.message?.sentAt,
  };
}
