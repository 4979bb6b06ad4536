import type { Delivery, DeliveryContent, DeliveryPlan } from '../../domain/delivery.js';
import type { ShownFinding } from '../../domain/verdict.js';
import { renderFindingComment } from '../../render/github/finding-comment.js';
import { renderRemarkComment, renderRemarksReview } from '../../render/github/remark-comment.js';
import { renderReviewBody } from '../../render/github/review-body.js';
import { deliveryKeys } from './delivery-keys.js';
import { type ListRemark, type PullReport, planOf, subjectOfPull } from './plan-pull.js';

type Comment = Extract<DeliveryContent, { readonly kind: 'review-comment' }>;

/** What becomes of the findings: comments that stand are edited, what was never said goes into a review of this head. */
export function planReview(report: PullReport): {
  readonly plans: readonly DeliveryPlan[];
  /** Told in the body of the review. */
  readonly said: readonly ShownFinding[];
} {
  const edits: DeliveryPlan[] = [];
  const comments: DeliveryPlan[] = [];
  const commented: ShownFinding[] = [];
  const inBody: ShownFinding[] = [];
  for (const shown of report.verdict.findings) {
    const key = keyOf(report, shown);
    const known = report.known.get(key);
    if (known !== undefined && isBegun(known)) {
      const isNews = report.changed.has(shown.finding.fingerprint);
      if (shown.standing.kind === 'open' && isOfHead(report, known)) commented.push(shown);
      if (isNews && known.content.kind === 'review-comment') edits.push(planEdit(report, shown, known, known.content));
    } else if (shown.standing.kind !== 'open') {
      if (known?.state === 'planned') edits.push({ ...planOf(known), withheld: 'settled before it was posted' });
    } else {
      const comment = planComment(report, shown);
      if (comment !== undefined) {
        comments.push(comment);
        commented.push(shown);
      } else if (isUnsaid(report, shown)) inBody.push(shown);
    }
  }
  const remarks = report.remarks.flatMap(remark => planRemark(report, remark));
  const isAnyFinding = comments.length + inBody.length > 0;
  if (!isAnyFinding && remarks.length === 0) return { plans: edits, said: [] };
  const standing = report.known.get(reviewKeyOf(report));
  // What comes behind the review of this head is said by itself, but for what only a review can say.
  if (standing !== undefined && isBegun(standing) && inBody.length === 0)
    return { plans: [...edits, ...comments, ...remarks], said: [] };
  const body = isAnyFinding
    ? renderReviewBody(report.verdict, { commented, inBody, rules: report.rules })
    : renderRemarksReview(remarks.length);
  return { plans: [...edits, planBody(report, body), ...comments, ...remarks], said: inBody };
}

function planBody(report: PullReport, body: string): DeliveryPlan {
  const { repository, pull, withheld } = report;
  return {
    key: reviewKeyOf(report),
    repositoryId: repository.id,
    subject: subjectOfPull(pull.number),
    content: { kind: 'review', pullNumber: pull.number, headSha: pull.headSha, body },
    withheld: withheld.review,
  };
}

/** The comment was made for the head that is looked at now. */
function isOfHead({ pull }: PullReport, { content }: Delivery): boolean {
  return content.kind === 'review-comment' && content.headSha === pull.headSha;
}

function keyOf({ repository, pull }: PullReport, { finding }: ShownFinding): string {
  return deliveryKeys.finding(repository.id, pull.number, finding.fingerprint);
}

function reviewKeyOf({ repository, pull }: PullReport): string {
  return deliveryKeys.review(repository.id, pull.number, pull.headSha);
}

/** It stands on GitHub, may stand there, or was refused for good: it is not said in another place. */
function isBegun({ state, receipt }: Delivery): boolean {
  return receipt !== undefined || state === 'sending' || state === 'failed';
}

/** The lines of a comment stay those on which it was made, so that what is said again comes without a suggestion. */
function planEdit(report: PullReport, shown: ShownFinding, known: Delivery, content: Comment): DeliveryPlan {
  const { series } = report.verdict;
  const { body } = renderFindingComment(shown, { series, rules: report.rules, pullFiles: [] });
  return { ...planOf(known), content: { ...content, body }, withheld: report.withheld.review };
}

/** On its line, else on its file; undefined where the pull request shows neither. */
function planComment(report: PullReport, shown: ShownFinding): DeliveryPlan | undefined {
  const { repository, pull, diff, verdict, rules, withheld } = report;
  const { body, line, startLine } = renderFindingComment(shown, { series: verdict.series, rules, pullFiles: diff });
  const path = shown.place?.path ?? shown.finding.location.path;
  if (!diff.some(file => file.newPath === path)) return undefined;
  return {
    key: keyOf(report, shown),
    repositoryId: repository.id,
    subject: subjectOfPull(pull.number),
    // A review's comments cannot be on a file: that is a request of its own.
    parent: line === undefined ? undefined : reviewKeyOf(report),
    content: { kind: 'review-comment', pullNumber: pull.number, headSha: pull.headSha, path, line, startLine, body },
    withheld: withheld.review,
  };
}

/** Once: by a review of this head it is said again only while that is being made. A review that was never posted has said nothing. */
function isUnsaid({ told, known, repository, pull }: PullReport, { finding }: ShownFinding): boolean {
  const head = told.get(finding.fingerprint);
  if (head === undefined || head === pull.headSha) return true;
  const review = known.get(deliveryKeys.review(repository.id, pull.number, head));
  return review === undefined || !isBegun(review);
}

function planRemark(
  report: PullReport,
  { remark, index, place, speaker, saidAt, url }: ListRemark,
): readonly DeliveryPlan[] {
  const { repository, pull, known, withheld } = report;
  const key = deliveryKeys.remark(repository.id, pull.number, remark.messageId, index);
  const before = known.get(key);
  if (before !== undefined && isBegun(before)) return [];
  const body = renderRemarkComment(remark, { speaker: speaker.name || speaker.email, at: saidAt, url });
  const { headSha, number: pullNumber } = pull;
  return [
    {
      key,
      repositoryId: repository.id,
      subject: subjectOfPull(pullNumber),
      parent: reviewKeyOf(report),
      content: { kind: 'review-comment', pullNumber, headSha, path: place.path, line: place.line, body },
      withheld: withheld.review,
    },
  ];
}
