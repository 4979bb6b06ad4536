import type { DeliveryContent } from '../../domain/delivery.js';
import { limits } from '../../domain/limits.js';
import type { Mailbox } from '../../domain/message.js';
import type { RuleDoc } from '../../domain/rule.js';
import type { SeriesStage } from '../../domain/triage.js';
import type { Verdict } from '../../domain/verdict.js';
import { codeSpan, markdownText } from '../escape-markdown.js';
import { count, cutTo } from '../layout.js';
import { stageWords } from '../stage-words.js';
import { kindWords } from '../words.js';
import { type Closing, closingWords } from './closing.js';
import { findingSections } from './finding-section.js';
import { findingsTable } from './findings-table.js';
import { fitBlocks } from './fit-blocks.js';
import { programWords } from './how-to-answer.js';
import { issueLabels } from './issue-labels.js';
import { linkPlaces, markdownLink, type PermalinkOf } from './links.js';
import { plainText, withoutAddresses } from './plain-text.js';
import { notCheckedBlock } from './what-was-read.js';

export type IssueText = Pick<Extract<DeliveryContent, { kind: 'issue' }>, 'title' | 'body' | 'labels'>;

/** A version of the series on the list. */
export interface VersionLink {
  readonly version: number;
  readonly url: string;
}

export interface IssueContext {
  readonly rules: readonly RuleDoc[];
  /** The lists on which it was seen: `linux-mm.kvack.org`. */
  readonly lists: readonly string[];
  readonly stage: SeriesStage;
  /** All of them, oldest first, with the one that the verdict is of. */
  readonly versions: readonly VersionLink[];
  readonly permalinkOf: PermalinkOf;
  /** Undefined of an open one. */
  readonly closing?: Closing | undefined;
}

const titleColumnsMax = 200;
const nameColumnsMax = 100;
const listsMax = 5;
const versionsMax = 20;

/** The issue of a series that came by mail: what it is, the table of its findings, each of them whole, what was not checked. */
export function renderIssue(verdict: Verdict, context: IssueContext): IssueText {
  const { series, findings } = verdict;
  const { rules, lists, permalinkOf, closing } = context;
  const link = linkPlaces(permalinkOf);
  const body = fitBlocks({
    head: [
      closing === undefined ? '' : `**Closed.** ${closingWords(closing)}`,
      factsOf(verdict, context),
      findingsTable(series, findings, link) ?? 'Nothing is found in this version.',
      notCheckedBlock(verdict),
    ],
    items: findingSections(series, findings, rules, link),
    tail: [programWords],
    leftOut: missing =>
      `${count(missing, 'more finding')} would be too long to be told here; the table names up to fifty.`,
  });
  return {
    title: plainText(series.title, limits.githubTitleCharsMax) || '(no title)',
    body,
    labels: issueLabels(verdict, lists, closing),
  };
}

/** What series it is, by whom, where it is, in which versions: a list. */
function factsOf({ series, thread }: Verdict, { lists, stage, versions }: IssueContext): string {
  const title = markdownText(shortText(series.title, titleColumnsMax)) || '(no title)';
  const on = lists.slice(0, listsMax).map(list => codeSpan(cutTo(list, nameColumnsMax)));
  const facts = [
    `${markdownLink(title, thread?.url)} (${markdownText(cutTo(kindWords(series), nameColumnsMax))})`,
    `by ${markdownText(authorWords(series.author))}${on.length === 0 ? '' : `, on ${on.join(', ')}`}: ${stageWords(stage)}`,
    versions.length < 2 ? '' : `versions: ${versionWords(series.version, versions)}`,
  ];
  return facts
    .filter(fact => fact !== '')
    .map(fact => `- ${fact}`)
    .join('\n');
}

/** `Ada Holm (ada@…)`. Not yet escaped. */
function authorWords({ name, email }: Mailbox): string {
  const address = shortText(email, nameColumnsMax);
  const person = shortText(name, nameColumnsMax);
  if (person === '' || person === address) return address || 'an unknown author';
  return address === '' ? person : `${person} (${address})`;
}

function shortText(text: string, columnsMax: number): string {
  return cutTo(withoutAddresses(text.slice(0, 4 * columnsMax)), columnsMax);
}

/** The newest are named; a series of fifty versions has been discussed enough. */
function versionWords(current: number, versions: readonly VersionLink[]): string {
  const named = versions.slice(-versionsMax).map(({ version, url }) => {
    return version === current ? `v${version} (this one)` : markdownLink(`v${version}`, url);
  });
  return `${versions.length > versionsMax ? '…, ' : ''}${named.join(', ')}`;
}
