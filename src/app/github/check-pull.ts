import type { JobOrder } from '../../domain/job.js';
import type { Repository } from '../../domain/repository.js';
import type { GitHubClient } from '../../reporters/github/github-client.js';
import { planPull } from '../../reporters/github/plan-pull.js';
import { readPull, readPullCommits, readPullFiles } from '../../reporters/github/read-pull.js';
import { listDeliveryKeys, planDeliveries } from '../../store/github/deliveries.js';
import { listDismissals } from '../../store/github/dismissals.js';
import { findVerdict, keepVerdict, noteIsOpen } from '../../store/github/verdicts.js';
import type { GitHubTools } from './github-tools.js';
import { isHeard } from './heard-findings.js';
import { judgePull, type PullReading } from './judge-pull.js';
import { readVerdict, writeVerdict } from './kept-verdict.js';
import { findListSeries } from './list-series-of-pull.js';

/** Brings what is said of a pull request up to date with what GitHub says of it now. */
export async function checkPull(
  repository: Repository,
  { subject: numberText, isForced = false }: JobOrder,
  tools: GitHubTools,
): Promise<void> {
  const { db } = tools;
  const number = Number(numberText);
  const subject = `pull ${number}`;
  const client = await tools.clientOf(repository);
  const reading = await readPullOnce(client, repository, number);
  if (reading === undefined) return noteIsOpen(db, repository.id, subject, false);
  const before = await findVerdict(db, repository.id, subject);
  const chosen = await tools.settings.of(repository);
  const dismissals = await listDismissals(db, repository.id);
  const request = { repository, chosen, isForced, tools };
  const judgement = await judgePull(reading, before && readVerdict(before.verdict), dismissals, request);
  const list = await findListSeries(reading, judgement.series, tools);
  const plans = planPull({
    repository,
    pull: reading.pull,
    files: reading.files,
    verdict: {
      ...judgement,
      findings: judgement.findings.filter(({ finding }) => isHeard(finding, chosen.settings)),
      thread: list?.thread,
    },
    remarks: chosen.settings.mirrorsRemarks ? (list?.remarks ?? []) : [],
    known: await listDeliveryKeys(db, repository.id, number),
    chosen,
  });
  // First what is said, then that it was said: a crash in between says it once more, under the same keys.
  await planDeliveries(db, plans, tools.now());
  const { headSha } = reading.pull;
  const verdict = writeVerdict(judgement.kept);
  await keepVerdict(db, repository.id, { subject, isOpen: true, headSha, verdict });
}

/** Undefined for a pull request that is closed, or not there. */
async function readPullOnce(
  client: GitHubClient,
  repository: Repository,
  number: number,
): Promise<PullReading | undefined> {
  const pull = await readPull(client, repository, number);
  if (!pull?.isOpen) return undefined;
  const { commits, notRead: commitsLeft } = await readPullCommits(client, repository, pull);
  const { files, notRead: filesLeft } = await readPullFiles(client, repository, pull);
  return { pull, commits, files, notRead: [commitsLeft, filesLeft].flatMap(reason => reason ?? []) };
}
