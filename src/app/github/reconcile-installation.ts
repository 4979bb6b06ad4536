import type { JobOrder } from '../../domain/job.js';
import { readInstallationState } from '../../reporters/github/read-installations.js';
import { listInstallationRepositories } from '../../reporters/github/read-repository.js';
import { orderJobs } from '../../store/github/jobs.js';
import {
  keepRepositories,
  listRepositories,
  loseRepositories,
  noteInstallation,
} from '../../store/github/repositories.js';
import type { GitHubTools } from './github-tools.js';

/** Compares the repositories of an installation with those that are known, and orders a look at each. */
export async function reconcileInstallation({ subject, isForced }: JobOrder, tools: GitHubTools): Promise<void> {
  const installationId = Number(subject);
  // Tokens that were handed out before tell nothing of why they are refused.
  const state = await readInstallationState(await tools.clientOfApp(), installationId);
  if (state !== 'there') return noteInstallation(tools.db, { id: installationId, state });
  const client = await tools.clientOfInstallation(installationId);
  const { repositories, notRead } = await listInstallationRepositories(client, installationId);
  const now = tools.now();
  await keepRepositories(tools.db, repositories, now);
  const known = await listRepositories(tools.db, { installationId });
  const there = new Set(repositories.map(({ id }) => id));
  // A list that was cut says nothing of those that are not on it.
  if (notRead === undefined)
    await loseRepositories(
      tools.db,
      known.filter(({ id }) => !there.has(id)).map(({ id }) => id),
    );
  const jobs = repositories.map(
    ({ id }): JobOrder => ({ kind: 'repository', repositoryId: id, subject: '', isForced }),
  );
  await orderJobs(tools.db, jobs, now);
}
