import type { RuleDoc } from '../domain/rule.js';
import type { RuleExample } from '../domain/rule-example.js';
import type { Screen } from '../domain/screen.js';
import { safeCode } from './escape.js';
import { wrap } from './layout.js';
import { makePalette, type Palette } from './palette.js';
import { answersTo, exampleLines, levelsOf } from './rule-parts.js';
import { renderFinding } from './terminal-finding.js';

/** Longer lines of prose tire the eye. */
const columnsMax = 78;
/** For readers of SARIF, and for tests. */
const plain: Screen = { color: false, width: columnsMax };

/** `faultline rules`: a line for each rule (id, stage, what it says); ends with a line end. */
export function renderRuleList(rules: readonly RuleDoc[]): string {
  const idWidth = Math.max(...rules.map(rule => rule.id.length));
  return rules.map(rule => `${rule.id.padEnd(idWidth)}  ${rule.stage.padEnd(5)}  ${rule.summary}\n`).join('');
}

/**
 * `faultline explain RULE`: what is wrong, an example, why it matters, what to do and what to answer, where the rule is silent and where
 * it may err. Without an example, what the rule itself says.
 */
export function renderRule(rule: RuleDoc, example?: RuleExample, screen: Screen = plain): string {
  const width = Math.min(columnsMax, screen.width);
  const palette = makePalette(screen.color);
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [palette.strong(title), ...lines.map(line => (line === '' ? '' : `  ${line}`))];
  const prose = (text: string): readonly string[] => wrap(text, width - 2);
  const list = (items: readonly string[]): readonly string[] => items.flatMap(item => listItem(item, width));
  const sections = [
    [palette.strong(`${rule.id} (${rule.stage})`)],
    wrap(rule.summary, width),
    section('Example', example === undefined ? [] : drawExample(example, palette, width - 2)),
    section('Why it matters', prose(rule.why)),
    section('What to do', prose(rule.remedy)),
    section('How to answer', list(answersTo(rule))),
    section('How sure', list(levelsOf(rule))),
    section('Silent when', list(rule.staysSilentWhen)),
    section('May be wrong when', list(rule.mayBeWrongWhen)),
    section('See', rule.references),
  ];
  return `${sections
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** The patch, and below it the findings as `faultline review` prints them. */
function drawExample({ caption, series, findings }: RuleExample, palette: Palette, width: number): readonly string[] {
  const paints = { ' ': (text: string) => text, '-': palette.removed, '+': palette.added };
  const code = exampleLines(series).map(({ sign, text }) => {
    const line = `${sign} ${safeCode(text)}`.trimEnd();
    return line === '' ? '' : `  ${paints[sign](line)}`;
  });
  const said = findings.flatMap(finding => ['', ...renderFinding({ palette, width }, series, { finding })]);
  return [...wrap(`${caption}:`, width), '', ...code, ...said];
}

function listItem(text: string, width: number): readonly string[] {
  return wrap(text, width - 4).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`);
}
