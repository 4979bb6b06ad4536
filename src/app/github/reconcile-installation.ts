import type { JobOrder } from '../../domain/job.js';
import { GitHubRefusal } from '../../reporters/github/github-client.js';
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
  const listed = await listUnlessOver(installationId, tools);
  if (listed === undefined) return;
  const { repositories, notRead } = listed;
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

/** Undefined where the installation is suspended or gone, which is noted: a webhook may say so later, or never. */
async function listUnlessOver(
  id: number,
  { db, clientOfInstallation }: GitHubTools,
): Promise<Awaited<ReturnType<typeof listInstallationRepositories>> | undefined> {
  try {
    return await listInstallationRepositories(await clientOfInstallation(id), id);
  } catch (error) {
    if (!(error instanceof GitHubRefusal)) throw error;
    const isSuspended = error.kind === 'forbidden' && /\bsuspended\b/i.test(error.message);
    if (!isSuspended && error.kind !== 'not-found') throw error;
    await noteInstallation(db, { id, state: isSuspended ? 'suspended' : 'gone' });
    return undefined;
  }
}
