import { expect, test } from '@jest/globals';
import { resolveConditionals } from '../../src/c/resolve-conditionals.js';
import { tokensOf } from './read-c.js';

function resolved(text: string): string {
  return resolveConditionals(tokensOf(text))
    .map(token => token.text)
    .join(' ');
}

test.each([
  [
    'both arms of a balanced group stay',
    '#ifdef A\nb();\n#else\nc();\n#endif',
    '#if defined A b ( ) ; #else  c ( ) ; #endif',
  ],
  ['a group without #else stays an option', 'a;\n#ifndef A\nb;\n#endif\nc;', 'a ; #if !defined A b ; #endif c ;'],
  ['#elif is an arm with a condition', '#if A\nb;\n#elif C  > 1\nd;\n#endif', '#if A b ; #else C > 1 d ; #endif'],
  [
    'of arms that open what another closes, the first stays',
    '#ifdef A\nif (b) {\n#else\nif (c) {\n#endif\nd; }',
    'if ( b ) { d ; }',
  ],
  ['of arms that cut a parenthesis, the first stays', 'f(\n#ifdef A\na,\n#else\nb) + (\n#endif\nc)', 'f ( a , c )'],
  ['#if 0 is never code', 'a;\n#if 0\nif (b) {\n#endif\nc;', 'a ; c ;'],
  ['the #else of #if 0 always is', '#if 0\nb;\n#else\nc;\n#endif', '#if c ; #endif'],
  ['groups nest', '#if A\n#if B\nc;\n#endif\nd;\n#endif', '#if A #if B c ; #endif d ; #endif'],
  [
    'an unbalanced group inside a balanced one is resolved first',
    '#if A\n#if B\n{\n#else\n{\n#endif\nc; }\n#endif',
    '#if A { c ; } #endif',
  ],
  ['other directives are dropped', '#include <a.h>\n#define B c\nd;\n#undef B', 'd ;'],
  ['a group that a hunk has cut at its end is code all the same', 'a;\n#ifdef B\nc;', 'a ; #if defined B c ; #endif'],
  ['an #endif or #else whose group began before the hunk is dropped', 'a;\n#else\nb;\n#endif\nc;', 'a ; b ; c ;'],
  [
    'an arm that began before the hunk goes where it leaves a brace open',
    'kmap(a);\nif (b) {\n#endif\nc; }\n#else\nd;',
    'c ; } d ;',
  ],
  ['an arm that began before the hunk stays where it closes what was open', '(a); }\n#endif\nb;', '( a ) ; } b ;'],
])('%s', (_, text, expected) => {
  expect(resolved(text)).toBe(expected);
});

test('nesting that no compiler takes is still read', () => {
  const depth = 2000;
  const text = `${'#if A\n'.repeat(depth)}b;\n${'#endif\n'.repeat(depth)}c;`;
  expect(resolved(text)).toMatch(/b ; .*c ;$/);
});
