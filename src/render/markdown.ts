import type { FileDiff } from '../domain/diff.js';
import type { Remark } from '../domain/remark.js';
import type { Remedy } from '../domain/remedy.js';
import type { Review, ReviewRun } from '../domain/review.js';
import { type FindingWithAdvice, type RenderContext, withAdvice } from './context.js';
import { countsWords } from './counts-words.js';
import { codeSpan, markdownProse, markdownText } from './escape-markdown.js';
import { adviceWords, frameBlocks, proofList, remedyDiff, remedyProse, suggestionBlock } from './finding-markdown.js';
import { notCheckedWords } from './not-checked.js';
import { problemsOf, withoutHoles } from './problems.js';
import { firstLinesOf, type RemarkGroup, remarkGroupsOf, speakerOf } from './remark-groups.js';
import { quoteMarkdown } from './remark-quote.js';
import { makeSuggestion } from './remedy.js';
import {
  kindWords,
  ofSeriesWords,
  placeWords,
  problemWords,
  standingWords,
  stateWords,
  withheldWords,
} from './words.js';

/** A longer line of a remark is broken, so that its first lines are no essay. */
const remarkColumns = 100;

/**
 * A run as GitHub markdown: a section for each series that gives something to say, the rest in one list, the problems
 * that belong to no series, the counts. Text of strangers shows and does nothing else. Ends with a line end.
 */
export function renderMarkdown(run: ReviewRun, context: RenderContext): string {
  const sections = run.reviews.map(review => ({ review, parts: reviewParts(review, context) }));
  const quiet = sections.filter(({ parts }) => parts.length === 0).map(({ review }) => `- ${headline(review)}`);
  const blocks = [
    ...sections.flatMap(({ review, parts }) => (parts.length === 0 ? [] : [`## ${headline(review)}`, ...parts])),
    ...(quiet.length === 0 ? [] : ['## Nothing to report', quiet.join('\n')]),
    ...(run.problems.length === 0 ? [] : ['## Problems', bullets(run.problems.map(each => problemWords(each)))]),
    markdownText(countsWords(run)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function reviewParts(review: Review, context: RenderContext): readonly string[] {
  const limits = [
    ...review.withheld.map(item => `withheld: ${withheldWords(item)}`),
    ...notCheckedWords(review.series, review.notChecked).map(words => `not checked: ${words}`),
    ...withoutHoles(problemsOf(review)).map(problem => `problem: ${problemWords(problem, review.series)}`),
  ];
  return [
    ...withAdvice(context, review.findings).map(each => renderFinding(review, each)),
    ...remarkParts(review, context),
    ...(limits.length === 0 ? [] : [bullets(limits)]),
  ];
}

/** Title and facts; without markup, so that it serves as a heading and as an item. */
function headline({ series }: Review): string {
  const state = stateWords(series);
  const author = series.author.name || series.author.email || 'unknown author';
  const facts = `(${kindWords(series)}, ${author}${state === undefined ? '' : `; ${state}`})`;
  return markdownText(`${series.title || '(no title)'} ${facts}`);
}

function renderFinding(review: Review, { finding, advice }: FindingWithAdvice): string {
  const { location } = finding;
  const patch = review.series.patches.find(each => each.messageId === finding.messageId);
  return [
    `### ${finding.severity}: ${codeSpan(finding.ruleId)}`,
    `${placeWords(location, codeSpan)}${ofSeriesWords(review.series, finding.patchNumber)}`,
    markdownProse(finding.what),
    ...frameBlocks(finding, patch?.files ?? []),
    proofList(finding),
    adviceWords(advice),
    ...(finding.remedy === undefined ? [] : remedyBlocks(finding.remedy, patch?.files ?? [])),
    `<sub>${markdownText(standingWords(finding))}</sub>`,
  ]
    .filter(text => text !== '')
    .join('\n\n');
}

/** As a suggestion where GitHub could take it as one, else as a diff. */
function remedyBlocks(remedy: Remedy, files: readonly FileDiff[]): readonly string[] {
  const words = remedyProse(remedy);
  const suggestion = makeSuggestion(remedy, files);
  const block = suggestion && suggestionBlock(suggestion);
  if (suggestion === undefined || block === undefined) return [words, remedyDiff(remedy)];
  const { firstLine, lastLine } = suggestion;
  const where = firstLine === lastLine ? `line ${firstLine}` : `lines ${firstLine} to ${lastLine}`;
  return [`${words} For ${where}:`, block];
}

function remarkParts(review: Review, context: RenderContext): readonly string[] {
  const groups = remarkGroupsOf(review).map(group => renderGroup(group, context));
  return groups.length === 0 ? [] : ['### Said on the list', ...groups];
}

function renderGroup({ where, line, remarks }: RemarkGroup, context: RenderContext): string {
  const code = line === undefined ? '' : `: ${codeSpan(line.text)}`;
  const said = remarks.map(remark => remarkQuote(remark, context));
  return `${markdownText(where)}${code}\n\n${said.join('\n>\n')}`;
}

function remarkQuote(remark: Remark, context: RenderContext): string {
  const name = `**${markdownText(speakerOf(context, remark))}:**`;
  return quoteMarkdown(name, firstLinesOf(remark, remarkColumns));
}

function bullets(items: readonly string[]): string {
  return items.map(item => `- ${markdownText(item)}`).join('\n');
}
