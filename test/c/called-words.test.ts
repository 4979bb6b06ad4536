import { expect, test } from '@jest/globals';
import { calledWords } from '../../src/c/called-words.js';
import { makeSoup } from './soup.js';

test.each([
  ['a call', 'a(b);', ['a']],
  ['calls in calls, and through members', 'a(b->c (d), e[f]( ), 1g(h))', ['a', 'c', 'g']],
  ['keywords too', 'if\t(a) return (b)', ['if', 'return']],
  ['no word before the parenthesis', '(a) + (b)', []],
  ['a line end parts them', 'a\n(b)', []],
])('%s', (_, text, expected) => {
  expect([...calledWords(text)]).toEqual(expected);
});

test('they are those that a regular expression finds', () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const text = makeSoup(seed).lines.join('\n');
    expect([...calledWords(text)]).toEqual(text.match(/[A-Za-z_]\w*(?=[ \t]*\()/g) ?? []);
  }
});
