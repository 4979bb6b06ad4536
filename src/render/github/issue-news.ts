import { shortIdOf } from '../../domain/finding.js';
import type { ShownFinding, Verdict } from '../../domain/verdict.js';
import { codeSpan } from '../escape-markdown.js';
import { count } from '../layout.js';
import { boundShown } from './bound-finding.js';
import { openFindings } from './conclusion.js';
import { shownPlace } from './findings-table.js';
import { fitBlocks } from './fit-blocks.js';
import { markdownLink } from './links.js';
import { notCheckedBlock } from './what-was-read.js';

const namedMax = 20;

/**
 * The comment on a series' issue where a later version comes to another verdict: which findings are
 * gone, which are new, how many stay; undefined where nothing of that has changed.
 */
export function renderIssueNews(before: Verdict, after: Verdict): string | undefined {
  const [was, is] = [openFindings(before), openFindings(after)];
  const gone = without(was, is);
  const added = without(is, was);
  const stays = is.length - added.length;
  if (gone.length === 0 && added.length === 0) return undefined;
  const counts = [
    gone.length === 0 ? '' : `${count(gone.length, 'finding is', 'findings are')} gone`,
    added.length === 0 ? '' : `${count(added.length, 'finding is', 'findings are')} new`,
    stays === 0 ? '' : `${stays} ${stays === 1 ? 'stays' : 'stay'}`,
  ].filter(words => words !== '');
  const version = markdownLink(`v${after.series.version}`, after.thread?.url);
  const head = [
    `${version}: ${counts.join(', ')}.`,
    [...lines('gone', gone), ...lines('new', added)].join('\n'),
    notCheckedBlock(after),
  ];
  return fitBlocks({ head, leftOut: () => '' });
}

function without(findings: readonly ShownFinding[], others: readonly ShownFinding[]): readonly ShownFinding[] {
  const known = new Set(others.map(({ finding }) => finding.fingerprint));
  return findings.filter(({ finding }) => !known.has(finding.fingerprint));
}

function lines(what: string, findings: readonly ShownFinding[]): readonly string[] {
  const named = findings.slice(0, namedMax).map(shown => {
    const { finding } = shown;
    const name = `${codeSpan(shortIdOf(finding))}, ${finding.severity} ${codeSpan(finding.ruleId)}`;
    return `- ${what}: ${name} at ${shownPlace(boundShown(shown), codeSpan)}`;
  });
  const more = findings.length - named.length;
  return more === 0 ? named : [...named, `- ${what}: ${more} more`];
}
