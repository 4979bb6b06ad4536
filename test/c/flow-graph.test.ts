import { describe, expect, test } from '@jest/globals';
import { graphOf, waysOf } from './read-c.js';

test.each([
  ['a straight line', 'a(); b();', ['a b end']],
  ['an if', 'if (a()) b(); c();', ['a b c end', 'a c end']],
  ['an if with else', 'if (a()) b(); else c(); d();', ['a b d end', 'a c d end']],
  ['an early return', 'if (a()) return b(); c();', ['a b return', 'a c end']],
  ['a goto forward', 'if (a()) goto out; b(); out: c();', ['a b c end', 'a c end']],
  ['a goto backward', 'again: if (a()) goto again; b();', ['a a b end', 'a b end']],
  ['a goto into the dark: not any further', 'if (a()) goto out; b();', ['a b end']],
  ['BUG()', 'if (a()) BUG(); b();', ['a BUG', 'a b end']],
  ['a ternary', 'x = a() ? b() : c();', ['a b end', 'a c end']],
  ['nothing', '', ['end']],
])('control runs through %s', (_, text, expected) => {
  expect(waysOf(text)).toEqual(expected);
});

describe('a loop', () => {
  test.each([
    ['may not run at all', 'while (a()) b(); c();', ['a b a c end', 'a c end']],
    ['counts', 'for (a(); b(); c()) d(); e();', ['a b d c b e end', 'a b e end']],
    ['of do runs once at least', 'do { a(); } while (b()); c();', ['a b a b c end', 'a b c end']],
    ['of do whose condition is 0 runs once', 'do { a(); } while (0); b();', ['a b end']],
    ['without end is left by a jump only', 'for (;;) { if (a()) break; b(); } c();', ['a b a c end', 'a c end']],
    ['of while (1) too', 'while (1) { if (a()) return; }', ['a a return', 'a return']],
    [
      'of a macro may not run',
      'list_for_each_entry(x, y, z) a(); b();',
      ['list_for_each_entry a b end', 'list_for_each_entry b end'],
    ],
    [
      'goes on at its step',
      'for (;a();b()) { if (c()) continue; d(); } e();',
      ['a c b a e end', 'a c d b a e end', 'a e end'],
    ],
    ['in a loop is left alone', 'while (a()) { while (b()) break; c(); } d();', ['a b c a d end', 'a d end']],
  ])('%s', (_, text, expected) => {
    expect(waysOf(text)).toEqual(expected);
  });
});

describe('a switch', () => {
  test.each([
    [
      'runs one case',
      'switch (a()) { case 1: b(); break; case 2: c(); break; default: d(); } e();',
      ['a b e end', 'a c e end', 'a d e end'],
    ],
    ['without default may run none', 'switch (a()) { case 1: b(); } c();', ['a b c end', 'a c end']],
    [
      'falls through',
      'switch (a()) { case 1: b(); case 2: c(); break; default: d(); }',
      ['a b c end', 'a c end', 'a d end'],
    ],
    [
      'in a loop lets the loop go on',
      'while (a()) { switch (b()) { case 1: continue; default: c(); } d(); }',
      ['a b a end', 'a b c d a end', 'a end'],
    ],
    [
      'has its own inner switch',
      'switch (a()) { default: switch (b()) { case 1: c(); } d(); }',
      ['a b c d end', 'a b d end'],
    ],
  ])('%s', (_, text, expected) => {
    expect(waysOf(text)).toEqual(expected);
  });
});

test('an edge says what is known on it', () => {
  const edges = graphOf('if (a && !b) c();').nodes.flatMap(node => node.edges);
  const facts = edges.map(edge => edge.assumes.map(({ atom, holds }) => `${holds ? '' : '!'}${atom}`).join());
  expect(facts.filter(Boolean)).toEqual(['a,!b', '!a', 'a,b']);
});

test('a node stands in its blocks, and a scope guard in the block that it opens', () => {
  const { nodes } = graphOf('a(); { b(); } scoped_guard(pagefault) { c(); } d();');
  const depths = nodes.flatMap(({ expression, scopes, opensScope }) =>
    (expression?.calls ?? []).map(call => `${call.name} ${scopes.length}${opensScope ? ' opens' : ''}`),
  );
  expect(depths).toEqual(['a 1', 'b 2', 'scoped_guard 2 opens', 'c 3', 'd 1']);
});

test('a node knows how it leaves the function', () => {
  expect(graphOf('if (a) return b; c();').nodes.flatMap(node => node.exit ?? [])).toEqual(['return', 'end']);
});

function factsIn(text: string): readonly string[] {
  const edges = graphOf(text).nodes.flatMap(node => node.edges);
  const facts = edges.map(({ assumes }) => assumes.map(({ atom, holds }) => `${holds ? '' : '!'}${atom}`).join());
  return facts.filter(Boolean);
}

test.each([
  ['a flag', 'bool a = b & C;', ['b&C,a', '!b&C,!a']],
  ['a negation', 'a = !b;', ['!b,a', 'b,!a']],
  ['a number', 'a = 0;', ['!a']],
  ['a word', 'a = true;', ['a']],
  ['two flags', 'a = b && c;', ['b,c,a', '!b,!a', 'b,!c,!a']],
  ['what a call returns', 'a = b(c);', []],
  ['itself', 'a = a & B;', []],
  ['a member', 'a->b = c;', []],
  ['one of several', 'int a = b, c = d;', []],
])('a variable knows what it was given: %s', (_, text, expected) => {
  expect(factsIn(text)).toEqual(expected);
});

test('a case knows its value, and that it is no other; so does what no case fits', () => {
  expect(factsIn('switch (a->b) { case C: c(); break; case D: d(); }')).toEqual([
    'a->b==C,!a->b==D',
    'a->b==D,!a->b==C',
    '!a->b==C,!a->b==D',
  ]);
  expect(factsIn('switch (a) { case 0: b(); break; default: c(); }')).toEqual(['!a', 'a']);
});
