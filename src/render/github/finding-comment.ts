import type { DeliveryContent } from '../../domain/delivery.js';
import type { FileDiff } from '../../domain/diff.js';
import { type Finding, shortIdOf } from '../../domain/finding.js';
import type { RuleDoc } from '../../domain/rule.js';
import type { Series } from '../../domain/series.js';
import type { ShownFinding } from '../../domain/verdict.js';
import { withAdvice } from '../context.js';
import { codeSpan, markdownProse, markdownText } from '../escape-markdown.js';
import { adviceWords, frameBlocks, proofList, remedyDiff, remedyProse, suggestionBlock } from '../finding-markdown.js';
import type { Suggestion } from '../remedy.js';
import { ofSeriesWords } from '../words.js';
import { boundShown } from './bound-finding.js';
import { folded, standingLine, sureWords } from './finding-section.js';
import { shownPlace } from './findings-table.js';
import { fitBlocks } from './fit-blocks.js';
import { headSuggestion } from './head-suggestion.js';
import { answerWords } from './how-to-answer.js';

/** A comment on a finding; without a line it is one on the file, or has none. */
export type FindingComment = Pick<Extract<DeliveryContent, { kind: 'review-comment' }>, 'body' | 'line' | 'startLine'>;

export interface FindingCommentContext {
  readonly series: Series;
  readonly rules: readonly RuleDoc[];
  /** GitHub's own diff of the whole pull request, as far as it gives one. */
  readonly pullFiles: readonly FileDiff[];
}

/**
 * The comment on one finding of a pull request, and the lines on which it has to stand: those that its suggestion
 * replaces, where it has one. What is fixed or dismissed says so first; what was said is folded below.
 */
export function renderFindingComment(whole: ShownFinding, context: FindingCommentContext): FindingComment {
  const shown = boundShown(whole);
  const line = shown.place?.isInDiff ? shown.place.line : undefined;
  if (shown.standing.kind !== 'open') {
    const was = bodyOf(sayBlocks(shown, line, context));
    return { body: `${standingLine(shown)}\n\n${folded('What was said', [was])}`, line };
  }
  // The path is that of the pull request, uncut.
  const found =
    whole.place && line !== undefined ? headSuggestion(shown.finding, whole.place, context.pullFiles) : undefined;
  const block = found && suggestionBlock(found);
  const body = bodyOf(sayBlocks(shown, line, context, block));
  return found === undefined || block === undefined ? { body, line } : { body, ...anchorOf(found) };
}

/** A suggestion replaces exactly the lines of its comment. */
function anchorOf({ firstLine, lastLine }: Suggestion): Pick<FindingComment, 'line' | 'startLine'> {
  return firstLine === lastLine ? { line: lastLine } : { startLine: firstLine, line: lastLine };
}

/** Claim, proof, remedy, and what it is called. Where GitHub shows no code above it, with the code. */
function sayBlocks(
  shown: ShownFinding,
  line: number | undefined,
  { series, rules }: FindingCommentContext,
  suggestion?: string,
): readonly string[] {
  const { finding } = shown;
  const [advised] = withAdvice({ rules }, [finding]);
  const files = series.patches.find(each => each.messageId === finding.messageId)?.files;
  const isOpen = shown.standing.kind === 'open';
  return [
    line === undefined ? shownPlace(shown, codeSpan) : '',
    `**${finding.severity}:** ${markdownProse(finding.what)}`,
    ...(line === undefined && files !== undefined ? frameBlocks(finding, files) : []),
    proofList(finding),
    adviceWords(advised?.advice),
    ...(finding.remedy === undefined ? [] : [remedyProse(finding.remedy), suggestion ?? remedyDiff(finding.remedy)]),
    `<sub>${footWords(finding, series)}${isOpen ? `. ${answerWords(finding)}` : ''}</sub>`,
  ];
}

function footWords(finding: Finding, series: Series): string {
  const sure = markdownText(`${sureWords(finding)}${ofSeriesWords(series, finding.patchNumber)}`);
  return `${codeSpan(shortIdOf(finding))}, ${codeSpan(finding.ruleId)}, ${sure}`;
}

function bodyOf(blocks: readonly string[]): string {
  return fitBlocks({
    head: [],
    items: blocks.slice(0, -1),
    tail: blocks.slice(-1),
    leftOut: () => 'The rest is too long for a comment.',
  });
}
