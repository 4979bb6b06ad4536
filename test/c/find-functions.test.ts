import { describe, expect, test } from '@jest/globals';
import { findFunctions } from '../../src/c/find-functions.js';
import { codeOf, functionsOf, visibleFunctionsOf } from './read-c.js';

describe('in a whole file', () => {
  test.each([
    ['a function', 'int a(int b, char *c)\n{\n}\n', ['a(b,c) 1-3']],
    ['one whose brace stands behind its head', 'static void a(void) {\n\tb();\n}', ['a(void) 1-3']],
    ['one whose type stands on its own line', 'static struct a *\nb(struct c *d)\n{\n}', ['b(d) 1-4']],
    [
      'one with attributes behind and before',
      '__init static int a(void) __must_hold(&b) __acquires(c)\n{\n}',
      ['a(void) 1-3'],
    ],
    ['one with an attribute in parentheses', '__attribute__((noinline)) int a(int b)\n{\n}', ['a(b) 1-3']],
    ['one with an array', 'int a(struct c __iomem *d, u8 b[4])\n{\n}', ['a(d,b) 1-3']],
    ['a system call', 'SYSCALL_DEFINE2(brew, int, fd, size_t, n)\n{\n}', ['brew(brew,int,fd,size_t,n) 1-3']],
    [
      'two, with an initialiser and a struct between',
      'int a(void)\n{\n}\nstruct b { int c; };\nstatic struct b d = {\n\t.c = 1,\n};\nint e(void)\n{\n}',
      ['a(void) 1-3', 'e(void) 8-10'],
    ],
    ['none in a macro', '#define a(b) \\\n\tdo { c(b); } while (0)\nint d(void)\n{\n}', ['d(void) 3-5']],
    ['none in a prototype, an enum and a table', 'int a(int b);\nenum c { D, E };\nint (*f[])(void) = { g, h };', []],
    ['one behind a macro that makes one', 'DEFINE_MUTEX(a);\nmodule_init(b);\nint c(void)\n{\n}', ['c(void) 3-5']],
    ['one with a struct as its value', 'struct a b(struct c d)\n{\n}', ['b(d) 1-3']],
    ['one with a block in brackets', 'int a(void)\n{\n\tb(({ c; }));\n\treturn (struct d){ 1 }.e;\n}', ['a(void) 1-5']],
    ['a cut one', 'int a(void)\n{\n\tb();', ['a(void) 1-3 …']],
    ['none in an empty file', '', []],
  ])('%s is found', (_, text, expected) => {
    expect(functionsOf(text)).toEqual(expected);
  });

  test.each([
    [
      'twins under one condition',
      '#ifdef A\nint b(int c)\n{\n}\n#else\nint b(int d)\n{\n}\n#endif\n',
      ['b(c) 2-4', 'b(d) 6-8'],
    ],
    [
      'two heads of one body: the first',
      '#ifdef A\nint b(int c)\n{\n#else\nint b(int d)\n{\n#endif\n\te();\n}\n',
      ['b(c) 2-9'],
    ],
    [
      'a condition inside a body',
      'int a(void)\n{\n#ifdef B\n\tc();\n#endif\n}\nint d(void)\n{\n}',
      ['a(void) 1-6', 'd(void) 7-9'],
    ],
  ])('%s', (_, text, expected) => {
    expect(functionsOf(text)).toEqual(expected);
  });

  test('a function is static or not', () => {
    const [first, second] = findFunctions(codeOf('static int a(void)\n{\n}\nint b(void)\n{\n}'));
    expect([first?.isStatic, second?.isStatic]).toEqual([true, false]);
  });
});

describe('in a hunk', () => {
  test.each([
    ['the middle of one is named by the heading', '\ta();\n\tb();', 'int c(int d)', ['c() 1-2 …']],
    [
      'the end of one and the head of the next',
      '\ta();\n}\n\nint b(int c)\n{\n\td();',
      'void e(void)',
      ['e() 1-2 …', 'b(c) 4-6 …'],
    ],
    [
      'one as a whole between two',
      '\ta();\n}\n\nint b(void)\n{\n\tc();\n}\n\nint d(void)\n{',
      'int e(void)',
      ['e() 1-2 …', 'b(void) 4-7', 'd(void) 9-10 …'],
    ],
    ['one whose head began above', '\t\t  int b)\n{\n\tc();\n}', 'static int a(int d,', ['a(b) 1-4']],
    ['no name without a heading', '\ta();', '', ['?() 1-1 …']],
    ['a label in the heading names nothing', '\ta();', 'out:', ['?() 1-1 …']],
    ['a system call in the heading', '\ta();', 'SYSCALL_DEFINE1(brew, int, fd)', ['brew() 1-1 …']],
    ['an attribute in the heading', '\ta();', '__printf(1, 2) int b(const char *c)', ['b() 1-1 …']],
    ['lost indentation leaves one stretch', 'a();\n}\nint b(void)\n{\nc();', 'int d(void)', ['d() 1-5 …']],
  ])('%s', (_, text, heading, expected) => {
    expect(visibleFunctionsOf(text, heading)).toEqual(expected);
  });

  test('lines are those of the file', () => {
    expect(visibleFunctionsOf('\ta();\n}\n', 'int b(void)', 400)).toEqual(['b() 400-401 …']);
  });
});
