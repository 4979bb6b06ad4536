import { expect, test } from '@jest/globals';
import { readCondition, type Ways } from '../../src/c/condition.js';
import { tokensOf } from './read-c.js';

function factsOf(ways: Ways): string {
  return ways.map(way => way.map(({ atom, holds }) => `${holds ? '' : 'not '}${atom}`).join(', ')).join(' | ');
}

test.each([
  ['a', 'a', 'not a'],
  ['!a', 'not a', 'a'],
  ['!!a', 'a', 'not a'],
  ['!(a)', 'not a', 'a'],
  ['likely(a)', 'a', 'not a'],
  ['unlikely(!a)', 'not a', 'a'],
  ['!unlikely(a)', 'not a', 'a'],
  ['a == NULL', 'not a', 'a'],
  ['a != NULL', 'a', 'not a'],
  ['a == 0', 'not a', 'a'],
  ['a->b != false', 'a->b', 'not a->b'],
  ['a && b', 'a, b', 'not a | a, not b'],
  ['a && !b && likely(c)', 'a, not b, c', 'not a | a, b | a, not b, not c'],
  ['a || !b', 'a | not a, not b', 'not a, b'],
  ['!(a && b)', 'not a | a, not b', 'a, b'],
  ['!(a || b)', 'not a, not b', 'a | not a, b'],
  ['!a && !b', 'not a, not b', 'a | not a, b'],
  ['(a && b) || c', 'a, b | not a, c | a, not b, c', 'not a, not c | a, not b, not c'],
  ['a == true', 'a', 'not a'],
  ['a != true', 'not a', 'a'],
  ['0 == a', 'not a', 'a'],
  ['(a & B) != 0', 'a&B', 'not a&B'],
  ['B & a', 'a&B', 'not a&B'],
  ['!!(a & B)', 'a&B', 'not a&B'],
  ['(a & B) == B', 'a&B', 'not a&B'],
  ['a != B', 'not a==B', 'a==B'],
  ['B == a', 'a==B', 'not a==B'],
  ['a & B == C', 'a&B==C', 'not a&B==C'],
  ['a == (b && c)', 'a==b&&c', 'not a==b&&c'],
  ['a == b == c', 'a==b==c', 'not a==b==c'],
  ['((a || b) && (c || d)) || ((e || f) && (g || h))', '', ''],
  ['a < b', 'a<b', 'not a<b'],
  ['f(a, b)', 'f(a,b)', 'not f(a,b)'],
  ['!f(a) == b', '!f(a)==b', 'not !f(a)==b'],
  ['', '', ''],
])('of (%s) it is known when true: %s; when false: %s', (text, whenTrue, whenFalse) => {
  const known = readCondition(tokensOf(text));
  expect([factsOf(known.whenTrue), factsOf(known.whenFalse)]).toEqual([whenTrue, whenFalse]);
});

test('of a condition longer than people write nothing is known', () => {
  const long = Array.from({ length: 200 }, (_, index) => `a${index}`).join(' && ');
  expect(readCondition(tokensOf(long))).toEqual({ whenTrue: [[]], whenFalse: [[]] });
});
