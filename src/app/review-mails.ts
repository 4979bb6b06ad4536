import { groupBy } from '../domain/group-by.js';
import type { Review, ReviewRun } from '../domain/review.js';
import type { RenderContext } from '../render/context.js';
import { problemsOf } from '../render/problems.js';
import { reviewSeries } from '../review/review-series.js';
import { rules } from '../rules/registry.js';
import { openMirror } from '../tree/git-mirror.js';
import type { Tree } from '../tree/tree.js';
import { type Assembled, assemble } from './pipeline.js';
import type { ReportProgress } from './progress.js';
import type { MailRequest } from './read-mails.js';
import { checkRuleIds } from './rule-catalogue.js';

export interface ReviewRequest extends MailRequest {
  /** A git repository with the code before the patches. */
  readonly mirror?: string | undefined;
  /** The revision of the mirror that is asked for files the `index` line does not find. */
  readonly base?: string | undefined;
  /** Only these rules; undefined: all. */
  readonly ruleIds?: readonly string[] | undefined;
}

/** A run and what its words need. */
export interface ReviewedMails {
  readonly run: ReviewRun;
  readonly context: RenderContext;
}

/**
 * Reviews every series of the mails. Throws an OperationalError for an unknown rule, a mirror that is no repository, or where
 * nothing can be read.
 */
export async function reviewMails(request: ReviewRequest, report: ReportProgress): Promise<ReviewedMails> {
  checkRuleIds(request.ruleIds ?? []);
  const tree = request.mirror === undefined ? undefined : await openMirror(request.mirror);
  try {
    const mails = await assemble(request, report);
    const reviews = await reviewAll(mails, request, tree, report);
    return { run: makeRun(mails, reviews), context: makeContext(mails) };
  } finally {
    await tree?.close();
  }
}

async function reviewAll(
  mails: Assembled,
  { base, ruleIds }: ReviewRequest,
  tree: Tree | undefined,
  report: ReportProgress,
): Promise<readonly Review[]> {
  const remarks = groupBy(
    mails.threads.flatMap(thread => thread.remarks),
    remark => remark.patchMessageId,
  );
  const all = mails.threads.flatMap(thread => thread.series);
  const reviews: Review[] = [];
  for (const series of all) {
    const onPatches = series.patches.flatMap(patch => remarks.get(patch.messageId) ?? []);
    reviews.push(await reviewSeries(series, { tree, base, ruleIds, remarks: onPatches }));
    report('reviewing series', reviews.length, all.length);
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
