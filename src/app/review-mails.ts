import { groupBy } from '../domain/group-by.js';
import { limits } from '../domain/limits.js';
import type { Message } from '../domain/message.js';
import { OperationalError } from '../domain/operational-error.js';
import type { Problem } from '../domain/problem.js';
import type { Review, ReviewRun } from '../domain/review.js';
import type { Series } from '../domain/series.js';
import type { RenderContext } from '../render/context.js';
import { problemsOf } from '../render/problems.js';
import { reviewSeries } from '../review/review-series.js';
import { rules } from '../rules/registry.js';
import { CodeTexts } from '../tree/code-texts.js';
import { type Mirror, openMirror } from '../tree/git-mirror.js';
import type { Tree } from '../tree/tree.js';
import { isAwaited, makeAwaitedReview, quietMinutesDefault } from './awaited-series.js';
import { type Assembled, type AssembleRequest, assembleEach } from './pipeline.js';
import type { ReportProgress } from './progress.js';
import { type ReviewJob, ReviewPool } from './review-pool.js';
import { checkRuleIds } from './rule-catalogue.js';

export interface ReviewRequest extends AssembleRequest {
  /** A git repository with the code before the patches. */
  readonly mirror?: string | undefined;
  /** The revision of the mirror that is asked for files the `index` line does not find. */
  readonly base?: string | undefined;
  /** Only these rules; undefined: all. */
  readonly ruleIds?: readonly string[] | undefined;
  /** Of a store: how long a series with holes is waited for, before it is judged without them; minutes. */
  readonly quietMinutes?: number | undefined;
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
  const threads = Math.min(request.jobs ?? 1, limits.jobsMax);
  const pool = threads > 1 ? new ReviewPool(request, threads) : undefined;
  try {
    if (tree !== undefined) await checkBase(tree, request);
    const gathered = new RunGatherer();
    const texts = new CodeTexts();
    let reviewed = 0;
    await assembleEach(request, report, async part => {
      const all = makeJobs(part);
      const awaited = new Set(all.filter(({ series }) => isOnItsWay(series, part, request)));
      const jobs = all.filter(job => !awaited.has(job));
      const noteReviewed = (): void => {
        reviewed += 1;
        report('reviewing series', reviewed, request.paths.length > 0 ? jobs.length : undefined);
      };
      const reviews = pool
        ? await pool.review(jobs, noteReviewed)
        : await reviewInTurn(jobs, { ...request, tree, texts }, noteReviewed);
      const next = reviews.values();
      gathered.add(
        part,
        all.flatMap(job => (awaited.has(job) ? makeAwaitedReview(job) : (next.next().value ?? []))),
      );
    });
    return gathered.end();
  } finally {
    await pool?.close();
    await tree?.close();
  }
}

/** At paths lies all that there is; a store may be taking in what is missing. */
function isOnItsWay(series: Series, { messages }: Assembled, { paths, quietMinutes }: ReviewRequest): boolean {
  return paths.length === 0 && isAwaited(series, messages, Date.now(), quietMinutes ?? quietMinutesDefault);
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
  {
    tree,
    base,
    ruleIds,
    texts,
  }: Pick<ReviewRequest, 'base' | 'ruleIds'> & {
    readonly tree: Tree | undefined;
    readonly texts: CodeTexts;
  },
  noteReviewed: () => void,
): Promise<readonly Review[]> {
  const reviews: Review[] = [];
  for (const { series, remarks } of jobs) {
    reviews.push(await reviewSeries(series, { tree, base, ruleIds, texts, remarks }));
    noteReviewed();
  }
  return reviews;
}

/** Puts the reviews of all parts together to one run. */
class RunGatherer {
  readonly #reviews: Review[] = [];
  readonly #problems: Problem[] = [];
  /** The mails that words may be needed from: not all of an archive. */
  readonly #messages = new Map<string, Message>();
  #mails = 0;

  add({ messages, problems }: Assembled, reviews: readonly Review[]): void {
    this.#mails += messages.length;
    this.#problems.push(...problems);
    this.#reviews.push(...reviews);
    const spoken = new Set(
      reviews.flatMap(review => [...review.findings, ...review.remarks].map(({ messageId }) => messageId)),
    );
    for (const message of messages) if (spoken.has(message.id)) this.#messages.set(message.id, message);
  }

  end(): ReviewedMails {
    const reviews = this.#reviews;
    const sum = (count: (review: Review) => number): number => reviews.reduce((total, each) => total + count(each), 0);
    return {
      run: {
        reviews,
        problems: this.#problems,
        counts: {
          mails: this.#mails,
          series: reviews.length,
          patches: sum(review => review.series.patches.length),
          findings: sum(review => review.findings.length),
          withheld: sum(review => review.withheld.length),
          notChecked: sum(review => review.notChecked.length),
          problems: this.#problems.length + sum(review => problemsOf(review).length),
        },
      },
      context: { rules, messageOf: id => this.#messages.get(id) },
    };
  }
}
