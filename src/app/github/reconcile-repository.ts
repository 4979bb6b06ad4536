import type { JobOrder } from '../../domain/job.js';
import type { ChosenSettings } from '../../domain/mirror-settings.js';
import type { Repository } from '../../domain/repository.js';
import type { SeriesStage } from '../../domain/triage.js';
import { planSettingsCheck } from '../../reporters/github/plan-settings-check.js';
import { readLastCommit } from '../../reporters/github/read-last-commit.js';
import { listOpenPulls } from '../../reporters/github/read-pull.js';
import { readBranchHead } from '../../reporters/github/read-repository.js';
import { planDeliveries } from '../../store/github/deliveries.js';
import { orderAllFamilies } from '../../store/github/family-news.js';
import { orderJobs } from '../../store/github/jobs.js';
import { findSettingsDigest, keepSettings, listRefs } from '../../store/github/repositories.js';
import { keepMistakes } from '../../store/github/settings-mistakes.js';
import { listOpenPulls as listKnownPulls } from '../../store/github/verdicts.js';
import { staleAfterDaysDefault } from '../../triage/triage-family.js';
import { settingsFiles } from '../settings/choose-settings.js';
import { settingsDigestOf } from '../settings/settings-digest.js';
import { followedBranches, refOf } from './follow-push.js';
import type { GitHubTools } from './github-tools.js';

/** The stages of series about which something can still be done. */
const liveStages: readonly SeriesStage[] = ['new', 'under-review', 'changes-requested', 'reviewed'];

/**
 * Compares a repository with what is known of it, since webhooks get lost: its configuration, its open pull requests, its branches, the
 * series of its lists. Orders a look at whatever differs; at all of it where another configuration is followed than before, which may say
 * other things of it, and where that is asked for (`isForced`).
 */
export async function reconcileRepository(
  repository: Repository,
  { isForced = false }: JobOrder,
  tools: GitHubTools,
): Promise<void> {
  tools.settings.forget(repository.id);
  const chosen = await tools.settings.of(repository);
  await tellMistakes(repository, chosen, tools);
  const digest = settingsDigestOf(chosen);
  const isAll = isForced || digest !== (await findSettingsDigest(tools.db, repository.id));
  const pulls = await findPullJobs(repository, isAll, tools);
  const pushes = await findPushJobs(repository, chosen, tools);
  const now = tools.now();
  await orderJobs(tools.db, [...pulls, ...pushes], now);
  if (isAll) {
    const { lists } = chosen.settings;
    const since = now - staleAfterDaysDefault * 86_400_000;
    await orderAllFamilies(tools.db, { id: repository.id, lists }, { since, stages: liveStages, now });
  }
  await keepSettings(tools.db, repository.id, { origin: chosen.origin, digest });
}

/** A pull request with another head than the one that is known, or one that is closed meanwhile; `isAll`: and all that are open. */
async function findPullJobs(
  repository: Repository,
  isAll: boolean,
  { db, log, clientOf }: GitHubTools,
): Promise<readonly JobOrder[]> {
  const { pulls, notRead } = await listOpenPulls(await clientOf(repository), repository);
  if (notRead !== undefined) log.warn({ repository: repository.id, notRead }, 'not all pull requests were compared');
  const known = new Map((await listKnownPulls(db, repository.id)).map(each => [each.subject, each.headSha]));
  const changed = pulls.filter(({ number, headSha }) => isAll || known.get(`pull ${number}`) !== headSha);
  const open = new Set(pulls.map(({ number }) => `pull ${number}`));
  const closed = [...known.keys()].filter(subject => !open.has(subject));
  const numbers = [
    ...changed.map(({ number }) => String(number)),
    ...closed.map(subject => subject.slice('pull '.length)),
  ];
  return numbers.map(subject => ({ kind: 'pull', repositoryId: repository.id, subject }));
}

async function findPushJobs(
  repository: Repository,
  { settings }: ChosenSettings,
  { db, clientOf }: GitHubTools,
): Promise<readonly JobOrder[]> {
  const client = await clientOf(repository);
  const known = await listRefs(db, repository.id);
  const orders: JobOrder[] = [];
  for (const branch of followedBranches(repository, settings)) {
    const head = await readBranchHead(client, repository, branch);
    const subject = refOf(branch);
    if (head !== known.get(subject)) orders.push({ kind: 'push', repositoryId: repository.id, subject });
  }
  return orders;
}

/** Where the file stands in the mirror itself, a check on the commit that brought the mistake says so too. */
async function tellMistakes(repository: Repository, chosen: ChosenSettings, tools: GitHubTools): Promise<void> {
  const { origin, mistakes } = chosen;
  await keepMistakes(tools.db, repository.id, mistakes);
  if (mistakes.length === 0) return;
  tools.log.warn({ repository: repository.id, mistakes: mistakes.length }, 'mistakes in a configuration file');
  if (origin !== 'repository') return;
  const { path } = settingsFiles.repository;
  const sha = await readLastCommit(await tools.clientOf(repository), repository, path);
  if (sha === undefined) return;
  await planDeliveries(tools.db, [planSettingsCheck(repository, { sha, mistakes })], tools.now());
}
