import type { JobOrder } from '../../domain/job.js';
import type { MirrorSettings } from '../../domain/mirror-settings.js';
import type { Repository } from '../../domain/repository.js';
import { ApiMirror } from '../../reporters/github/api-mirror.js';
import { readBranchHead } from '../../reporters/github/read-repository.js';
import { orderJobs } from '../../store/github/jobs.js';
import { keepRef } from '../../store/github/repositories.js';
import { listOpenPulls } from '../../store/github/verdicts.js';
import { judgeStages } from '../ingest/judge-stages.js';
import { lookForCommits } from '../ingest/look-for-commits.js';
import type { GitHubTools } from './github-tools.js';

const branchPrefix = 'refs/heads/';

/**
 * Looks at what was pushed, or at a commit that somebody wants to be checked once more. `subject`: a ref, or the id of a commit.
 */
export async function followPush(repository: Repository, { subject }: JobOrder, tools: GitHubTools): Promise<void> {
  if (/^[0-9a-f]{40}$/.test(subject)) await checkAgain(repository, subject, tools);
  else await followBranch(repository, subject, tools);
}

/** Whether patches may land on a branch: it is the default one, or one on which series lie. */
export function isFollowed(ref: string, repository: Repository, settings: Pick<MirrorSettings, 'bases'>): boolean {
  return followedBranches(repository, settings).some(branch => ref === refOf(branch));
}

/** The branches on which the patches of the lists land. */
export function followedBranches(
  { defaultBranch }: Repository,
  { bases }: Pick<MirrorSettings, 'bases'>,
): readonly string[] {
  return [...new Set([defaultBranch, ...bases.values()])];
}

/** `refs/heads/master`. */
export function refOf(branch: string): string {
  return `${branchPrefix}${branch}`;
}

/** Of pull requests from forks GitHub does not say which ones a check is of. Where it is of none, it may be about the configuration. */
async function checkAgain({ id: repositoryId }: Repository, sha: string, { db, now }: GitHubTools): Promise<void> {
  const pulls = await listOpenPulls(db, repositoryId);
  const orders = pulls
    .filter(({ headSha }) => headSha === sha)
    .map(
      ({ subject }): JobOrder => ({
        kind: 'pull',
        repositoryId,
        subject: subject.slice('pull '.length),
        isForced: true,
      }),
    );
  await orderJobs(db, orders.length > 0 ? orders : [{ kind: 'repository', repositoryId, subject: '' }], now());
}

/**
 * Looks through what a branch has got since it was looked at last: which patches of the lists have landed. What that makes of their series
 * becomes news, and the issues follow it.
 */
async function followBranch(repository: Repository, ref: string, tools: GitHubTools): Promise<void> {
  const { settings } = await tools.settings.of(repository);
  if (!isFollowed(ref, repository, settings)) return;
  const branch = ref.slice(branchPrefix.length);
  const client = await tools.clientOf(repository);
  const head = await readBranchHead(client, repository, branch);
  if (head === undefined) return keepRef(tools.db, repository.id, ref, undefined);
  const mirror = new ApiMirror(client, repository);
  const landing = { mirror, name: `github ${repository.id} ${ref}`, revision: head };
  const notRead = await tools.judge.inTurn(async () => {
    const left = await lookForCommits(tools.db, landing);
    await judgeStages(tools.db, tools.judge, mirror);
    return left;
  });
  if (notRead !== undefined) tools.log.warn({ repository: repository.id, ref, notRead }, 'not all of a push was read');
  await keepRef(tools.db, repository.id, ref, head);
}
