import { expect, test } from '@jest/globals';
import { parseStatements } from '../../src/c/parse-statements.js';
import { outline, statementsOf, tokensOf } from './read-c.js';

test.each([
  ['an if', 'if (a) b();', 'if(a){b();}'],
  ['an if with braces and else', 'if (a) { b(); c(); } else { d(); }', 'if(a){{b();c();}}else{{d();}}'],
  ['a chain of else-if', 'if (a) b(); else if (c) d(); else e();', 'if(a){b();}else{if(c){d();}else{e();}}'],
  ['an else belongs to the nearest if', 'if (a) if (b) c(); else d(); e();', 'if(a){if(b){c();}else{d();}}e();'],
  ['a while loop', 'while (a) b();', 'loop(;a;){b();}'],
  ['a for loop', 'for (i = 0; i < n; i++) { a(i); }', 'loop(i=0;i<n;i++){{a(i);}}'],
  ['a for loop without end', 'for (;;) a();', 'loop(;;){a();}'],
  ['a loop without a body', 'while (a()); b();', 'loop(;a();){}b();'],
  ['a do-while', 'do { a(); } while (b); c();', 'do{{a();}}while(b)c();'],
  ['a do-while without braces', 'do a(); while (b); c();', 'do{a();}while(b)c();'],
  ['a switch', 'switch (a) { case 1: b(); break; default: c(); }', 'switch(a){{case;b();break;default;c();}}'],
  ['a case with a ternary in its label', 'case A ? B : C: d();', 'case;d();'],
  ['a case range', 'case 1 ... 9: a();', 'case;a();'],
  ['a label, and a goto', 'out: a(); goto out;', 'out:a();goto out;'],
  ['a return with and without a value', 'if (a) return; return b(c);', 'if(a){return ;}return b(c);'],
  ['a bare block', '{ a(); } b();', '{a();}b();'],
  ['empty statements', ';;a();;', 'a();'],
  ['a declaration with an initialiser in braces', 'struct a b = { .c = d() }; e();', 'struct a b={.c=d()};e();'],
  ['a statement expression', 'a = ({ b(); c; }); d();', 'a=({b();c;});d();'],
])('%s is read', (_, text, expected) => {
  expect(outline(statementsOf(text))).toBe(expected);
});

test.each([
  [
    'a loop',
    'list_for_each_entry(a, &list, node) { b(a); } c();',
    'loop(list_for_each_entry(a,&list,node);;){{b(a);}}c();',
  ],
  [
    'a loop over one statement',
    'for_each_sg(sgl, sg, n, i) a(sg); b();',
    'loop(for_each_sg(sgl,sg,n,i);;){a(sg);}b();',
  ],
  [
    'a loop over an if',
    'for_each_set_bit(i, m, n) if (a) b(); c();',
    'loop(for_each_set_bit(i,m,n);;){if(a){b();}}c();',
  ],
  ['a loop with a block, whatever its name', 'HASH_WALK(h, a) { b(a); }', 'loop(HASH_WALK(h,a);;){{b(a);}}'],
  ['a scope', 'scoped_guard(mutex, &a->lock) { b(); } c();', 'scoped_guard(mutex,&a->lock){{b();}}c();'],
  ['a scope over one call', 'scoped_guard(pagefault) a(); b();', 'scoped_guard(pagefault){a();}b();'],
  ['a statement without its semicolon', 'larder_iterate(i, n, a(b), c(d))\n e();', 'larder_iterate(i,n,a(b),c(d))e();'],
  [
    'one, with a statement behind it',
    'iterate(i, a(b))\n if (c) d(); return e;',
    'iterate(i,a(b));if(c){d();}return e;',
  ],
  ['a call', 'guard(pagefault)(); a();', 'guard(pagefault)();a();'],
])('a macro can stand for %s', (_, text, expected) => {
  expect(outline(statementsOf(text))).toBe(expected);
});

test.each([
  ['one of two values', 'a = b ? c() : d();', 'if(b){a=c();}else{a=d();}'],
  ['one of two returns', 'return a ? b() : c();', 'if(a){return b();}else{return c();}'],
  ['with a declaration', 'void *a = b ? c() : d();', 'if(b){void*a=c();}else{void*a=d();}'],
  ['without its middle', 'return a() ?: b();', 'if(a()){return a();}else{return b();}'],
  ['one inside the other', 'a = b ? c : d ? e() : f();', 'if(b){a=c;}else{if(d){a=e();}else{a=f();}}'],
  ['in parentheses', 'a = (b ? c() : d());', 'if(b){a=c();}else{a=d();}'],
  ['a ternary among the arguments of a call stays one expression', 'a(b ? c() : d());', 'a(b?c():d());'],
])('of a ternary: %s', (_, text, expected) => {
  expect(outline(statementsOf(text))).toBe(expected);
});

test.each([
  ['a block whose head stands before it', 'a(); }\nb();', 'if(#enclosing){a();}b();'],
  ['that, with its else', 'a(); } else { b(); }\nc();', 'if(#enclosing){a();}else{{b();}}c();'],
  ['a block whose head begins before it', 'b) {\n\ta();\n}\nc();', 'b);{a();}c();'],
  ['that, with its else', 'b) {\n\ta();\n} else {\n\tc();\n}\nd();', 'b);if(){a();}else{{c();}}d();'],
  ['an else whose if stands before it', 'else\n\ta();\nb();', 'if(){}else{a();}b();'],
  ['a condition cut at its beginning', '&& a) {\n b();\n}\nc();', '&&a);{b();}c();'],
  ['a block that does not end', 'if (a) {\n b();', 'if(a){{b();}}'],
  ['a call that does not end', 'a(b,', 'a(b,;'],
  ['two blocks that end', 'a(); } b(); } c();', 'if(#enclosing){if(#enclosing){a();}b();}c();'],
])('of a hunk: %s', (_, text, expected) => {
  expect(outline(statementsOf(text))).toBe(expected);
});

test.each([
  ['arms are alternatives', '#ifdef A\na();\n#else\nb();\n#endif\nc();', 'if(defined A){a();}else{b();}c();'],
  ['an arm without #else may not run', '#if A\na();\n#endif\nb();', 'if(A){a();}b();'],
  ['an arm inside a block', 'if (a) {\n#ifdef B\nb();\n#endif\n}\nc();', 'if(a){{if(defined B){b();}}}c();'],
  ['an arm between if and else', 'if (a)\nb();\n#ifdef C\nc();\n#endif\nd();', 'if(a){b();}if(defined C){c();}d();'],
])('of conditional compilation: %s', (_, text, expected) => {
  expect(outline(statementsOf(text))).toBe(expected);
});

test('statements know the line where they begin', () => {
  const [first, second] = statementsOf('\nif (a)\n\tb();\n\n\nreturn c\n && d;');
  expect([first?.line, second?.line]).toEqual([2, 6]);
});

test('nesting deeper than people write is said, and what stands behind it is read', () => {
  const text = `${'if (a) { '.repeat(5000)}b();${' }'.repeat(5000)} c();`;
  const { statements, isTooDeep } = parseStatements(tokensOf(text));
  expect([isTooDeep, outline(statements).endsWith('c();')]).toEqual([true, true]);
});

test('ternaries nested deeper than any code needs stay one expression', () => {
  expect(outline(statementsOf(`a = ${'b ? c : '.repeat(40)}d;`))).toContain('else{a=b?c:b?c:b?c');
});
