import { type Finding, type Location, shortIdOf } from '../domain/finding.js';
import type { Remedy } from '../domain/remedy.js';
import type { Review, ReviewRun } from '../domain/review.js';
import { safeJson } from './escape.js';
import { problemsOf } from './problems.js';
import { remarkObject } from './remark-object.js';
import { problemObject, seriesObject } from './series-object.js';

/** A run as `review --format json` prints it: the keys in a fixed order, ends with a line end. */
export function renderJson(run: ReviewRun): string {
  const { mails, series, patches, findings, withheld, notChecked, problems } = run.counts;
  const value = {
    reviews: run.reviews.map(reviewObject),
    problems: run.problems.map(problemObject),
    counts: { mails, series, patches, findings, withheld, notChecked, problems },
  };
  return `${safeJson(value, 2)}\n`;
}

/** A review as JSON, with the keys in a fixed order. */
export function reviewObject(review: Review): Record<string, unknown> {
  return {
    ...seriesObject(review.series),
    findings: review.findings.map(findingObject),
    withheld: review.withheld.map(({ finding, reason }) => ({ finding: findingObject(finding), reason })),
    notChecked: review.notChecked.map(({ patch, path, reason }) => ({ patch, path, reason })),
    remarks: review.remarks.map(remarkObject),
    problems: problemsOf(review).map(problemObject),
  };
}

function findingObject(finding: Finding): Record<string, unknown> {
  return {
    ruleId: finding.ruleId,
    stage: finding.stage,
    severity: finding.severity,
    confidence: finding.confidence,
    evidence: finding.evidence,
    messageId: finding.messageId,
    patchNumber: finding.patchNumber,
    closedBy: finding.closedBy,
    what: finding.what,
    location: locationObject(finding.location),
    proof: finding.proof.map(step => ({ location: locationObject(step.location), words: step.words })),
    remedy: finding.remedy === undefined ? undefined : remedyObject(finding.remedy),
    fingerprint: finding.fingerprint,
    shortId: shortIdOf(finding),
  };
}

function remedyObject({ path, words, edits, diff }: Remedy): Record<string, unknown> {
  return {
    path,
    words,
    edits: edits.map(({ firstLine, lastLine, lines }) => ({ firstLine, lastLine, lines })),
    diff,
  };
}

function locationObject(location: Location): Record<string, unknown> {
  return {
    path: location.path,
    side: location.side,
    line: location.line,
    text: location.text,
    functionName: location.functionName,
  };
}
