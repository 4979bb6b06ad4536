import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readExample } from '../src/app/rule-example.js';
import { renderRuleIndex, renderRuleMarkdown } from '../src/render/rule-markdown.js';
import { renderRule } from '../src/render/rule-text.js';
import { rules } from '../src/rules/registry.js';
import { expectGolden } from './support/golden.js';
import { readRepositoryFile, repository } from './support/repository.js';
import { pairFixtures } from './support/rule-fixtures.js';
import { findingsOf } from './support/rule-tester.js';

describe.each(rules.map(rule => [rule.id, rule] as const))('%s', (id, rule) => {
  test('its page in the documentation says what the rule says of itself', async () => {
    expectGolden(`../docs/rules/${id}.md`, renderRuleMarkdown(rule, await readExample(rule)));
  });

  test('its example is one of its fixtures, and no other rule has a say in it', async () => {
    const fixture = pairFixtures.find(({ ruleId, name }) => ruleId === id && name === rule.example);
    const findings = fixture === undefined ? [] : await findingsOf(fixture, rules, 'file');
    expect(new Set(findings.map(finding => finding.ruleId))).toEqual(new Set([id]));
    const { findings: shown } = await readExample(rule);
    expect(shown.map(({ what }) => what)).toEqual(findings.map(({ what }) => what));
  });

  test('its example fits a page', async () => {
    const { series } = await readExample(rule);
    const lines = series.patches
      .flatMap(({ files }) => files.flatMap(({ hunks }) => hunks))
      .flatMap(hunk => hunk.lines);
    expect(lines.length).toBeLessThanOrEqual(35);
    expect(lines.map(({ text }) => text.replace(/\t/g, ' '.repeat(8))).filter(text => text.length > 90)).toEqual([]);
    expect(lines.filter(({ text }) => /\/\* (?:ruleid|ok|proof):/.test(text))).toEqual([]);
  });
});

test('`faultline explain` has the same words', async () => {
  const [rule] = rules;
  expectGolden('reviews/explain.txt', rule ? renderRule(rule, await readExample(rule)) : '');
});

test('the index of the documentation lists every rule, and there is a page for each and no other', () => {
  expectGolden('../docs/rules/README.md', renderRuleIndex(rules));
  const pages = readdirSync(join(repository, 'docs/rules'), { recursive: true, encoding: 'utf8' });
  const named = pages.filter(path => /\/.*\.md$/.test(path)).map(path => path.replace(/\.md$/, ''));
  expect(named.sort()).toEqual(rules.map(rule => rule.id).sort());
});

test('what an explanation needs is in the package', () => {
  const { files } = JSON.parse(readRepositoryFile('package.json')) as { files: readonly string[] };
  const needed = rules.flatMap(({ id, example }) =>
    ['.old.c', '.c'].map(end => `fixtures/rules/${id}/${example}${end}`),
  );
  expect(needed.filter(path => !existsSync(join(repository, path)))).toEqual([]);
  expect(files).toContain('fixtures/rules/**/*.c');
});
