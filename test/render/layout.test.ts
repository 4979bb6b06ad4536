import { describe, expect, test } from '@jest/globals';
import { columnsOf, count, cutTo, wrap, wrapLine } from '../../src/render/layout.js';

describe('the columns of a terminal', () => {
  test.each([
    ['abc', 3],
    ['ループ', 6],
    ['e\u0301', 1],
    ['Łódź', 4],
    ['', 0],
  ])('%j takes %i of them', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });

  test('are not exceeded by a line that was cut', () => {
    expect(cutTo('abcdef', 6)).toBe('abcdef');
    expect(cutTo('abcdefg', 6)).toBe('abc...');
    expect(cutTo('ループループ', 8)).toBe('ルー...');
  });
});

describe('wrapped prose', () => {
  test('breaks between words', () => {
    expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
  });

  test('keeps a long word whole, on a line of its own', () => {
    expect(wrap('see https://example.org/long now', 10)).toEqual(['see', 'https://example.org/long', 'now']);
  });

  test('cuts a word that is none', () => {
    expect(wrap('x'.repeat(100_000), 10).map(line => line.length)).toEqual([400]);
  });

  test('is one empty line for an empty text', () => {
    expect(wrap('', 10)).toEqual(['']);
  });
});

test('the parts of a long line keep its indentation', () => {
  expect(wrapLine('  one  two', 10)).toEqual(['  one  two']);
  expect(wrapLine('  one two three', 10)).toEqual(['  one two', '  three']);
  expect(wrapLine(`${' '.repeat(90)}far`, 60)).toEqual([`${' '.repeat(16)}far`]);
});

test('a number stands before the singular or the plural of a noun', () => {
  expect([count(1, 'mail'), count(2, 'mail'), count(0, 'patch', 'patches')]).toEqual([
    '1 mail',
    '2 mails',
    '0 patches',
  ]);
});
