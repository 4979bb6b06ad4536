import type { MirrorSettings } from '../../domain/mirror-settings.js';
import { listWrites } from '../../store/github/delivery-steps.js';
import type { Database } from '../../store/open-database.js';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** How much may be posted to a repository. */
export type OutboxCaps = Pick<MirrorSettings, 'postsPerHourMax' | 'issuesPerDayMax'>;

/** From when on a post, and a new issue, may be made: not after now where it may; Infinity: never. */
export interface CapTimes {
  readonly postsAt: number;
  readonly issuesAt: number;
}

/** Counts what was written to a repository in the last hour, and the issues that were opened in the last day. */
export async function readCapTimes(
  db: Database,
  repositoryId: number,
  { postsPerHourMax, issuesPerDayMax }: OutboxCaps,
  now: number,
): Promise<CapTimes> {
  const posts = await listWrites(db, repositoryId, now - hourMs);
  const issues = await listWrites(db, repositoryId, now - dayMs, 'issue');
  return { postsAt: freeAt(posts, postsPerHourMax, hourMs), issuesAt: freeAt(issues, issuesPerDayMax, dayMs) };
}

/** `times`: of all writes of a period, the oldest first. One more may follow when fewer than `max` are left of them. */
function freeAt(times: readonly number[], max: number, periodMs: number): number {
  if (times.length < max) return 0;
  const last = times[times.length - max];
  return last === undefined ? Number.POSITIVE_INFINITY : last + periodMs;
}
