import { expect, test } from '@jest/globals';
import { tokenize } from '../../src/c/tokenize.js';
import { codeOf, tokensOf } from './read-c.js';

function textsOf(text: string): string {
  return tokensOf(text)
    .map(token => token.text)
    .join(' ');
}

/** Of a hunk. */
function textsOfCut(text: string): string {
  return tokenize(codeOf(text), true)
    .map(token => token.text)
    .join(' ');
}

test.each([
  ['names, numbers and operators are cut at their ends', 'a->b+=0x1fUL<<2;', 'a -> b += 0x1fUL << 2 ;'],
  ['operators of three characters are one', 'a <<= b >>= c', 'a <<= b >>= c'],
  ['a comment is nothing', 'a /* copy_from_user(b); */ c', 'a c'],
  ['a comment to the end of the line is nothing', 'a // kmap_atomic(page)\nb', 'a b'],
  ['a comment over several lines is nothing', 'a /*\n * b();\n */ c', 'a c'],
  ['comments do not nest', 'a /* /* b */ c', 'a c'],
  ['a comment that never ends swallows the rest', 'a /* b\nc', 'a'],
  ['a comment in a string is part of the string', 'f("/* no comment */", x)', 'f ( "/* no comment */" , x )'],
  ['an escaped quote does not end a string', 'f("a\\"b", c)', 'f ( "a\\"b" , c )'],
  ['a character is a string', "c == '\\'' || c == '\"'", "c == '\\'' || c == '\"'"],
  ['a quote without its partner costs one line', 'a "b c\nd', 'a "b c d'],
  ['a backslash at the end continues a string', 'f("a \\\n b", c)', 'f ( "a \\\n b" , c )'],
  ['names of the extended kind are names', '$a __b c9', '$a __b c9'],
  ['what is no C is punctuation, character by character', 'a @ §', 'a @ §'],
])('%s', (_, text, expected) => {
  expect(textsOf(text)).toBe(expected);
});

test.each([
  ['a directive is one token', '#define A(x) x + 1\nb', ['#define A(x) x + 1', 'b']],
  ['a directive goes on behind a backslash', '#define A \\\n\tb(); \\\n\tc()\nd', ['#define A  \tb();  \tc()', 'd']],
  ['also where lines end in CR LF', '#define A \\\r\n\tb()\r\nc\r', ['#define A  \tb()\r', 'c']],
  ['a directive may be indented, and its # too', '  # ifdef A\nb', ['# ifdef A', 'b']],
  ['a # inside a line is none', 'a # b', ['a', '#', 'b']],
  ['a comment on the line of a directive does not belong to it', '#endif /* A\n b */\nc', ['#endif ', 'c']],
])('%s', (_, text, expected) => {
  expect(tokensOf(text).map(token => token.text)).toEqual(expected);
});

test('tokens know their line in the file, behind comments, strings and directives of several lines', () => {
  const text = 'a\n/*\n*/ b\n#if A \\\n && B\nc "d\\\ne" f\n\ng';
  expect(tokenize(codeOf(text, 100)).map(token => `${token.line} ${token.kind}`)).toEqual([
    '100 name',
    '102 name',
    '103 directive',
    '105 name',
    '105 string',
    '106 name',
    '108 name',
  ]);
});

test.each([
  ['whose end is in sight', ' * kmap_atomic(page) maps\n */\nint a;', 'int a ;'],
  ['whose end comes before the next begins', ' words\n*/\nint a; /* more */', 'int a ;'],
  ['that fills the hunk', ' * words\n * of a comment', ''],
  ['that fills it, with blank lines between', '\t * words\n\t *\n\t * more', ''],
])('a hunk that begins inside a comment %s shows no code before that', (_, text, expected) => {
  expect(textsOfCut(text)).toBe(expected);
});

test('a statement that begins with a star is no comment', () => {
  expect(textsOfCut('*to = 1;\n*(from) = 2;')).toBe('* to = 1 ; * ( from ) = 2 ;');
});

test('a whole file begins with code, whatever its comments hold', () => {
  expect(textsOf('// the end */ of nothing\nint a;')).toBe('int a ;');
});
