import { createHash } from 'node:crypto';
import type { Annotation, DeliveryContent } from '../../domain/delivery.js';
import { limits } from '../../domain/limits.js';
import type { Repository } from '../../domain/repository.js';
import type { GitHubClient } from './github-client.js';
import { fieldsOf, listItems, pathOf, receiptOf, receiptOfAnswer } from './send-answers.js';
import { type AppIdentity, markerIdOf } from './send-marker.js';
import type { Outgoing, Posted, Sent } from './send-outgoing.js';

type CheckRun = Extract<DeliveryContent, { readonly kind: 'check-run' }>;

/*
 * GitHub takes 50 annotations a request, adds those of each further request to the run, and never takes one back. So
 * - a run is known by its key and by all annotations that it is to have (`external_id`): where these change, a new run is
 *   created, which takes the place of the older one on the commit, as GitHub shows the newest run of a name;
 * - each request adds the next 50 behind those that GitHub has. How many that are is noted with the receipt; after doubt GitHub is asked.
 * One call does one write, so that after any refusal it is clear what stands.
 */

/** Creates the run, or brings the one that is there one step further. */
export async function sendCheckRun(
  client: GitHubClient,
  repository: Repository,
  run: CheckRun,
  outgoing: Outgoing,
  identity: AppIdentity,
): Promise<Sent> {
  const { delivery, isInDoubt } = outgoing;
  const known = await findKnown(client, repository, run, outgoing, identity);
  if (known === undefined) return create(client, repository, run, delivery.key);
  const before = (isInDoubt ? undefined : delivery.receipt?.annotationCount) ?? known.annotationCount;
  const next = run.annotations.slice(before, before + limits.annotationsTogether);
  const { annotations: _, ...output } = outputOf(run, []);
  const answer = await client.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
    ...pathOf(repository),
    check_run_id: known.id,
    status: 'completed',
    conclusion: run.conclusion,
    output: next.length === 0 ? output : outputOf(run, next),
  });
  return sentOf(run, receiptOfAnswer(answer), before + next.length);
}

/** The run that stands under this key, in doubt whether one does. */
export async function findCheckRun(
  client: GitHubClient,
  repository: Repository,
  run: CheckRun,
  key: string,
  identity: AppIdentity,
): Promise<Posted | undefined> {
  const found = await findNewest(client, repository, run, key, identity);
  if (found === undefined) return undefined;
  const { id, url, annotationCount, externalId } = found;
  const isWhole = externalId === externalIdOf(key, run) && annotationCount >= run.annotations.length;
  return { receipt: { id, url, annotationCount }, isWhole };
}

interface KnownRun {
  readonly id: number;
  readonly url: string;
  readonly externalId: unknown;
  readonly annotationCount: number;
}

/** The run that may be changed to what is wanted: that of the receipt, or one that was created after it, in doubt. */
async function findKnown(
  client: GitHubClient,
  repository: Repository,
  run: CheckRun,
  { delivery: { key, receipt }, isInDoubt }: Outgoing,
  identity: AppIdentity,
): Promise<KnownRun | undefined> {
  if (receipt === undefined) return undefined;
  const { data } = await client.request('GET /repos/{owner}/{repo}/check-runs/{check_run_id}', {
    ...pathOf(repository),
    check_run_id: receipt.id,
  });
  const known = isInDoubt ? await findNewest(client, repository, run, key, identity) : knownOf(data);
  return known?.externalId === externalIdOf(key, run) ? known : undefined;
}

/** An older run of another content may stand beside: only the newest one is shown. */
async function findNewest(
  client: GitHubClient,
  repository: Repository,
  run: CheckRun,
  key: string,
  { appId }: AppIdentity,
): Promise<KnownRun | undefined> {
  const asked = { ...pathOf(repository), ref: run.headSha, check_name: run.name, app_id: appId, filter: 'all' };
  const route = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
  let newest: KnownRun | undefined;
  for await (const item of listItems(client, route, asked, data => fieldsOf(data).check_runs)) {
    const known = knownOf(item);
    const isOurs = fieldsOf(fieldsOf(item).app).id === appId && String(known.externalId).startsWith(prefixOf(key));
    if (isOurs && known.id > (newest?.id ?? 0)) newest = known;
  }
  return newest;
}

function knownOf(run: unknown): KnownRun {
  const { annotations_count: count } = fieldsOf(fieldsOf(run).output);
  const annotationCount = typeof count === 'number' ? count : 0;
  return { ...receiptOf(run), externalId: fieldsOf(run).external_id, annotationCount };
}

async function create(client: GitHubClient, repository: Repository, run: CheckRun, key: string): Promise<Sent> {
  const first = run.annotations.slice(0, limits.annotationsTogether);
  const answer = await client.request('POST /repos/{owner}/{repo}/check-runs', {
    ...pathOf(repository),
    name: run.name,
    head_sha: run.headSha,
    external_id: externalIdOf(key, run),
    status: 'completed',
    conclusion: run.conclusion,
    output: outputOf(run, first),
  });
  return sentOf(run, receiptOfAnswer(answer), first.length);
}

function sentOf({ annotations }: CheckRun, receipt: Posted['receipt'], annotationCount: number): Sent {
  return { receipt: { ...receipt, annotationCount }, isWhole: annotationCount >= annotations.length, childKeys: [] };
}

function outputOf({ title, summary, text }: CheckRun, annotations: readonly Annotation[]) {
  return {
    title,
    summary,
    text,
    annotations: annotations.map(each => ({
      path: each.path,
      start_line: each.line,
      end_line: each.line,
      annotation_level: each.level,
      title: each.title,
      message: each.message,
    })),
  };
}

function externalIdOf(key: string, { annotations }: CheckRun): string {
  const digest = createHash('sha256').update(JSON.stringify(annotations)).digest('hex').slice(0, 16);
  return `${prefixOf(key)}${digest}`;
}

function prefixOf(key: string): string {
  return `faultline:${markerIdOf(key)}:`;
}
