import { expect, test } from '@jest/globals';
import { renderRuleMarkdown } from '../../src/render/rule-markdown.js';
import { renderRule, renderRuleList } from '../../src/render/rule-text.js';
import { rules } from '../../src/rules/registry.js';
import { expectGolden } from '../support/golden.js';

test('`faultline rules` is a line for each rule', () => {
  expectGolden('reviews/rules.txt', renderRuleList(rules));
});

test('what a rule says without an example is the help in a SARIF log', () => {
  const [rule] = rules;
  expect(rule && renderRule(rule)).not.toContain('Example');
  expect(rule && renderRuleMarkdown(rule)).not.toContain('Example');
});

test('a list of no rules is empty', () => {
  expect(renderRuleList([])).toBe('');
});
