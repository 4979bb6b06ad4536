import { expect, test } from '@jest/globals';
import { type Assumption, readCondition } from '../../src/c/condition.js';
import { tokensOf } from './read-c.js';

function factsOf(assumptions: readonly Assumption[]): string {
  return assumptions.map(({ atom, holds }) => `${holds ? '' : 'not '}${atom}`).join(', ');
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
  ['a && b', 'a, b', ''],
  ['a && !b && likely(c)', 'a, not b, c', ''],
  ['a || !b', '', 'not a, b'],
  ['!(a && b)', '', 'a, b'],
  ['!(a || b)', 'not a, not b', ''],
  ['(a && b) || c', '', 'not a&&b, not c'],
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
  expect(readCondition(tokensOf(long))).toEqual({ whenTrue: [], whenFalse: [] });
});
