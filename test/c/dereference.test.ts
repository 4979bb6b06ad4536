import { describe, expect, test } from '@jest/globals';
import { declares, findDereference } from '../../src/c/dereference.js';
import { findDerivedPointers } from '../../src/c/derived-pointers.js';
import { readExpression } from '../../src/c/expression.js';
import { type Token, tokenize } from '../../src/c/tokenize.js';

describe('an expression', () => {
  test.each([
    'p->x',
    'y = p[0]',
    '*p = 1',
    'return *p',
    'n = *(u32 *)p',
    '*(p + 1) = 2',
    '*p++ = c',
    'f(a, p->x)',
    'x = a * *p',
  ])('reads or writes what p points to: %s', code => {
    expect(findDereference(read(code), 'p')?.text).toBe('p');
  });

  test.each([
    'p',
    'p + 1',
    'p == q',
    '&p->x',
    '(void *)&p[i]',
    '&(p->x)',
    'sizeof(*p)',
    'sizeof *p',
    'q->p',
    'u8 *p',
    'struct x *p = y',
    'typeof(*p) x',
    'a * p',
    'q = (u8 *)p',
    'f(p)',
  ])('only reckons with p: %s', code => {
    expect(findDereference(read(code), 'p')).toBeUndefined();
  });

  test.each(['u8 *p', 'struct x *p = y', 'const u8 **p', 'u32 p', 'char *q = NULL, *p', 'int i, p'])(
    'declares p: %s',
    code => {
      expect(declares(read(code), 'p')).toBe(true);
    },
  );

  test.each(['return p', 'f(*p)', 'a = *p', 'sizeof *p', '*p = 1', 'f(a, p)', 'i = 0, p = q'])(
    'does not declare p: %s',
    code => {
      expect(declares(read(code), 'p')).toBe(false);
    },
  );
});

describe('a pointer', () => {
  test.each(['q = p', 'q = (struct x *)(p + off)', 'q = &p->head', 'u8 *q = p + 4 * i', 'q = &p[i].name[0]'])(
    'is derived from another: %s',
    code => {
      expect(derive(code)).toEqual([['q', 'p']]);
    },
  );

  test.each(['q = *p', 'q = p->next', 'q = p[i]', 'q = f(p)', 'q = p ? p : r', 'q = &p', 'q = &p->next->head'])(
    'is not: %s',
    code => {
      expect(derive(code)).toEqual([]);
    },
  );

  test('stays derived while it steps on, and not if anything else is assigned to it', () => {
    expect(derive('q = p + 1', 'q++', 'q += n')).toEqual([['q', 'p']]);
    expect(derive('q = p', 'q = p + 1')).toEqual([['q', 'p']]);
    expect(derive('q = p', 'q = r')).toEqual([]);
    expect(derive('q = r()', 'q = p')).toEqual([]);
    expect(derive('q = p', 'get(&q)')).toEqual([]);
  });
});

function derive(...statements: readonly string[]): readonly (readonly [string, string])[] {
  return [...findDerivedPointers(statements.map(code => readExpression(read(code))))];
}

function read(code: string): Token[] {
  return tokenize({ lines: [code], firstLine: 1 });
}
