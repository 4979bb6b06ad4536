import type { MirrorCommit } from '../../domain/commit.js';
import type { JobOrder } from '../../domain/job.js';
import { limits } from '../../domain/limits.js';
import type { Message } from '../../domain/message.js';
import type { ChosenSettings } from '../../domain/mirror-settings.js';
import type { Repository } from '../../domain/repository.js';
import type { Series } from '../../domain/series.js';
import type { SeriesTriage } from '../../domain/triage.js';
import type { Dismissal } from '../../domain/verdict.js';
import { ApiMirror } from '../../reporters/github/api-mirror.js';
import { listDismissals } from '../../store/github/dismissals.js';
import { isAwaited } from '../awaited-series.js';
import { findCommits } from '../ingest/judge-stages.js';
import { readStoredFamily } from '../stored-family.js';
import { triageThreads } from '../triage-threads.js';
import type { GitHubTools } from './github-tools.js';
import { lineagesOf } from './lineages.js';
import { reportLineage } from './report-lineage.js';
import { isServed, listIdsOf } from './served-series.js';

/** What the reports of a family have in common. */
export interface Reporting {
  readonly repository: Repository;
  readonly chosen: ChosenSettings;
  readonly dismissals: readonly Dismissal[];
  readonly triage: ReadonlyMap<string, SeriesTriage>;
  readonly tools: GitHubTools;
}

/**
 * Brings what is said of the series of a family up to date with their mails. Gives the time (milliseconds since the epoch) at which to
 * look again, where a series waits for its missing parts.
 */
export async function reportFamily(
  repository: Repository,
  { subject: familyId }: JobOrder,
  tools: GitHubTools,
): Promise<number | undefined> {
  const chosen = await tools.settings.of(repository);
  if (chosen.settings.lists.length === 0) return undefined;
  const { threads } = await readStoredFamily(tools.db, Number(familyId));
  const commits = await findLandedCommits(repository, Number(familyId), tools);
  const now = tools.now();
  const triage = new Map(triageThreads(threads, commits, now).map(each => [each.seriesId, each] as const));
  const messages = threads.flatMap(({ thread }) => thread.nodes.flatMap(node => node.message ?? []));
  const dismissals = await listDismissals(tools.db, repository.id);
  let isWaiting = false;
  for (const all of lineagesOf(threads.flatMap(({ series }) => series))) {
    const versions = judgedVersions(all);
    const listIds = listIdsOf(versions, messages);
    if (!isServed(versions, listIds, chosen.settings)) continue;
    if (isOnItsWay(versions, messages, now, tools)) isWaiting = true;
    else await reportLineage(versions, listIds, { repository, chosen, dismissals, triage, tools });
  }
  return isWaiting ? now + tools.quietMinutes * 60_000 : undefined;
}

/**
 * The commits that may have taken patches of the family. How far it has come may have been judged when nobody could ask GitHub for their
 * patch-ids: by whoever takes in mails, or by a process that ended behind noting the commits.
 */
async function findLandedCommits(
  repository: Repository,
  familyId: number,
  { db, clientOf }: GitHubTools,
): Promise<readonly MirrorCommit[]> {
  // Most families have no such commits, and GitHub is not asked for them.
  const readPatchIds = async (ids: readonly string[]) =>
    new ApiMirror(await clientOf(repository), repository).readPatchIds(ids);
  return findCommits(db, familyId, { readPatchIds });
}

/** What is known only from a quotation has no place of its own on a list. */
function judgedVersions(all: readonly Series[]): readonly Series[] {
  const posted = all.filter(({ patches }) => patches.some(patch => !patch.isQuoted));
  return posted.slice(-limits.versionsJudgedMax);
}

function isOnItsWay(
  versions: readonly Series[],
  messages: readonly Message[],
  now: number,
  { quietMinutes }: GitHubTools,
): boolean {
  const latest = versions.at(-1);
  return latest !== undefined && isAwaited(latest, messages, now, quietMinutes);
}
