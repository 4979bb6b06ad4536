import type { RuleDoc } from '../domain/rule.js';
import type { RuleExample } from '../domain/rule-example.js';
import { codeBlock, codeSpan, markdownProse } from './escape-markdown.js';
import { makePalette } from './palette.js';
import { answersTo, exampleLines, levelsOf } from './rule-parts.js';
import { renderFinding } from './terminal-finding.js';

/** A code block on a page scrolls beyond this. */
const terminalColumns = 88;

/**
 * The documentation page of a rule: the same words as `faultline explain`, as markdown. Without an example, what the rule itself
 * says.
 */
export function renderRuleMarkdown(rule: RuleDoc, example?: RuleExample): string {
  const sections = [
    `# ${codeSpan(rule.id)}`,
    markdownProse(rule.summary),
    example === undefined ? '' : renderExample(example),
    `## Why it matters\n\n${markdownProse(rule.why)}`,
    `## What to do\n\n${markdownProse(rule.remedy)}`,
    list('How to answer', answersTo(rule).map(markdownProse)),
    list('How sure', levelsOf(rule)),
    list('Silent when', rule.staysSilentWhen.map(markdownProse)),
    list('May be wrong when', rule.mayBeWrongWhen.map(markdownProse)),
    list('See', rule.references.map(reference)),
  ];
  return `${sections.filter(text => text !== '').join('\n\n')}\n`;
}

/** The table of all rules, whose pages lie beside it. */
export function renderRuleIndex(rules: readonly RuleDoc[]): string {
  const rows = rules.map(
    ({ id, stage, severity, summary }) =>
      `| [${codeSpan(id)}](${id}.md) | ${stage} | ${severity.file} | ${markdownProse(summary)} |`,
  );
  return [
    '# The rules',
    'Each page is what `faultline explain RULE` prints, and is made from the rule itself. A rule in the trial stage is shown, and never posted.',
    ['| rule | stage | with the whole file | what it says |', '|---|---|---|---|', ...rows, ''].join('\n'),
  ].join('\n\n');
}

/** The patch, and below it the findings as `faultline review` prints them in a terminal. */
function renderExample({ caption, series, findings }: RuleExample): string {
  const diff = exampleLines(series).map(({ sign, text }) => `${sign}${text}`.trimEnd());
  const palette = makePalette(false);
  const said = findings.map(finding =>
    codeBlock(renderFinding({ palette, width: terminalColumns }, series, { finding }), 'text'),
  );
  return ['## Example', `${markdownProse(caption)}:`, codeBlock(diff, 'diff'), 'Faultline says:', ...said].join('\n\n');
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `## ${title}\n\n${items.map(item => `- ${item}`).join('\n')}`;
}

/** An address, or a kernel document, which the kernel's own pages show under the same path. */
function reference(text: string): string {
  const [, document] = /^Documentation\/([\w/-]+)\.rst$/.exec(text) ?? [];
  if (document !== undefined) return `[${codeSpan(text)}](https://docs.kernel.org/${document}.html)`;
  if (/^[\w/.-]+\.[ch]$/.test(text)) return codeSpan(text);
  return /^https:\/\/[^\s<>]+$/.test(text) ? `<${text}>` : markdownProse(text);
}
