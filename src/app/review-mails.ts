import { groupBy } from '../domain/group-by.js';
import { limits } from '../domain/limits.js';
import { OperationalError } from '../domain/operational-error.js';
import type { Review, ReviewRun } from '../domain/review.js';
import type { RenderContext } from '../render/context.js';
import { problemsOf } from '../render/problems.js';
import { reviewSeries } from '../review/review-series.js';
import { rules } from '../rules/registry.js';
import { CodeTexts } from '../tree/code-texts.js';
import { type Mirror, openMirror } from '../tree/git-mirror.js';
import type { Tree } from '../tree/tree.js';
import { type Assembled, assemble } from './pipeline.js';
import type { ReportProgress } from './progress.js';
import type { MailRequest } from './read-mails.js';
import { type ReviewJob, reviewInWorkers } from './review-pool.js';
import { checkRuleIds } from './rule-catalogue.js';

export interface ReviewRequest extends MailRequest {
  /** A git repository with the code before the patches. */
  readonly mirror?: string | undefined;
  /** The revision of the mirror that is asked for files the `index` line does not find. */
  readonly base?: string | undefined;
  /** Only these rules; undefined: all. */
  readonly ruleIds?: readonly string[] | undefined;
  /** In how many threads series are reviewed, up to `limits.jobsMax`; 1 where it is not said. The result is the same. */
  readonly jobs?: number | undefined;
}

/** A run and what its words need. */
export interface ReviewedMails {
  readonly run: ReviewRun;
  readonly context: RenderContext;
}

/**
 * Reviews every series of the mails. Throws an OperationalError for an unknown rule, a mirror that is no repository, a base
 * that the mirror lacks or that stands without one, or where nothing can be read.
 */
export async function reviewMails(request: ReviewRequest, report: ReportProgress): Promise<ReviewedMails> {
  checkRuleIds(request.ruleIds ?? []);
  if (request.base !== undefined && request.mirror === undefined) {
    throw new OperationalError(
      'a base without a mirror',
      request.base,
      'name the repository that has this revision with --mirror',
    );
  }
  const tree = request.mirror === undefined ? undefined : await openMirror(request.mirror);
  try {
    if (tree !== undefined) await checkBase(tree, request);
    const mails = await assemble(request, report);
    const jobs = makeJobs(mails);
    const threads = Math.min(request.jobs ?? 1, limits.jobsMax);
    const reviews =
      threads > 1
        ? await reviewInWorkers(jobs, request, threads, report)
        : await reviewInTurn(jobs, request, tree, report);
    return { run: makeRun(mails, reviews), context: makeContext(mails) };
  } finally {
    await tree?.close();
  }
}

async function checkBase(tree: Mirror, { mirror, base }: ReviewRequest): Promise<void> {
  if (base === undefined || (await tree.hasCommit(base))) return;
  throw new OperationalError('no such base', base, `name a commit, a tag or a branch that ${mirror} has`);
}

function makeJobs({ threads }: Assembled): readonly ReviewJob[] {
  const remarks = groupBy(
    threads.flatMap(thread => thread.remarks),
    remark => remark.patchMessageId,
  );
  return threads
    .flatMap(thread => thread.series)
    .map(series => ({ series, remarks: series.patches.flatMap(patch => remarks.get(patch.messageId) ?? []) }));
}

async function reviewInTurn(
  jobs: readonly ReviewJob[],
  { base, ruleIds }: ReviewRequest,
  tree: Tree | undefined,
  report: ReportProgress,
): Promise<readonly Review[]> {
  const texts = new CodeTexts();
  const reviews: Review[] = [];
  for (const { series, remarks } of jobs) {
    reviews.push(await reviewSeries(series, { tree, base, ruleIds, texts, remarks }));
    report('reviewing series', reviews.length, jobs.length);
  }
  return reviews;
}

function makeRun({ messages, problems }: Assembled, reviews: readonly Review[]): ReviewRun {
  const sum = (count: (review: Review) => number): number => reviews.reduce((total, each) => total + count(each), 0);
  return {
    reviews,
    problems,
    counts: {
      mails: messages.length,
      series: reviews.length,
      patches: sum(review => review.series.patches.length),
      findings: sum(review => review.findings.length),
      withheld: sum(review => review.withheld.length),
      notChecked: sum(review => review.notChecked.length),
      problems: problems.length + sum(review => problemsOf(review).length),
    },
  };
}

function makeContext({ messages }: Assembled): RenderContext {
  const byId = new Map(messages.map(message => [message.id, message]));
  return { rules, messageOf: id => byId.get(id) };
}
