import type { Finding } from '../../domain/finding.js';
import type { Series } from '../../domain/series.js';
import type { ShownFinding } from '../../domain/verdict.js';
import { planIssue } from '../../reporters/github/plan-issue.js';
import { planLandedChecks } from '../../reporters/github/plan-landed.js';
import { isOpen, standFindings } from '../../review/stand-findings.js';
import { rules } from '../../rules/registry.js';
import { planDeliveries } from '../../store/github/deliveries.js';
import { findIssueOf, noteIssueOf } from '../../store/github/series-issues.js';
import { hasPullOf, keepVerdict } from '../../store/github/verdicts.js';
import { isOn } from './heard-findings.js';
import { judgeVersions, type VersionJudgement } from './judge-versions.js';
import { writeVerdict } from './kept-verdict.js';
import type { Reporting } from './report-family.js';
import { linkThread } from './thread-link.js';
import { findWithheld } from './withheld.js';

/** Stages in which nobody is told of findings for the first time: it is too late, or another version is looked at. */
const lateStages = ['applied', 'superseded', 'stale'];

/** Brings the issue about one series up to date, and the checks on the commits that took it. `versions`: the oldest first. */
export async function reportLineage(
  versions: readonly Series[],
  listIds: readonly string[],
  reporting: Reporting,
): Promise<void> {
  const { repository, chosen, triage, tools } = reporting;
  const { db } = tools;
  const judged = await judgeVersions(versions, repository, chosen, tools);
  const latest = judged.at(-1);
  if (latest === undefined) return;
  const stage = triage.get(latest.series.id);
  if (stage === undefined) throw new Error('a series of the family was not judged');
  const findings = standLatest(judged, reporting);
  const withheld = findWithheld(chosen);
  const ids = versions.map(({ id }) => id);
  const known = await findIssueOf(db, repository.id, ids);
  const isLate = lateStages.includes(stage.verdict.stage);
  const opens = findings.some(isOpen) && !isLate && !(await hasPullOf(db, repository.id, ids));
  const landed = planLandedChecks(judged, triage, { repository, rules, withheld: withheld('check'), findings });
  if (known === undefined && !opens) return planDeliveries(db, landed, tools.now());
  const firstId = known ?? latest.series.id;
  const thread = linkThread(latest.series, tools.addresses);
  const issue = planIssue({
    repository,
    firstId,
    versions: judged,
    verdict: { series: latest.series, findings, notChecked: latest.notChecked, thread },
    stage: stage.verdict,
    listIds,
    rules,
    permalinkOf: latest.permalinks,
    withheld: withheld('issue'),
  });
  await noteIssueOf(db, repository.id, ids, firstId);
  await planDeliveries(db, [...issue, ...landed], tools.now());
  await keepVerdict(db, repository.id, {
    subject: `series ${firstId}`,
    isOpen: findings.some(isOpen),
    seriesId: undefined,
    verdict: writeVerdict({ digest: '', judgedHead: latest.series.id, findings, patches: [], notChecked: [] }),
  });
}

/** What is to be said of the latest version: what is found there, and what was found in those before and is gone. */
function standLatest(
  judged: readonly VersionJudgement[],
  { chosen, dismissals }: Pick<Reporting, 'chosen' | 'dismissals'>,
): readonly ShownFinding[] {
  const latest = judged.at(-1);
  if (latest === undefined) return [];
  const seen = new Map(
    judged.slice(0, -1).flatMap(({ findings }) => findings.map(finding => [finding.fingerprint, finding] as const)),
  );
  return standFindings({
    found: latest.findings,
    before: [...seen.values()].map(finding => ({ finding, standing: { kind: 'open' } })),
    dismissals,
    notChecked: latest.notChecked,
    isHeard: ruleId => isOn(ruleId, chosen.settings),
    isWhole: latest.series.state === 'complete',
    whereGone: finding => `v${versionBehind(judged, finding)}`,
  });
}

/** The first version without a finding of one before. */
function versionBehind(judged: readonly VersionJudgement[], { fingerprint }: Finding): number | undefined {
  const last = judged.findLastIndex(({ findings }) => findings.some(each => each.fingerprint === fingerprint));
  return judged[last + 1]?.series.version;
}
