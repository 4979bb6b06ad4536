import type { RuleDoc } from '../domain/rule.js';
import { codeSpan, markdownText } from './escape-markdown.js';

/** The documentation page of a rule: the same words as `faultline explain`, as markdown. */
export function renderRuleMarkdown(rule: RuleDoc): string {
  const sections = [
    `# ${codeSpan(rule.id)}`,
    markdownText(rule.summary),
    `## Why it matters\n\n${markdownText(rule.why)}`,
    `## What to do\n\n${markdownText(rule.remedy)}`,
    `## How sure\n\n${levels(rule)}`,
    list('Silent when', rule.staysSilentWhen.map(markdownText)),
    list('May be wrong when', rule.mayBeWrongWhen.map(markdownText)),
    list('See', rule.references.map(reference)),
  ];
  return `${sections.filter(text => text !== '').join('\n\n')}\n`;
}

function levels(rule: RuleDoc): string {
  return [
    `- with the whole file at hand: ${rule.severity.file}, confidence ${rule.confidence.file}`,
    `- from the visible hunks alone: ${rule.severity.hunk}, confidence ${rule.confidence.hunk}`,
  ].join('\n');
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `## ${title}\n\n${items.map(item => `- ${item}`).join('\n')}`;
}

function reference(text: string): string {
  return /^https:\/\/[^\s<>]+$/.test(text) ? `<${text}>` : markdownText(text);
}
