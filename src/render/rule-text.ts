import type { RuleDoc } from '../domain/rule.js';
import { wrap } from './layout.js';

const columns = 78;

/** `faultline rules`: a line for each rule (id, stage, what it says); ends with a line end. */
export function renderRuleList(rules: readonly RuleDoc[]): string {
  const idWidth = Math.max(...rules.map(rule => rule.id.length));
  return rules.map(rule => `${rule.id.padEnd(idWidth)}  ${rule.stage.padEnd(5)}  ${rule.summary}\n`).join('');
}

/** `faultline explain RULE`: what is wrong, why it matters, what to do, where the rule is silent and where it may err. */
export function renderRule(rule: RuleDoc): string {
  const sections = [
    [`${rule.id} (${rule.stage})`],
    wrap(rule.summary, columns),
    section('Why it matters', wrap(rule.why, columns - 2)),
    section('What to do', wrap(rule.remedy, columns - 2)),
    section('How sure', levelLines(rule)),
    section('Silent when', rule.staysSilentWhen.flatMap(listItem)),
    section('May be wrong when', rule.mayBeWrongWhen.flatMap(listItem)),
    section('See', rule.references),
  ];
  return `${sections
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map(line => `  ${line}`)];
}

function levelLines(rule: RuleDoc): readonly string[] {
  return [
    `with the whole file at hand:     ${rule.severity.file}, confidence ${rule.confidence.file}`,
    `from the visible hunks alone:    ${rule.severity.hunk}, confidence ${rule.confidence.hunk}`,
  ];
}

function listItem(text: string): readonly string[] {
  return wrap(text, columns - 4).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`);
}
