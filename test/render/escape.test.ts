import { describe, expect, test } from '@jest/globals';
import { safeCode, safeCodeWithTabs, safeJson, safeLine, showInvisible } from '../../src/render/escape.js';
import { codeBlock, codeInCell, codeSpan, markdownProse, markdownText } from '../../src/render/escape-markdown.js';

const everyBadCharacter = [
  ...Array.from({ length: 32 }, (_, code) => code),
  ...Array.from({ length: 33 }, (_, index) => 0x7f + index),
  ...[
    0xad, 0x34f, 0x61c, 0x3164, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x2060, 0xfeff, 0xe0041, 0xd800,
  ],
  ...Array.from({ length: 5 }, (_, index) => 0x202a + index),
  ...Array.from({ length: 4 }, (_, index) => 0x2066 + index),
].map(code => String.fromCodePoint(code));

describe('text of strangers on a terminal', () => {
  test('shows every character that cannot be seen, and lets none through', () => {
    for (const character of everyBadCharacter) {
      expect(showInvisible(`a${character}b`)).toMatch(/^a<U\+[0-9A-F]{4,5}>b$/);
    }
  });

  test('stays as it is where it can be seen', () => {
    expect(showInvisible('Łukasz Żuraw 山田 太郎 — €')).toBe('Łukasz Żuraw 山田 太郎 — €');
  });

  test('is one line where one line is meant', () => {
    expect(safeLine('  a\r\n\tb\u2028c ')).toBe('a b c');
  });

  test('has the tabs of code expanded to stops of eight columns', () => {
    expect(safeCode('\tif (a)\t/* b */\r')).toBe('        if (a)  /* b */');
  });

  test('may keep the tabs of code, but no other control', () => {
    expect(safeCodeWithTabs('\ta\u001b[1m\tb\r')).toBe('\ta<U+001B>[1m\tb');
  });
});

describe('text of strangers in JSON', () => {
  test('is the same value and cannot steer a terminal', () => {
    for (const character of everyBadCharacter) {
      const json = safeJson({ [character]: [`a${character}`] }, 2);
      expect(JSON.parse(json)).toEqual({ [character]: [`a${character}`] });
      expect(json).toMatch(/^[\x20-\x7e\n]*$/);
    }
  });
});

describe('text of strangers in markdown', () => {
  test.each([
    ['a mention', '@torvalds', '@&#8203;torvalds'],
    ['an issue', 'owner/repo#12', 'owner/repo#&#8203;12'],
    ['an issue of the old form', 'see GH-12', 'see GH&#8203;-12'],
    ['an address', 'https://evil.example', 'https:&#8203;//evil.example'],
    ['a bare host', 'www.evil.example', 'www&#8203;.evil.example'],
    ['a link', '[a](b)', '\\[a\\](b)'],
    ['HTML', '<img src=x> &lt;', '&lt;img src=x&gt; &amp;lt;'],
    ['emphasis', '*a* _b_ ~~c~~ `d`', '\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\`d\\`'],
    ['a heading', '# a', '#&#8203; a'],
    ['a list', '- a', '\\- a'],
    ['a numbered list', '1. a', '1\\. a'],
    ['a numbered list of the other form', '1) a', '1\\) a'],
    ['a quotation', '> a', '&gt; a'],
    ['a name with an underscore', 'copy_from_user', 'copy_from_user'],
    ['several underscores', '___', '\\_\\_\\_'],
    ['a commit', 'see torvalds@2f9c1d0, or 0badc0de', 'see torvalds@&#8203;`2f9c1d0`, or `0badc0de`'],
    ['a bare host behind a mark', '_www.evil.example', '\\_www&#8203;.evil.example'],
    ['an emoji', 'a :+1: b::c', 'a :&#8203;+1: b::c'],
    ['a formula', '$x$', '<span>$</span>x<span>$</span>'],
    ['a cell of a table', 'a | b \\| c', 'a &#124; b \\\\&#124; c'],
    ['a sign of full width', '\uFF20a \uFF031', '\uFF20&#8203;a \uFF03&#8203;1'],
    ['a command', '/close', '\\/close'],
  ])('neutralises %s', (_name, text, expected) => {
    expect(markdownText(text)).toBe(expected);
  });

  test('cannot close a code span', () => {
    expect(codeSpan('a`b``c')).toBe('```a`b``c```');
    expect(codeSpan('`a')).toBe('`` `a ``');
  });

  test('is code in a cell of a table whatever is in it', () => {
    expect(codeInCell('a->b')).toBe('`a->b`');
    expect(codeInCell('a|@b')).toBe('<code>a&#124;@&#8203;b</code>');
  });

  test('forges no marker, in code neither', () => {
    expect(codeSpan('<!-- faultline:0 -->')).toBe('`<!<U+002D>- faultline:0 -->`');
    expect(codeBlock(['<!--FAULTLINE:0', '<!-- else -->'], 'c')).toBe(
      '```c\n<!<U+002D>-FAULTLINE:0\n<!-- else -->\n```',
    );
    expect(markdownText('<!-- faultline:0 -->')).toBe('&lt;!-- faultline:0 --&gt;');
  });

  test('cannot close a fence, however long', () => {
    expect(codeBlock(['```', '``````', 'a'], 'c')).toBe('```````c\n```\n``````\na\n```````');
  });

  test('has names of functions set as code in our own prose', () => {
    expect(markdownProse('so copy_from_user() may fault @ 1')).toBe('so `copy_from_user()` may fault @&#8203; 1');
    expect(markdownProse('->map() leaves it, ops.end() too')).toBe('`->map()` leaves it, ops`.end()` too');
    expect(markdownProse('f()g()')).toBe('`f()`&#8203;`g()`');
  });
});
