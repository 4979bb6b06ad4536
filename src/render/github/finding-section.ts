import { type Finding, shortIdOf } from '../../domain/finding.js';
import type { RuleDoc } from '../../domain/rule.js';
import type { Series } from '../../domain/series.js';
import type { ShownFinding } from '../../domain/verdict.js';
import { type FindingWithAdvice, withAdvice } from '../context.js';
import { codeSpan, markdownProse, markdownText } from '../escape-markdown.js';
import {
  adviceWords,
  frameBlocks,
  type LinkPlace,
  proofList,
  remedyDiff,
  remedyProse,
  withoutLink,
} from '../finding-markdown.js';
import { evidenceWords, ofSeriesWords } from '../words.js';
import { boundFinding, boundShown } from './bound-finding.js';
import { shownPlace } from './findings-table.js';
import { dismissalWords, whereWords } from './standing-words.js';

/** The findings with all that is known of each, a section each; those that are not open any more are folded. */
export function findingSections(
  series: Series,
  findings: readonly ShownFinding[],
  rules: readonly RuleDoc[],
  link: LinkPlace = withoutLink,
): readonly string[] {
  const advised = withAdvice(
    { rules },
    findings.map(({ finding }) => boundFinding(finding)),
  );
  return findings.map((shown, index) => {
    const { advice } = advised[index] ?? {};
    const blocks = sectionBlocks(series, boundShown(shown), advice, link);
    return shown.standing.kind === 'open' ? blocks.join('\n\n') : folded(summaryOf(shown.finding), blocks);
  });
}

function sectionBlocks(
  series: Series,
  shown: ShownFinding,
  advice: FindingWithAdvice['advice'],
  link: LinkPlace,
): readonly string[] {
  const { finding } = shown;
  // Of a version before this one the code is not at hand: its lines alone would tell nothing.
  const files = series.patches.find(each => each.messageId === finding.messageId)?.files;
  const place = link(shownPlace(shown, codeSpan), finding.location);
  return [
    `### ${finding.severity} ${codeSpan(shortIdOf(finding))}: ${codeSpan(finding.ruleId)}`,
    standingLine(shown),
    `${place}${ofSeriesWords(series, finding.patchNumber)}`,
    markdownProse(finding.what),
    ...(files === undefined ? [] : frameBlocks(finding, files)),
    proofList(finding, link),
    adviceWords(advice),
    ...(finding.remedy === undefined ? [] : [remedyProse(finding.remedy), remedyDiff(finding.remedy)]),
    `<sub>${markdownText(sureWords(finding))}</sub>`,
  ].filter(block => block !== '');
}

/** How sure it is: `seen in the whole file, confidence high`. */
export function sureWords({ evidence, confidence }: Finding): string {
  return `${evidenceWords(evidence)}, confidence ${confidence}`;
}

/** What became of a finding, in bold; empty of an open one. */
export function standingLine({ standing }: ShownFinding): string {
  if (standing.kind === 'open') return '';
  if (standing.kind === 'fixed') return `**Fixed** in ${whereWords(standing.where)}.`;
  return `**Dismissed** ${dismissalWords(standing)}`;
}

/** Blocks behind a line that opens them. `summary` is HTML of our own. */
export function folded(summary: string, blocks: readonly string[]): string {
  return ['<details>', `<summary>${summary}</summary>`, '', blocks.join('\n\n'), '', '</details>'].join('\n');
}

/** Ids and rules are our own words: they need no escaping. */
function summaryOf(finding: Finding): string {
  return `${finding.severity} <code>${shortIdOf(finding)}</code>: <code>${finding.ruleId}</code>`;
}
