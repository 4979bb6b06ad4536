import { expect, test } from '@jest/globals';
import { renderExplanation } from '../../../src/render/github/answers.js';
import { fitBlocks } from '../../../src/render/github/fit-blocks.js';
import { issueLabels } from '../../../src/render/github/issue-labels.js';
import { renderIssueNews } from '../../../src/render/github/issue-news.js';
import { markdownLink } from '../../../src/render/github/links.js';
import { plainText } from '../../../src/render/github/plain-text.js';
import { cutToChars } from '../../../src/render/layout.js';
import { rules } from '../../../src/rules/registry.js';
import { lostReview, manyReview, shown, verdictOf } from './make-verdict.js';

test('a body that is too long loses whole blocks, and says how many', () => {
  const leftOut = (count: number) => `${count} left out`;
  const parts = { head: ['head'], items: ['one', 'two', '', 'three'], tail: ['tail'], leftOut };
  expect(fitBlocks(parts, 100)).toBe('head\n\none\n\ntwo\n\nthree\n\ntail');
  expect(fitBlocks(parts, 29)).toBe('head\n\none\n\n2 left out\n\ntail');
  expect(fitBlocks(parts, 29).length).toBeLessThanOrEqual(29);
});

test('a cut never leaves half a character', () => {
  expect(cutToChars('ab😀cdef', 6)).toBe('ab...');
  expect(cutToChars('ab😀c', 6)).toBe('ab😀c');
});

test('the address of a link ends where it should', () => {
  expect(markdownLink('x', 'https://lore.kernel.org/r/a%40b')).toBe('[x](https://lore.kernel.org/r/a%40b)');
  expect(markdownLink('x', "https://a.example/(b) [c]<d>'`\n")).toBe(
    '[x](https://a.example/%28b%29%20%5Bc%5D%3Cd%3E%27%60%0A)',
  );
  expect(markdownLink('x', 'javascript:alert(1)')).toBe('x');
  expect(markdownLink('x', undefined)).toBe('x');
});

test('a title gives no mail address away', () => {
  expect(plainText('mm: for Ada <ada.holm@example.com>', 250)).toBe('mm: for Ada <ada.holm@\u200b…>');
});

test('labels name each list and rule once, the rules of what is open first', () => {
  const verdict = verdictOf(manyReview, { findings: manyReview.findings.map(each => shown(each)) });
  const lists = ['linux-mm.kvack.org', 'LINUX-MM.example.org', 'odd, list.example.org', '...'];
  expect(issueLabels(verdict, lists, undefined)).toEqual([
    'list: linux-mm',
    'list: odd-list',
    'rule: kmap/deprecated',
    'rule: kmap/missing-unmap',
    'rule: kmap/unmap-mismatch',
    'rule: kmap/unmap-order',
    'state: open',
  ]);
});

test('there is no news where the same findings are open', () => {
  const verdict = verdictOf(lostReview);
  expect(renderIssueNews(verdict, { ...verdict, series: { ...verdict.series, version: 3 } })).toBeUndefined();
});

test('the explanation of every rule is one that GitHub takes', () => {
  for (const rule of rules) expect(renderExplanation(rule, undefined)).toContain(`# \`${rule.id}\`\n`);
});
