import type { ReviewRun } from '../domain/review.js';
import type { Severity } from '../domain/rule.js';

/** From which severity on a run counts as failed, the usual one first. */
export const failOnLevels = ['error', 'warning', 'note', 'never'] as const;
export type FailOn = (typeof failOnLevels)[number];

const ranks: Readonly<Record<Severity | 'never', number>> = { note: 0, warning: 1, error: 2, never: 3 };

/** Whether a run has a finding at or above the level. */
export function hasFailed(run: ReviewRun, failOn: FailOn): boolean {
  return run.reviews.some(review => review.findings.some(finding => ranks[finding.severity] >= ranks[failOn]));
}
