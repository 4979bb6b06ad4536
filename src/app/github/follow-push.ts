import type { JobOrder } from '../../domain/job.js';
import type { Repository } from '../../domain/repository.js';
import { ApiMirror } from '../../reporters/github/api-mirror.js';
import { readBranchHead } from '../../reporters/github/read-repository.js';
import { keepRef } from '../../store/github/repositories.js';
import { judgeStages } from '../ingest/judge-stages.js';
import { lookForCommits } from '../ingest/look-for-commits.js';
import type { GitHubTools } from './github-tools.js';

const branchPrefix = 'refs/heads/';

/**
 * Looks through what a branch has got since it was looked at last: which patches of the lists have landed. What that makes of their series
 * becomes news, and the issues follow it.
 */
export async function followPush(
  repository: Repository,
  { subject: ref }: JobOrder,
  tools: GitHubTools,
): Promise<void> {
  const { settings } = await tools.settings.of(repository);
  const branch = ref.startsWith(branchPrefix) ? ref.slice(branchPrefix.length) : undefined;
  const watched = new Set([...settings.bases.values(), repository.defaultBranch]);
  if (branch === undefined || !watched.has(branch)) return;
  const client = await tools.clientOf(repository);
  const head = await readBranchHead(client, repository, branch);
  if (head === undefined) return keepRef(tools.db, repository.id, ref, undefined);
  const mirror = new ApiMirror(client, repository);
  await lookForCommits(tools.db, { mirror, name: `github ${repository.id} ${ref}`, revision: head });
  await judgeStages(tools.db, tools.judge, mirror);
  await keepRef(tools.db, repository.id, ref, head);
}
