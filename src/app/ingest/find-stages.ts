import type { MirrorCommit } from '../../domain/commit.js';
import type { Message } from '../../domain/message.js';
import type { StageRecord } from '../../domain/triage.js';
import { recordOf } from '../../triage/triage-family.js';
import { assembleMails } from '../assemble-mails.js';
import { triageThreads } from '../triage-threads.js';

/** How far the series of a family have come, by their ids. `commits`: of the mirror, that may have taken a patch of it. */
export function findStages(
  messages: readonly Message[],
  commits: readonly MirrorCommit[],
  now: number,
): ReadonlyMap<string, StageRecord> {
  const { threads } = assembleMails(messages, { placesRemarks: true });
  return new Map(triageThreads(threads, commits, now).map(each => [each.seriesId, recordOf(each)]));
}
