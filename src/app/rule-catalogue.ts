import { OperationalError } from '../domain/operational-error.js';
import type { RuleDoc } from '../domain/rule.js';
import type { Screen } from '../domain/screen.js';
import { safeJson } from '../render/escape.js';
import { renderRule, renderRuleList } from '../render/rule-text.js';
import { rules } from '../rules/registry.js';
import type { Rule } from '../rules/rule.js';
import { closestName } from './closest-name.js';
import type { ListFormat } from './list-view.js';
import { readExample } from './rule-example.js';

/** Every rule in one line each: words for people, or JSON with all that the rule says about itself. */
export function listRules(format: ListFormat): string {
  return format === 'terminal' ? renderRuleList(rules) : rules.map(rule => `${safeJson(docOf(rule))}\n`).join('');
}

/** All that a rule says about itself, with its example. Throws an OperationalError where there is no such rule. */
export async function explainRule(id: string, screen: Screen): Promise<string> {
  const rule = findRule(id);
  return renderRule(rule, await readExample(rule), screen);
}

/** Throws an OperationalError for the first id that no rule has. */
export function checkRuleIds(ids: readonly string[]): void {
  for (const id of ids) findRule(id);
}

/** The documentation without the check, which is a function and no JSON. */
function docOf({ check: _, ...doc }: Rule): RuleDoc {
  return doc;
}

function findRule(id: string): RuleDoc {
  const rule = rules.find(each => each.id === id);
  if (rule !== undefined) return rule;
  const meant = closestName(
    id,
    rules.map(each => each.id),
  );
  const question = meant === undefined ? '' : `did you mean ${meant}? `;
  throw new OperationalError('no such rule', id, `${question}faultline rules lists all rules`);
}
