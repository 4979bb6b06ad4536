import { expect, test } from '@jest/globals';
import { CodeTexts } from '../../src/tree/code-texts.js';

test('a blob is one text as long as it is kept', () => {
  const texts = new CodeTexts(10);
  const first = texts.of('a', 'one\ntwo\n');
  expect(first).toEqual({ lines: ['one', 'two'], firstLine: 1 });
  expect(texts.of('a', 'one\ntwo\n')).toBe(first);
  texts.of('b', 'three\n');
  expect(texts.of('a', 'one\ntwo\n')).not.toBe(first);
});

test('the one not asked for the longest is forgotten first', () => {
  const texts = new CodeTexts(10);
  const [a, b] = ['a', 'b'].map(id => texts.of(id, '1234\n'));
  expect(texts.of('a', '1234\n')).toBe(a);
  texts.of('c', '1234\n');
  expect(texts.of('a', '1234\n')).toBe(a);
  expect(texts.of('b', '1234\n')).not.toBe(b);
});

test('a text with other line numbers is another text, and one without an id is not kept', () => {
  const texts = new CodeTexts(100);
  const text = texts.of('a', '1\n');
  expect(texts.of('a', '1\n', 0)).toEqual({ ...text, firstLine: 0 });
  expect(texts.of(undefined, '1\n')).not.toBe(texts.of(undefined, '1\n'));
});

test('a text larger than all that may be kept is given all the same', () => {
  expect(new CodeTexts(2).of('a', '1234\n').lines).toEqual(['1234']);
});
