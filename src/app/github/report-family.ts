import { pathOf } from '../../domain/diff.js';
import type { JobOrder } from '../../domain/job.js';
import type { Message } from '../../domain/message.js';
import type { Repository } from '../../domain/repository.js';
import type { Series } from '../../domain/series.js';
import type { SeriesTriage } from '../../domain/triage.js';
import type { Dismissal } from '../../domain/verdict.js';
import { limits } from '../../domain/limits.js';
import { planDeliveries } from '../../store/github/deliveries.js';
import { listDismissals } from '../../store/github/dismissals.js';
import { findIssueOf, noteIssueOf } from '../../store/github/series-issues.js';
import { findVerdict, hasPullOf, keepVerdict } from '../../store/github/verdicts.js';
import { matchesPaths } from '../settings/match-paths.js';
import { isAwaited, quietMinutesDefault } from '../awaited-series.js';
import { readStoredFamily } from '../stored-family.js';
import { triageThreads } from '../triage-threads.js';
import type { ChosenSettings, GitHubTools } from './github-tools.js';
import { judgeVersions, type VersionJudgement } from './judge-versions.js';
import { lineagesOf } from './lineages.js';

/** What the versions of one series come to. */
interface Lineage {
  readonly versions: readonly Series[];
  readonly triage: ReadonlyMap<string, SeriesTriage>;
  readonly listIds: readonly string[];
}

/**
 * Brings the issues about the series of a family up to date. Gives the time (milliseconds since the epoch) at which to look again, where a
 * series waits for its missing parts.
 */
export async function reportFamily(
  repository: Repository,
  { subject: familyId }: JobOrder,
  tools: GitHubTools,
): Promise<number | undefined> {
  const chosen = await tools.settingsOf(repository);
  if (chosen.settings.lists.length === 0) return undefined;
  const { threads, commits } = await readStoredFamily(tools.db, Number(familyId));
  const now = tools.now();
  const triage = new Map(triageThreads(threads, commits, now).map(each => [each.seriesId, each] as const));
  const messages = threads.flatMap(({ thread }) => thread.nodes.flatMap(node => node.message ?? []));
  const dismissals = await listDismissals(tools.db, repository.id);
  let isWaiting = false;
  for (const all of lineagesOf(threads.flatMap(({ series }) => series))) {
    // What is known only from a quotation has no place of its own on a list.
    const versions = all.filter(({ patches }) => patches.some(patch => !patch.isQuoted));
    const listIds = listIdsOf(versions, messages);
    if (!isServed(versions, listIds, chosen)) continue;
    const latest = versions.at(-1);
    if (latest && isAwaited(latest, messages, now, quietMinutesDefault)) isWaiting = true;
    else await reportLineage({ versions, triage, listIds }, { repository, chosen, dismissals, tools });
  }
  return isWaiting ? now + quietMinutesDefault * 60_000 : undefined;
}

interface Reporting {
  readonly repository: Repository;
  readonly chosen: ChosenSettings;
  readonly dismissals: readonly Dismissal[];
  readonly tools: GitHubTools;
}

async function reportLineage(lineage: Lineage, { repository, chosen, dismissals, tools }: Reporting): Promise<void> {
  const { db } = tools;
  const ids = lineage.versions.map(({ id }) => id);
  const known = await findIssueOf(db, repository.id, ids);
  const judged = await judgeVersions(lineage.versions.slice(-limits.versionsJudgedMax), {
    repository,
    chosen,
    dismissals,
    tools,
  });
  const latest = judged.at(-1);
  if (latest === undefined) return;
  const triage = lineage.triage.get(latest.series.id);
}
