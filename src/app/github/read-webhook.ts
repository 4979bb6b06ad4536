import * as v from 'valibot';
import type { JobOrder } from '../../domain/job.js';
import { limits } from '../../domain/limits.js';
import type { Repository } from '../../domain/repository.js';
import type { InstallationNews, Webhook } from '../../domain/webhook.js';
import { findCommandLine } from './find-command-line.js';
import {
  actionPayload,
  type Checked,
  changedRepositoryPayload,
  checkRunPayload,
  checkSuitePayload,
  installationPayload,
  issueCommentPayload,
  pullCommentPayload,
  pullPayload,
  pushPayload,
  type RepositoryPayload,
  removedRepositoriesPayload,
  repositoryPayload,
} from './webhook-payloads.js';

/** A webhook, and why nothing could be made of it, for the log; undefined where that is no surprise. */
export interface ReadWebhook {
  readonly webhook: Webhook;
  readonly strangeness: string | undefined;
}

/** What a webhook makes us look at, besides the repository that it is about. */
type Tidings = Partial<Pick<Webhook, 'installation' | 'lostRepositoryIds' | 'jobs'>>;
type Reader = (payload: unknown, action: string, about: RepositoryPayload) => Tidings | undefined;

/** By the events that app.yml has to ask for. */
const readers: Readonly<Record<string, Reader>> = {
  check_run: (payload, action, about) =>
    action === 'rerequested' ? readChecked(v.parse(checkRunPayload, payload).check_run, about) : undefined,
  check_suite: (payload, action, about) =>
    action === 'rerequested' ? readChecked(v.parse(checkSuitePayload, payload).check_suite, about) : undefined,
  issue_comment: (payload, action, about) => {
    if (action !== 'created') return undefined;
    const { issue, ...said } = v.parse(issueCommentPayload, payload);
    return readCommand('issue', issue.number, said, about);
  },
  pull_request: readPull,
  pull_request_review_comment: (payload, action, about) => {
    if (action !== 'created') return undefined;
    const { pull_request, ...said } = v.parse(pullCommentPayload, payload);
    return readCommand('pull', pull_request.number, said, about);
  },
  push: readPush,
  repository: readChange,
};

/** The events that app.yml has to ask for, and no others. */
export const handledEvents: readonly string[] = Object.keys(readers);

/** These come to every App, and cannot be asked for. Of the last three nothing follows. */
export const unaskedEvents: readonly string[] = [
  'installation',
  'installation_repositories',
  'installation_target',
  'github_app_authorization',
  'meta',
  'ping',
];

/**
 * Reads a webhook. `id`: X-GitHub-Delivery; `event`: X-GitHub-Event. An unknown event, or a payload that is not as GitHub describes it, is a
 * webhook that orders nothing.
 */
export function readWebhook(id: string, event: string, payload: unknown): ReadWebhook {
  const read = v.safeParse(actionPayload, payload);
  const action = read.success ? (read.output.action ?? '') : '';
  const webhook = { id, name: action === '' ? event : `${event}.${action}`, lostRepositoryIds: [], jobs: [] };
  try {
    if (!read.success) throw new v.ValiError(read.issues);
    const tidings = readTidings(event, action, payload);
    if (tidings === undefined) return { webhook, strangeness: `${event} is no event that is handled` };
    return { webhook: { ...webhook, ...tidings }, strangeness: undefined };
  } catch (error) {
    if (!(error instanceof v.ValiError)) throw error;
    return { webhook, strangeness: describeIssue(error.issues[0]) };
  }
}

/** Undefined of an unknown event; throws a ValiError where the payload lacks what it needs. */
function readTidings(event: string, action: string, payload: unknown): Partial<Webhook> | undefined {
  if (unaskedEvents.includes(event))
    return event.startsWith('installation') ? readInstallation(event, action, payload) : {};
  const reader = Object.hasOwn(readers, event) ? readers[event] : undefined;
  if (reader === undefined) return undefined;
  const about = v.parse(repositoryPayload, payload);
  const tidings = reader(payload, action, about) ?? {};
  return tidings.lostRepositoryIds === undefined ? { ...tidings, repository: repositoryOf(about) } : tidings;
}

function readInstallation(event: string, action: string, payload: unknown): Tidings {
  const { id } = v.parse(installationPayload, payload).installation;
  // The webhooks of an installation come in any order as all others do: how it is now, the job finds out.
  const jobs: readonly JobOrder[] = [{ kind: 'installation', subject: String(id) }];
  if (event === 'installation_target') return { jobs };
  if (event === 'installation_repositories') {
    const lost = action === 'removed' ? v.parse(removedRepositoriesPayload, payload).repositories_removed : [];
    return { jobs, lostRepositoryIds: lost.map(repository => repository.id) };
  }
  const state = installationStates[action];
  return state === undefined ? {} : { jobs, installation: { id, state } };
}

