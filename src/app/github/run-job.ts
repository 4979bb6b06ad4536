import type { Job } from '../../domain/job.js';
import { readRepository } from '../../reporters/github/read-repository.js';
import {
  findRepository,
  forgetSettingsDigests,
  type KnownRepository,
  keepRepositories,
  loseRepositories,
  noteTrouble,
} from '../../store/github/repositories.js';
import { answerCommand } from './answer-command.js';
import { checkPull } from './check-pull.js';
import { followPush } from './follow-push.js';
import type { GitHubTools } from './github-tools.js';
import { reconcileInstallation } from './reconcile-installation.js';
import { reconcileRepository } from './reconcile-repository.js';
import { reportFamily } from './report-family.js';

/** A command in a repository where nothing can be done is looked at again so much later. */
const commandPauseMs = 3_600_000;

/**
 * Does a job. Gives the time (milliseconds since the epoch) at which it is to be done again; undefined where it is done. Throws a GitHubRefusal
 * where GitHub does not do its part.
 */
export async function runJob(job: Job, tools: GitHubTools): Promise<number | undefined> {
  if (job.kind === 'installation') {
    await reconcileInstallation(job, tools);
    return undefined;
  }
  const repository = await findOpenRepository(job, tools);
  // A person waits for an answer, and nothing else brings a command again.
  if (repository === undefined) return job.kind === 'command' ? tools.now() + commandPauseMs : undefined;
  switch (job.kind) {
    case 'repository':
      await reconcileRepository(repository, job, tools);
      return undefined;
    case 'pull':
      await checkPull(repository, job, tools);
      return undefined;
    case 'push':
      await followPush(repository, job, tools);
      return undefined;
    case 'command':
      await answerCommand(repository, job, tools);
      return undefined;
    case 'family':
      return reportFamily(repository, job, tools);
  }
}

/** The repository of a job; undefined where nothing is to be done: it is archived, the App was taken from it, or it is not known at all. */
async function findOpenRepository(job: Job, tools: GitHubTools): Promise<KnownRepository | undefined> {
  const known = job.repositoryId === undefined ? undefined : await findRepository(tools.db, job.repositoryId);
  if (known !== undefined && job.kind === 'repository') return readAnew(known, tools);
  if (known === undefined || (!known.isArchived && known.trouble === undefined)) return known;
  // What is left undone now is made up for when the repository is back: all of it is looked at then.
  await forgetSettingsDigests(tools.db, [known.id]);
  return undefined;
}

/** How a repository is called now, and whether it is still there. Comparing is what finds out that a trouble is over: it is tried. */
async function readAnew(known: KnownRepository, tools: GitHubTools): Promise<KnownRepository | undefined> {
  const client = await tools.clientOfInstallation(known.installationId);
  const told = await readRepository(client, known.id, known.installationId);
  if (told === undefined) {
    await loseRepositories(tools.db, [known.id]);
    return undefined;
  }
  await keepRepositories(tools.db, [told], tools.now());
  await noteTrouble(tools.db, known.id, undefined);
  return told.isArchived ? undefined : findRepository(tools.db, known.id);
}
