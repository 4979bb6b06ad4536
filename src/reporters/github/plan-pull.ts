import type { Delivery, DeliveryContent, DeliveryPlan } from '../../domain/delivery.js';
import type { FileDiff } from '../../domain/diff.js';
import type { Mailbox } from '../../domain/message.js';
import type { MirrorSettings } from '../../domain/mirror-settings.js';
import type { PullRequest } from '../../domain/pull-request.js';
import type { Remark } from '../../domain/remark.js';
import type { Repository } from '../../domain/repository.js';
import type { RuleDoc } from '../../domain/rule.js';
import type { HeadPlace, ShownFinding, Verdict } from '../../domain/verdict.js';
import { renderCheck } from '../../render/github/check.js';
import { conclusionOf } from '../../render/github/conclusion.js';
import { deliveryKeys } from './delivery-keys.js';
import { planReview } from './plan-review.js';

/** What a person said on a list about a line that the pull request has too. */
export interface ListRemark {
  readonly remark: Remark;
  /** 0-based, among the remarks of its thread. */
  readonly index: number;
  readonly place: HeadPlace;
  readonly speaker: Mailbox;
  /** Milliseconds since the epoch; undefined where its mail has no date. */
  readonly saidAt: number | undefined;
  /** Of the mail in a web archive. */
  readonly url: string;
}

export interface PullReport {
  readonly repository: Repository;
  readonly pull: PullRequest;
  /** GitHub's own diff of the pull request. */
  readonly diff: readonly FileDiff[];
  readonly verdict: Verdict;
  readonly remarks: readonly ListRemark[];
  /** The fingerprints of findings whose standing is another one than was told before. */
  readonly changed: ReadonlySet<string>;
  /** What was planned for this pull request before, by key. */
  readonly known: ReadonlyMap<string, Delivery>;
  /** Findings that were told in the body of a review, and the head of that. */
  readonly told: ReadonlyMap<string, string>;
  readonly rules: readonly RuleDoc[];
  readonly settings: Pick<MirrorSettings, 'failsOnError'>;
  /** Why nothing is posted in a place; undefined where it is. */
  readonly withheld: { readonly check: string | undefined; readonly review: string | undefined };
}

/** By which its deliveries are found again. */
export function subjectOfPull(number: number): string {
  return `pull request ${number}`;
}

/** Plans all that is to stand on a pull request: a check on its head, and one review of what was not said before; what was said is edited. */
export function planPull(report: PullReport): {
  readonly plans: readonly DeliveryPlan[];
  readonly said: readonly ShownFinding[];
} {
  const review = planReview(report);
  return { plans: [...planLeftBehind(report), planCheck(report), ...review.plans], said: review.said };
}

function planCheck({ repository, pull, verdict, rules, settings, withheld }: PullReport): DeliveryPlan {
  const base = { branch: pull.baseBranch, sha: verdict.series.baseCommit ?? pull.baseSha };
  return {
    key: deliveryKeys.check(repository.id, pull.headSha),
    repositoryId: repository.id,
    subject: subjectOfPull(pull.number),
    content: {
      kind: 'check-run',
      name: 'faultline',
      headSha: pull.headSha,
      conclusion: conclusionOf(verdict, settings),
      ...renderCheck(verdict, { rules, base }),
    },
    withheld: withheld.check,
  };
}

/** What waits to be posted on a pull request that is closed is not wanted any more. `known`: all that was planned for it. */
export function planClosed(known: readonly Delivery[]): readonly DeliveryPlan[] {
  return known.filter(isWaiting).map(delivery => ({ ...planOf(delivery), withheld: 'the pull request is closed' }));
}

/** What waits to be posted about an older head is not wanted any more. */
function planLeftBehind({ known, pull }: PullReport): readonly DeliveryPlan[] {
  return [...known.values()]
    .filter(delivery => {
      const head = headOf(delivery.content);
      return isWaiting(delivery) && head !== undefined && head !== pull.headSha;
    })
    .map(delivery => ({ ...planOf(delivery), withheld: 'the pull request has moved on' }));
}

function isWaiting({ state, receipt }: Delivery): boolean {
  return state === 'planned' && receipt === undefined;
}

function headOf(content: DeliveryContent): string | undefined {
  return content.kind === 'check-run' || content.kind === 'review' ? content.headSha : undefined;
}

/** The plan that a delivery was made of. */
export function planOf({ key, repositoryId, subject, parent, content, withheld }: Delivery): DeliveryPlan {
  return { key, repositoryId, subject, parent, content, withheld };
}