const installationStates: Readonly<Record<string, InstallationNews['state'] | undefined>> = {
  created: 'there',
  unsuspend: 'there',
  new_permissions_accepted: 'there',
  suspend: 'suspended',
  deleted: 'gone',
};

const pullActions = ['opened', 'synchronize', 'reopened', 'ready_for_review', 'closed'];

function readPull(payload: unknown, action: string, about: RepositoryPayload): Tidings | undefined {
  const { pull_request, changes } = v.parse(pullPayload, payload);
  const isOfUse = pullActions.includes(action) || (action === 'edited' && changes?.base !== undefined);
  return isOfUse ? { jobs: [pullJob(about, pull_request.number)] } : undefined;
}

/** GitHub lists no more commits of a push than these (https://docs.github.com/webhooks/webhook-events-and-payloads#push). */
const commitsListedMax = 2_048;

function readPush(payload: unknown, _action: string, about: RepositoryPayload): Tidings | undefined {
  const { ref, forced, commits } = v.parse(pushPayload, payload);
  const { repository } = about;
  if (!ref.startsWith('refs/heads/')) return undefined;
  const jobs: JobOrder[] = [{ kind: 'push', repositoryId: repository.id, subject: ref }];
  if (ref !== `refs/heads/${repository.default_branch}`) return { jobs };
  // Of what a forced push took away, and of what is not listed, nothing is known.
  const isUnknown = forced || commits.length >= commitsListedMax;
  const isSettings = (path: string): boolean => /^(?:\.github\/)?faultline\.yml$/.test(path);
  if (isUnknown || commits.some(each => [each.added, each.modified, each.removed].some(list => list.some(isSettings))))
    jobs.push(
      repository.name === '.github'
        ? // It holds the settings of all repositories of its owner.
          { kind: 'installation', subject: String(about.installation.id) }
        : { kind: 'repository', repositoryId: repository.id, subject: '' },
    );
  return { jobs };
}

/** A comment is looked into where one of its lines calls Faultline. Bots, and we ourselves among them, are not listened to. */
function readCommand(
  on: 'issue' | 'pull',
  number: number,
  { comment, sender }: Omit<v.InferOutput<typeof issueCommentPayload>, 'issue'>,
  { repository }: RepositoryPayload,
): Tidings | undefined {
  const isPerson = sender.type === 'User' && (comment.performed_via_github_app ?? undefined) === undefined;
  if (!isPerson || findCommandLine(comment.body) === undefined) return undefined;
  return { jobs: [{ kind: 'command', repositoryId: repository.id, subject: `${on} ${number} ${comment.id}` }] };
}

/** Somebody asks for a check once more: of the pull requests that have the commit as their head, else of the commit itself. */
function readChecked({ head_sha, pull_requests }: Checked, about: RepositoryPayload): Tidings {
  const numbers = pull_requests.filter(pull => pull.base.repo.id === about.repository.id).map(pull => pull.number);
  const jobs = numbers.slice(0, limits.jobsOfWebhookMax).map(number => ({ ...pullJob(about, number), isForced: true }));
  const ofCommit: JobOrder = { kind: 'push', repositoryId: about.repository.id, subject: head_sha, isForced: true };
  return { jobs: jobs.length > 0 ? jobs : [ofCommit] };
}

function readChange(payload: unknown, action: string, { repository }: RepositoryPayload): Tidings | undefined {
  if (action === 'deleted') return { lostRepositoryIds: [repository.id] };
  const { changes } = v.parse(changedRepositoryPayload, payload);
  const isOfUse =
    ['renamed', 'transferred', 'archived', 'unarchived'].includes(action) ||
    (action === 'edited' && changes?.default_branch !== undefined);
  return isOfUse ? { jobs: [{ kind: 'repository', repositoryId: repository.id, subject: '' }] } : undefined;
}

function pullJob({ repository }: RepositoryPayload, number: number): JobOrder {
  return { kind: 'pull', repositoryId: repository.id, subject: String(number) };
}

function repositoryOf({ installation, repository }: RepositoryPayload): Repository {
  return {
    id: repository.id,
    installationId: installation.id,
    owner: repository.owner.login,
    name: repository.name,
    defaultBranch: repository.default_branch,
    isArchived: repository.archived,
  };
}

/** Which field is not as it should be: never what it holds. */
function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? 'the payload';
  return `${path} is not as GitHub describes it (${issue.type})`;
}
