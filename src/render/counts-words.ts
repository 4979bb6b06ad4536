import type { Finding } from '../domain/finding.js';
import type { Review, ReviewRun } from '../domain/review.js';
import type { Severity } from '../domain/rule.js';
import { count } from './layout.js';
import { notCheckedPlaces } from './not-checked.js';
import { problemsOf, withoutHoles } from './problems.js';

/** The last line of a run: what was read and what came of it, each thing counted as it is shown above, once. */
export function countsWords(run: ReviewRun): string {
  const { counts, reviews } = run;
  const sum = (size: (review: Review) => number) => reviews.reduce((total, review) => total + size(review), 0);
  const read = [
    count(counts.mails, 'mail'),
    count(counts.series, 'series', 'series'),
    count(counts.patches, 'patch', 'patches'),
  ];
  const notSeen = sum(({ series }) => series.missing.length);
  const notChecked = sum(({ series, notChecked: items }) =>
    notCheckedPlaces(series, items).reduce((total, { places }) => total + places.length, 0),
  );
  const problems = run.problems.length + sum(review => withoutHoles(problemsOf(review)).length);
  const result = [
    findingWords(run),
    counts.withheld > 0 ? `${counts.withheld} withheld` : '',
    notSeen > 0 ? `${count(notSeen, 'patch', 'patches')} not seen` : '',
    notChecked > 0 ? `${notChecked} not checked` : '',
    problems > 0 ? count(problems, 'problem') : '',
  ].filter(Boolean);
  return `${read.join(', ')}: ${result.join(', ')}`;
}

function findingWords({ counts, reviews }: ReviewRun): string {
  if (counts.findings === 0) {
    return 'no findings';
  }
  return severityWords(reviews.flatMap(review => review.findings));
}

/** `1 error, 2 warnings`; empty without a finding. */
export function severityWords(findings: readonly Pick<Finding, 'severity'>[]): string {
  const severities: readonly Severity[] = ['error', 'warning', 'note'];
  const parts = severities
    .map(severity => ({ severity, number: findings.filter(finding => finding.severity === severity).length }))
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => count(number, severity));
  return parts.join(', ');
}
