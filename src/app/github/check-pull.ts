import type { JobOrder } from '../../domain/job.js';
import { limits } from '../../domain/limits.js';
import type { Repository } from '../../domain/repository.js';
import type { ShownFinding } from '../../domain/verdict.js';
import { planClosed, planPull, subjectOfPull } from '../../reporters/github/plan-pull.js';
import { readPull, readPullCommits, readPullFiles } from '../../reporters/github/read-pull.js';
import { readPullDiff } from '../../review/pull-diff.js';
import { rules } from '../../rules/registry.js';
import { findDeliveriesOf, planDeliveries } from '../../store/github/deliveries.js';
import { listDismissals } from '../../store/github/dismissals.js';
import { findVerdict, type KeptSubject, keepVerdict, noteIsOpen } from '../../store/github/verdicts.js';
import type { GitHubTools } from './github-tools.js';
import { isHeard } from './heard-findings.js';
import { judgePull, type PullJudgement, type PullReading } from './judge-pull.js';
import { type KeptVerdict, readVerdict, writeVerdict } from './kept-verdict.js';
import { findListSeries, findSeriesNames, type ListSeries } from './list-series-of-pull.js';
import { findWithheld } from './withheld.js';

/** Brings what is said of a pull request up to date with what GitHub says of it now. */
export async function checkPull(repository: Repository, job: JobOrder, tools: GitHubTools): Promise<void> {
  const { db } = tools;
  const number = Number(job.subject);
  const subject = `pull ${number}`;
  const reading = await readOpenPull(repository, number, tools);
  if (reading === undefined) {
    const planned = await findDeliveriesOf(db, repository.id, subjectOfPull(number));
    await planDeliveries(db, planClosed(planned), tools.now());
    return noteIsOpen(db, repository.id, subject, false);
  }
  const kept = await findVerdict(db, repository.id, subject);
  const before = kept && readVerdict(kept.verdict);
  const chosen = await tools.settings.of(repository);
  const dismissals = await listDismissals(db, repository.id);
  const request = { repository, chosen, isForced: job.isForced === true, tools };
  const judgement = await judgePull(reading, before, dismissals, request);
  const list = await findListSeries(reading, judgement.series, tools);
  const { messageIds, patchIds } = findSeriesNames(reading, judgement.series);
  const withheld = findWithheld(chosen);
  const known = await findDeliveriesOf(db, repository.id, subjectOfPull(number));
  const { plans, said } = planPull({
    repository,
    pull: reading.pull,
    diff: reading.diff,
    verdict: {
      ...judgement,
      findings: judgement.findings.filter(({ finding }) => isHeard(finding, chosen.settings)),
      thread: list?.thread,
    },
    remarks: findRemarks(chosen.settings.mirrorsRemarks, list),
    changed: findChanged(judgement, before),
    known: new Map(known.map(delivery => [delivery.key, delivery])),
    told: new Map(Object.entries(judgement.kept.told)),
    rules,
    settings: chosen.settings,
    withheld: {
      check: withheld('check'),
      review: withheld('review') ?? (reading.pull.isDraft ? 'the pull request is a draft' : undefined),
    },
  });
  const verdict: KeptSubject = {
    subject,
    isOpen: true,
    headSha: reading.pull.headSha,
    // Who only names a series in a text does not speak for it: it goes on to have its issue.
    seriesId: list?.isItself ? list.seriesId : undefined,
    names: [messageIds, patchIds].flat(),
    verdict: writeVerdict({ ...judgement.kept, told: { ...judgement.kept.told, ...tellingOf(said, reading) } }),
  };
  // Together: what is said of a finding of which no verdict tells would stand for ever as it is.
  await planDeliveries(db, plans, tools.now(), transaction => keepVerdict(transaction, repository.id, verdict));
}

/** Undefined for a pull request that is closed, or not there. */
async function readOpenPull(
  repository: Repository,
  number: number,
  tools: GitHubTools,
): Promise<PullReading | undefined> {
  const client = await tools.clientOf(repository);
  const pull = await readPull(client, repository, number);
  if (!pull?.isOpen) return undefined;
  const { commits, notRead: commitsLeft } = await readPullCommits(client, repository, pull);
  const { files, notRead: filesLeft } = await readPullFiles(client, repository, pull);
  return {
    pull,
    commits,
    diff: readPullDiff(files),
    notRead: [commitsLeft, filesLeft].flatMap(reason => reason ?? []),
  };
}

function findRemarks(isWanted: boolean, list: ListSeries | undefined): ListSeries['remarks'] {
  return isWanted ? (list?.remarks ?? []).slice(0, limits.listRemarksMax) : [];
}

/** The findings of before whose standing is another one now. */
function findChanged({ findings }: PullJudgement, before: KeptVerdict | undefined): ReadonlySet<string> {
  const standings = new Map(before?.findings.map(shown => [shown.finding.fingerprint, JSON.stringify(shown.standing)]));
  const changed = findings.filter(({ finding, standing }) => {
    const was = standings.get(finding.fingerprint);
    return was !== undefined && was !== JSON.stringify(standing);
  });
  return new Set(changed.map(({ finding }) => finding.fingerprint));
}

function tellingOf(said: readonly ShownFinding[], { pull }: PullReading): Readonly<Record<string, string>> {
  return Object.fromEntries(said.map(({ finding }) => [finding.fingerprint, pull.headSha]));
}
