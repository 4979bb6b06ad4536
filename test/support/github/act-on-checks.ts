import { type Hub, Refusal } from './hub.js';
import { nodeIdOf, pullsOf, repositoryUrl, viewApp, viewCheckRun } from './view-repository.js';
import type { Annotation, CheckRun, Repo, User } from './world.js';

export interface CheckOutput {
  readonly title?: string;
  readonly summary?: string;
  readonly text?: string;
  readonly annotations?: readonly Annotation[];
}

export interface CheckChange {
  readonly name?: string;
  readonly external_id?: string;
  readonly details_url?: string;
  readonly status?: string;
  readonly conclusion?: string;
  readonly started_at?: string;
  readonly completed_at?: string;
  readonly output?: CheckOutput;
}

/** GitHub counts bytes here, whatever its words say. */
const checkTextBytesMax = 65_535;
const annotationsMax = 50;

export async function addCheckRun(
  hub: Hub,
  repository: Repo,
  user: User,
  headSha: string,
  change: CheckChange,
): Promise<CheckRun> {
  if ((await repository.git.objects.read(headSha))?.type !== 'commit') {
    throw new Refusal(422, `No commit found for SHA: ${headSha}`);
  }
  checkOutput(change.output);
  const run: CheckRun = {
    id: hub.world.nextId('check-run'),
    suiteId: suiteIdOf(hub, repository, headSha),
    name: '',
    headSha,
    externalId: '',
    detailsUrl: undefined,
    status: 'queued',
    conclusion: undefined,
    startedAt: hub.world.timestamp(),
    completedAt: undefined,
    title: undefined,
    summary: undefined,
    text: undefined,
    annotations: [],
  };
  apply(hub, run, change);
  repository.checkRuns.push(run);
  tellRun(hub, repository, user, 'created', run);
  if (run.status === 'completed') tellRun(hub, repository, user, 'completed', run);
  return run;
}

/** Annotations are added to those that are there; all else takes the place of what was. */
export function changeCheckRun(hub: Hub, repository: Repo, user: User, run: CheckRun, change: CheckChange): void {
  checkOutput(change.output);
  const wasCompleted = run.status === 'completed';
  apply(hub, run, change);
  if (run.status === 'completed' && !wasCompleted) tellRun(hub, repository, user, 'completed', run);
}

export function tellRun(hub: Hub, repository: Repo, user: User, action: string, run: CheckRun): void {
  hub.tell(repository, user, 'check_run', action, { check_run: viewSuiteOfRun(hub, repository, run) });
}

/** requested: GitHub asks for checks of a commit that was pushed. rerequested: a person asks for all of them once more. */
export async function tellSuite(
  hub: Hub,
  repository: Repo,
  user: User,
  action: 'requested' | 'rerequested',
  headSha: string,
  headBranch: string,
): Promise<void> {
  const { tree, message, author, committer } = await repository.git.readCommit(headSha);
  const id = suiteIdOf(hub, repository, headSha);
  const url = `${repositoryUrl(hub.world, repository)}/check-suites/${id}`;
  const now = hub.world.timestamp();
  const check_suite = {
    id,
    node_id: nodeIdOf('check-suite', id),
    head_branch: headBranch,
    head_sha: headSha,
    status: action === 'requested' ? 'queued' : 'completed',
    conclusion: action === 'requested' ? null : 'neutral',
    url,
    before: null,
    after: headSha,
    pull_requests: pullsOf(hub.world, repository, headSha),
    app: viewApp(hub.world, hub.world.app),
    created_at: now,
    updated_at: now,
    rerequestable: true,
    latest_check_runs_count: 1,
    check_runs_url: `${url}/check-runs`,
    head_commit: { id: headSha, tree_id: tree, message, timestamp: committer.date, author, committer },
  };
  hub.tell(repository, user, 'check_suite', action, { check_suite });
}

/** The newest runs of each name, one per name and commit. */
export function latestRuns(runs: readonly CheckRun[]): readonly CheckRun[] {
  return [...new Map(runs.map(run => [`${run.headSha} ${run.name}`, run])).values()];
}

function apply(hub: Hub, run: CheckRun, change: CheckChange): void {
  run.name = change.name ?? run.name;
  run.externalId = change.external_id ?? run.externalId;
  run.detailsUrl = change.details_url ?? run.detailsUrl;
  run.status = change.conclusion === undefined ? (change.status ?? run.status) : 'completed';
  run.conclusion = run.status === 'completed' ? (change.conclusion ?? run.conclusion) : undefined;
  run.startedAt = change.started_at ?? run.startedAt;
  run.completedAt = run.status === 'completed' ? (change.completed_at ?? hub.world.timestamp()) : undefined;
  run.title = change.output?.title ?? run.title;
  run.summary = change.output?.summary ?? run.summary;
  run.text = change.output?.text ?? run.text;
  run.annotations.push(...(change.output?.annotations ?? []));
}

function checkOutput(output: CheckOutput = {}): void {
  for (const name of ['summary', 'text'] as const) {
    const bytes = Buffer.byteLength(output[name] ?? '');
    if (bytes > checkTextBytesMax) refuse(`Only ${checkTextBytesMax} characters are allowed; ${bytes} were supplied.`);
  }
  const annotations = output.annotations ?? [];
  if (annotations.length > annotationsMax) {
    refuse(`No more than ${annotationsMax} items are allowed; ${annotations.length} were supplied.`);
  }
  for (const { title = '', message, start_line, end_line, start_column } of annotations) {
    if (Buffer.byteLength(message) > 65_536) refuse('Only 64 KB are allowed in the message of an annotation.');
    if ([...title].length > 255) refuse(`Only 255 characters are allowed; ${title.length} were supplied.`);
    if (end_line < start_line) refuse('end_line must not be before start_line');
    if (start_column !== undefined && start_line !== end_line) refuse('columns need one line');
  }
}

function refuse(words: string): never {
  throw new Refusal(422, `Invalid request.\n\n${words}`);
}

/** All runs of an App on a commit are one suite. */
function suiteIdOf(hub: Hub, repository: Repo, headSha: string): number {
  const id = repository.checkSuiteIds.get(headSha) ?? hub.world.nextId('check-suite');
  repository.checkSuiteIds.set(headSha, id);
  return id;
}

function viewSuiteOfRun(hub: Hub, repository: Repo, run: CheckRun) {
  const url = `${repositoryUrl(hub.world, repository)}/check-suites/${run.suiteId}`;
  const check_suite = {
    id: run.suiteId,
    node_id: nodeIdOf('check-suite', run.suiteId),
    head_branch: null,
    head_sha: run.headSha,
    status: run.status,
    conclusion: run.conclusion ?? null,
    url,
    before: null,
    after: run.headSha,
    pull_requests: pullsOf(hub.world, repository, run.headSha),
    app: viewApp(hub.world, hub.world.app),
  };
  return { ...viewCheckRun(hub.world, repository, run), check_suite };
}
