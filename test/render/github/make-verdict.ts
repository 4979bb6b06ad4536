import assert from 'node:assert/strict';
import type { Finding } from '../../../src/domain/finding.js';
import type { Review } from '../../../src/domain/review.js';
import type { HeadPlace, ShownFinding, Standing, Verdict } from '../../../src/domain/verdict.js';
import { flagship } from '../runs/flagship.js';
import { siblings } from '../runs/siblings.js';

export const thread = {
  title: 'tarnfs: move off kmap_atomic()',
  url: 'https://lore.kernel.org/r/20250304101240.7-1-wen@marlow.example',
};

export const dismissed: Standing = {
  kind: 'dismissed',
  by: 'bo-quill',
  reason: 'the page is never a user one, see tarn_pin()',
  at: Date.UTC(2025, 2, 5),
};

/** A conversion that loses a guarantee, in the second of three patches. */
export const lostReview = reviewOf(flagship());
/** Findings of four rules about one patch. */
export const manyReview = reviewOf(siblings());

export function reviewOf({ run }: { readonly run: { readonly reviews: readonly Review[] } }): Review {
  const [review] = run.reviews;
  assert(review);
  return review;
}

export function shown(finding: Finding, over: Partial<ShownFinding> = {}): ShownFinding {
  return { finding, standing: { kind: 'open' }, ...over };
}

/** A finding on its own line of a pull request of one commit. */
export function placed(finding: Finding, over: Partial<HeadPlace & Pick<ShownFinding, 'standing'>> = {}): ShownFinding {
  const { standing, ...place } = over;
  const { path, line } = finding.location;
  return shown(finding, { place: { path, line, isInDiff: true, ...place }, ...(standing && { standing }) });
}

export function verdictOf(review: Review, over: Partial<Verdict> = {}): Verdict {
  return {
    series: review.series,
    findings: review.findings.map(each => placed(each)),
    notChecked: review.notChecked,
    ...over,
  };
}
