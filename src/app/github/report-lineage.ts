import type { DeliveryPlan } from '../../domain/delivery.js';
import type { Repository } from '../../domain/repository.js';
import type { Series } from '../../domain/series.js';
import type { SeriesTriage } from '../../domain/triage.js';
import type { Verdict } from '../../domain/verdict.js';
import { isReadWhole } from '../../render/github/what-was-read.js';
import { ApiMirror } from '../../reporters/github/api-mirror.js';
import { deliveryKeys } from '../../reporters/github/delivery-keys.js';
import { planIssue } from '../../reporters/github/plan-issue.js';
import { planLanded } from '../../reporters/github/plan-landed.js';
import { isOpen } from '../../review/stand-findings.js';
import { rules } from '../../rules/registry.js';
import { findDelivery, planDeliveries } from '../../store/github/deliveries.js';
import { orderJobs } from '../../store/github/jobs.js';
import { findIssueOf, noteIssueOf } from '../../store/github/series-issues.js';
import { findPullsOf, findUnlinkedPulls, keepVerdict } from '../../store/github/verdicts.js';
import type { GitHubTools } from './github-tools.js';
import { judgeVersions } from './judge-versions.js';
import { writeVerdict } from './kept-verdict.js';
import { orderSubject } from './order-subject.js';
import type { Reporting } from './report-family.js';
import { standVersions } from './stand-versions.js';
import { linkThread } from './thread-link.js';
import { findWithheld } from './withheld.js';

/** Stages in which nobody is told of findings for the first time: it is too late, or another version is looked at. */
const lateStages = ['applied', 'superseded', 'stale'];
/** From the tree of a maintainer to that of Linus takes a release at most. What landed before is told to nobody: whole archives are read in, too. */
const freshMs = 120 * 86_400_000;

/** Brings the issue about one series up to date, and the checks on the commits that took it. `versions`: the oldest first. */
export async function reportLineage(
  versions: readonly Series[],
  lists: readonly string[],
  reporting: Reporting,
): Promise<void> {
  const { repository, chosen, triage, tools } = reporting;
  const { db } = tools;
  const ids = versions.map(({ id }) => id);
  const ofLatest = triage.get(ids.at(-1) ?? '');
  if (ofLatest === undefined) return;
  const firstId = await findFirstId(ids, reporting);
  const isLate = lateStages.includes(ofLatest.verdict.stage);
  if (firstId === undefined && isLate && !hasLandedNow(ofLatest, tools.now())) return;
  const judged = await judgeVersions(versions, repository, chosen, tools);
  const latest = judged.at(-1);
  if (latest === undefined) return;
  const { open, latest: findings } = standVersions(judged, reporting);
  const verdict: Verdict = {
    series: latest.series,
    findings,
    notChecked: latest.notChecked,
    thread: linkThread(latest.series, tools.addresses),
  };
  const withheld = findWithheld(chosen);
  await planDeliveries(db, await planLandedHere(verdict, ofLatest, reporting), tools.now());
  const known = await findPullsOf(db, repository.id, ids);
  const unlinked = await findUnlinkedPulls(db, repository.id, namesOf(versions));
  const pulls = [...known, ...unlinked.map(({ subject }) => subject)];
  // The check links the thread; and what people said on the list belongs on the lines of the pull request too.
  for (const pull of pulls.slice(chosen.settings.mirrorsRemarks ? 0 : known.length))
    await orderJobs(db, await orderSubject(db, repository, pull), tools.now());
  const patchIds = new Set(versions.flatMap(({ patches }) => patches.flatMap(({ patchId }) => patchId ?? [])));
  const isProposed = known.length > 0 || unlinked.some(({ names }) => names.some(name => patchIds.has(name)));
  if (firstId === undefined && (!findings.some(isOpen) || isLate || isProposed)) return;
  // Where nothing is found any more because not all could be looked at, nothing is known that was not said.
  if (findings.length === 0 && !isReadWhole(verdict)) return;
  const issueId = firstId ?? latest.series.id;
  await noteIssueOf(db, repository.id, ids, issueId);
  const plans = planIssue({
    repository,
    firstId: issueId,
    versions: judged.map((each, index) => ({
      ...each,
      findings: open[index] ?? [],
      thread: linkThread(each.series, tools.addresses),
    })),
    verdict,
    stage: ofLatest.verdict,
    lists,
    rules,
    permalinkOf: latest.permalinkOf,
    withheld: withheld('issue'),
  });
  await planDeliveries(db, plans, tools.now());
  await keepVerdict(db, repository.id, {
    subject: `series ${issueId}`,
    isOpen: findings.some(isOpen),
    verdict: writeVerdict({
      digest: '',
      judgedHead: latest.series.id,
      findings,
      patches: [],
      notChecked: [],
      told: {},
    }),
  });
}

/**
 * The checks on the commits that took the series, as far as the repository has them: it may have landed in another mirror of its list, which
 * may be nobody's business here.
 */
async function planLandedHere(
  verdict: Verdict,
  { patches }: SeriesTriage,
  { repository, chosen, tools }: Reporting,
): Promise<readonly DeliveryPlan[]> {
  const keys = patches.flatMap(({ applied }) =>
    applied?.kind === 'commit' ? [deliveryKeys.landed(repository.id, applied.commitId)] : [],
  );
  const known = new Set<string>();
  for (const key of keys) if ((await findDelivery(tools.db, key)) !== undefined) known.add(key);
  const plans: DeliveryPlan[] = [];
  const withheld = findWithheld(chosen)('check');
  for (const plan of planLanded({ repository, verdict, patches, rules, known, withheld }))
    if (known.has(plan.key) || (await hasCommitOf(plan, repository, tools))) plans.push(plan);
  return plans;
}

async function hasCommitOf({ content }: DeliveryPlan, repository: Repository, tools: GitHubTools): Promise<boolean> {
  if (content.kind !== 'check-run') return false;
  return new ApiMirror(await tools.clientOf(repository), repository).hasCommit(content.headSha);
}

function hasLandedNow({ verdict: { stage, since } }: SeriesTriage, now: number): boolean {
  return stage === 'applied' && now - (since ?? 0) < freshMs;
}

/** By which a pull request of these patches may be known. */
function namesOf(versions: readonly Series[]): readonly string[] {
  const patches = versions.flatMap(version => version.patches);
  const covers = versions.flatMap(({ cover }) => cover?.messageId ?? []);
  return [...covers, ...patches.flatMap(({ messageId, patchId }) => [messageId, patchId ?? messageId])];
}

/** The series for which the issue about these versions was opened; undefined where none was planned yet. */
async function findFirstId(ids: readonly string[], { repository, tools }: Reporting): Promise<string | undefined> {
  const firstId = await findIssueOf(tools.db, repository.id, ids);
  if (firstId === undefined) return undefined;
  // It is noted before it is planned, and the process may have ended in between.
  const delivery = await findDelivery(tools.db, deliveryKeys.issue(repository.id, firstId));
  return delivery === undefined ? undefined : firstId;
}
