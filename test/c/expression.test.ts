import { describe, expect, test } from '@jest/globals';
import { addressKey, squeeze } from '../../src/c/expression.js';
import { expressionOf, tokensOf } from './read-c.js';

/** Calls in order, each as `name(argument|argument)` and `=object` for where its value goes. */
function callsOf(text: string): readonly string[] {
  return expressionOf(text).calls.map(({ name, args, assignedTo }) => {
    const target = assignedTo === undefined ? '' : `=${assignedTo}`;
    return `${name}(${args.map(squeeze).join('|')})${target}`;
  });
}

describe('calls', () => {
  test.each([
    [
      'come in the order in which they are made: arguments first',
      'a(b(c()), d())',
      ['c()', 'b(c())', 'd()', 'a(b(c())|d())'],
    ],
    ['keep commas in brackets inside one argument', 'a((b, c), d[e, f], (g){h, i})', ['a((b,c)|d[e,f]|(g){h,i})']],
    [
      'are found in the arguments of macros',
      'iterate(i, n, v, copyin(p, v.base, v.len), memcpy(p, v.addr))',
      ['copyin(p|v.base|v.len)', 'memcpy(p|v.addr)', 'iterate(i|n|v|copyin(p,v.base,v.len)|memcpy(p,v.addr))'],
    ],
    ['are no casts, no sizeof and no keyword', '(void *)a + sizeof(b) + (c) + asm volatile ("d")', []],
    ['may have no argument', 'smp_mb()', ['smp_mb()']],
    ['through a member keep the arrow, since what they call is not known', 'a->ops->copy(b)', ['->copy(b)']],
    ['that a hunk has cut off are calls', 'copy_from_user(to, from', ['copy_from_user(to|from)']],
    ['inside a statement expression are calls', '({ a(b); c; })', ['a(b)']],
  ])('%s', (_, text, expected) => {
    expect(callsOf(text)).toEqual(expected);
  });

  test.each([
    ['a plain assignment', 'kaddr = kmap_atomic(page)', 'kaddr'],
    ['a declaration', 'char *kaddr = kmap_atomic(page)', 'kaddr'],
    ['a declaration with two names', 'void *kaddr = kmap_atomic(page), *p = kaddr + 1', 'kaddr'],
    ['the second of two names', 'void *a, *b = kmap_atomic(page)', 'b'],
    ['behind a cast', 'kaddr = (char *)kmap_atomic(page)', 'kaddr'],
    ['behind a cast and with an offset', 'kaddr = (void __iomem *)((long)kmap_atomic(page) + off)', 'kaddr'],
    ['with an offset before it', 'kaddr = off + kmap_atomic(page)', 'kaddr'],
    ['inside a condition', '(kaddr = kmap_atomic(page)) == NULL', 'kaddr'],
    ['a member', 'req->map.addr = kmap_atomic(page)', 'req->map.addr'],
    ['an element', 'pages[i + 1] = kmap_atomic(page)', 'pages[i+1]'],
    ['through a pointer', '*addr = kmap_atomic(page)', 'addr'],
    ['nothing: used in place', 'memcpy(kmap_atomic(page), from, n)', undefined],
    ['nothing: an index', 'a = table[kmap_atomic(page)]', undefined],
    ['the innermost target, in a statement expression', 'a = ({ b = kmap_atomic(page); b; })', 'b'],
    ['nothing, behind another statement', '({ b = c; kmap_atomic(page); })', undefined],
    ['nothing: alone', 'kmap_atomic(page)', undefined],
  ])('the value of a call goes to %s', (_, text, expected) => {
    expect(expressionOf(text).calls.find(call => call.name === 'kmap_atomic')?.assignedTo).toBe(expected);
  });

  test('know the line of their name', () => {
    expect(expressionOf('a(\n  b(c),\n  d\n)').calls.map(call => call.line)).toEqual([2, 1]);
  });
});

test.each([
  ['vaddr', 'vaddr'],
  ['vaddr + offset', 'vaddr'],
  ['(void *)vaddr', 'vaddr'],
  ['(void __force *)vaddr + offset', 'vaddr'],
  ['(char *)(vaddr + offset)', 'vaddr'],
  ['((struct a *)vaddr)->b', 'vaddr'],
  ['&req->pages[i]', 'req->pages[i]'],
  ['req->map.addr - 1', 'req->map.addr'],
  ['*pp', 'pp'],
  ['page_address(page)', undefined],
  ['1 + vaddr', undefined],
  ['', undefined],
])('the address %s is based on %s', (text, expected) => {
  expect(addressKey(tokensOf(text))).toBe(expected);
});

test.each([
  ['an assignment writes its left side', 'a = b', ['a']],
  ['so does one that reads as well', 'a->b += c', ['a->b']],
  ['counting writes', 'i++, --j', ['i', 'j']],
  ['an address that is handed out may be written', 'get(&a, b & c)', ['a']],
  ['comparing writes nothing', 'a == b && c != d', []],
])('%s', (_, text, expected) => {
  expect(expressionOf(text).written).toEqual(expected);
});

test('equal code is squeezed to equal text, however it is laid out', () => {
  expect(squeeze(tokensOf('unsigned  int\n a =( b )+ c ;'))).toBe('unsigned int a=(b)+c;');
});
