import type { DeliveryContent } from '../../domain/delivery.js';
import { shortIdOf } from '../../domain/finding.js';
import type { RuleDoc } from '../../domain/rule.js';
import type { Series } from '../../domain/series.js';
import type { ShownFinding, Verdict } from '../../domain/verdict.js';
import { severityWords } from '../counts-words.js';
import { codeSpan, markdownText } from '../escape-markdown.js';
import { withoutLink } from '../finding-markdown.js';
import { count, cutTo } from '../layout.js';
import { makeAnnotations } from './annotations.js';
import { openFindings } from './conclusion.js';
import { findingSections } from './finding-section.js';
import { findingsTable } from './findings-table.js';
import { fitBlocks } from './fit-blocks.js';
import { markdownLink } from './links.js';
import { dismissalWords, whereWords } from './standing-words.js';
import { takeLines } from './take-lines.js';
import { isReadWhole, notCheckedBlock } from './what-was-read.js';

export type CheckText = Pick<
  Extract<DeliveryContent, { kind: 'check-run' }>,
  'title' | 'summary' | 'text' | 'annotations'
>;

export interface CheckContext {
  readonly rules: readonly RuleDoc[];
  /** On what the patches lie. */
  readonly base?: { readonly branch: string; readonly sha: string } | undefined;
  /** The check is on a commit that has landed with what was found in its series before. */
  readonly isLanded?: boolean | undefined;
}

const nameColumnsMax = 100;
const titleColumnsMax = 200;
const dismissedRoom = { linesMax: 20, charsMax: 15_000 };

/** What a check run says: counts as its title, what was read and found as its summary, each open finding whole as its text. */
export function renderCheck(verdict: Verdict, context: CheckContext): CheckText {
  const open = openFindings(verdict);
  const summary = fitBlocks({
    head: [
      ...headOf(verdict, context),
      findingsTable(verdict.series, verdict.findings, withoutLink) ?? 'Nothing was found.',
    ],
    items: [notCheckedBlock(verdict), dismissedBlock(verdict.findings)],
    leftOut: () => 'What was not checked or was dismissed is too long to be told here.',
  });
  const text = fitBlocks({
    head: [],
    items: findingSections(verdict.series, open, context.rules),
    leftOut: missing =>
      `${count(missing, 'more finding')} would be too long to be told here: ${missing === 1 ? 'it stands' : 'they stand'} in the table.`,
  });
  const title = checkTitle(verdict);
  return {
    title: context.isLanded ? `landed with ${title}` : title,
    summary,
    text,
    annotations: makeAnnotations(open),
  };
}

/** `1 error, 2 warnings; not all was checked`, `nothing found`. */
function checkTitle(verdict: Verdict): string {
  const found = severityWords(openFindings(verdict).map(({ finding }) => finding));
  if (isReadWhole(verdict)) return found === '' ? 'nothing found' : found;
  return found === '' ? 'nothing found, but not all was checked' : `${found}; not all was checked`;
}

function headOf({ series, thread, carriedFrom }: Verdict, { base, isLanded = false }: CheckContext): readonly string[] {
  const files = new Set(series.patches.flatMap(patch => patch.files.map(file => file.newPath ?? file.oldPath)));
  const on = base === undefined ? '' : ` on ${codeSpan(cutTo(base.branch, nameColumnsMax))} at ${whereWords(base.sha)}`;
  const read = `${count(series.patches.length, 'patch', 'patches')}, ${count(files.size, 'file')}${on}`;
  const from = thread && markdownLink(titleOf(series, thread.title), thread.url);
  return [
    isLanded ? 'This commit landed with what was found in its series.' : `Checked: ${read}.`,
    from === undefined ? '' : `On the list: ${from}.`,
    carriedFrom === undefined ? '' : `Carried over from ${whereWords(carriedFrom)}: the patches are the same.`,
  ];
}

function titleOf(series: Series, title: string): string {
  return markdownText(cutTo(title || series.title, titleColumnsMax)) || 'the thread';
}

function dismissedBlock(findings: readonly ShownFinding[]): string {
  const lines = findings.flatMap(({ finding, standing }) =>
    standing.kind === 'dismissed' ? [`- ${codeSpan(shortIdOf(finding))} ${dismissalWords(standing)}`] : [],
  );
  if (lines.length === 0) return '';
  const { kept, missing } = takeLines(lines, dismissedRoom);
  return ['**Dismissed**\n', ...kept, ...(missing > 0 ? [`- and ${missing} more`] : [])].join('\n');
}
