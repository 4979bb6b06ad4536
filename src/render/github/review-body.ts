import type { RuleDoc } from '../../domain/rule.js';
import type { ShownFinding, Verdict } from '../../domain/verdict.js';
import { severityWords } from '../counts-words.js';
import { count } from '../layout.js';
import { findingSections } from './finding-section.js';
import { fitBlocks } from './fit-blocks.js';
import { programWords } from './how-to-answer.js';
import { notCheckedBlock } from './what-was-read.js';

export interface ReviewParts {
  /** The findings that this review brings as comments. */
  readonly commented: readonly ShownFinding[];
  /** Those that can be put on no line and no file of the pull request. */
  readonly inBody: readonly ShownFinding[];
  readonly rules: readonly RuleDoc[];
}

/** The body of a review: how much is found, what has no line, how to answer. */
export function renderReviewBody(verdict: Verdict, { commented, inBody, rules }: ReviewParts): string {
  const { series } = verdict;
  const found = severityWords([...commented, ...inBody].map(({ finding }) => finding)) || 'nothing';
  const inWhat = count(series.patches.length, 'patch', 'patches');
  const noLine = `${count(inBody.length, 'finding')} that GitHub shows no line for:`;
  return fitBlocks({
    head: [`Found in ${inWhat}: **${found}**.`, notCheckedBlock(verdict), inBody.length === 0 ? '' : noLine],
    items: findingSections(series, inBody, rules),
    tail: [programWords],
    leftOut: missing => `${count(missing, 'more finding')} would be too long to be told here; the check lists all.`,
  });
}
