import { expect, test } from '@jest/globals';
import { renderRuleMarkdown } from '../../src/render/rule-markdown.js';
import { renderRule, renderRuleList } from '../../src/render/rule-text.js';
import { rules } from '../../src/rules/registry.js';
import { expectGolden } from '../support/golden.js';

test('`faultline rules` is a line for each rule', () => {
  expectGolden('reviews/rules.txt', renderRuleList(rules));
});

test('`faultline explain` says what, why, what to do, how sure, and where the rule may err', () => {
  expectGolden('reviews/explain.txt', rules.map(renderRule).join('\n'));
});

test('the documentation page has the same words as `faultline explain`', () => {
  expectGolden('reviews/explain.md', rules.map(renderRuleMarkdown).join('\n'));
});

test('a list of no rules is empty', () => {
  expect(renderRuleList([])).toBe('');
});
