import type { Message } from '../domain/message.js';
import type { Review } from '../domain/review.js';
import type { Series } from '../domain/series.js';
import type { ReviewJob } from './review-pool.js';

/** How long a list is quiet about a series before its missing parts are taken to be lost; minutes. Hosts deliver a run of mails within this. */
export const quietMinutesDefault = 60;

/**
 * Whether parts of a series may still be on their way: some are missing, and the last of those at hand came less than the quiet time ago.
 * `now`: milliseconds since the epoch.
 */
export function isAwaited(series: Series, messages: readonly Message[], now: number, quietMinutes: number): boolean {
  if (series.state !== 'incomplete') return false;
  const posts = new Set([series.cover?.messageId, ...series.patches.map(patch => patch.messageId)]);
  const arrivals = messages.filter(({ id }) => posts.has(id)).map(each => each.receivedAt ?? each.sentAt ?? 0);
  return now - Math.max(0, ...arrivals) < quietMinutes * 60_000;
}

/** What is said of a series that was not judged, since it is not all there yet. */
export function makeAwaitedReview({ series, remarks }: ReviewJob): Review {
  const reason = `the series waits for its missing patches: ${series.missing.join(', ')}`;
  const [first] = series.patches;
  return {
    series,
    findings: [],
    withheld: [],
    notChecked: [{ patch: first?.number ?? 1, reason }],
    remarks,
    problems: [],
  };
}
