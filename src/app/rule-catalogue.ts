import { OperationalError } from '../domain/operational-error.js';
import type { RuleDoc } from '../domain/rule.js';
import { renderRule, renderRuleList } from '../render/rule-text.js';
import { rules } from '../rules/registry.js';

/** Every rule in one line each. */
export function listRules(): string {
  return renderRuleList(rules);
}

/** All that a rule says about itself. Throws an OperationalError where there is no such rule. */
export function explainRule(id: string): string {
  return renderRule(findRule(id));
}

/** Throws an OperationalError for the first id that no rule has. */
export function checkRuleIds(ids: readonly string[]): void {
  for (const id of ids) findRule(id);
}

function findRule(id: string): RuleDoc {
  const rule = rules.find(each => each.id === id);
  if (rule === undefined) throw new OperationalError('no such rule', id, 'faultline rules lists those there are');
  return rule;
}
