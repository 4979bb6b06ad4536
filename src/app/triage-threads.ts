import type { MirrorCommit } from '../domain/commit.js';
import type { SeriesTriage } from '../domain/triage.js';
import { staleAfterDaysDefault, triageFamily } from '../triage/triage-family.js';
import type { AssembledThread } from './assemble-mails.js';

/** How far the series of a family have come, in the order of its threads. `commits`: of a mirror, that may have taken a patch of it. */
export function triageThreads(
  threads: readonly AssembledThread[],
  commits: readonly MirrorCommit[],
  now: number,
): readonly SeriesTriage[] {
  const family = {
    threads: threads.map(({ thread }) => thread),
    series: threads.flatMap(({ series }) => series),
    remarks: threads.flatMap(({ remarks }) => remarks),
    commits,
  };
  return triageFamily(family, { now, staleAfterDays: staleAfterDaysDefault });
}
