import { expect, test } from '@jest/globals';
import { findFunctions } from '../../src/c/find-functions.js';
import { findVisibleFunctions } from '../../src/c/find-visible-functions.js';
import { buildFlowGraph } from '../../src/c/flow-graph.js';
import type { CFunction } from '../../src/c/function-head.js';
import { parseStatements } from '../../src/c/parse-statements.js';
import type { CodeText } from '../../src/domain/source.js';
import { makeRandom } from '../support/random.js';
import { codeOf } from './read-c.js';

const vocabulary = [
  ...'{ } { } ( ) ( ) [ ] ; ; ; , : ? = * & ! && || -> . ++ if if else else for while do switch case default'.split(
    ' ',
  ),
  ...'break continue goto return label a b kmap_atomic copy_from_user list_for_each_entry scoped_guard int'.split(' '),
  ...['"', "'", '/*', '*/', '//', '\\', '1', '"s"', '@'],
  ...[
    '\n',
    '\n',
    '\n',
    '\n}\n',
    '\n{\n',
    '\nint f(int a)\n{\n',
    '\n#if A\n',
    '\n#else\n',
    '\n#endif\n',
    '\n#define M \\\n',
  ],
];

function makeSoup(seed: number): CodeText {
  const random = makeRandom(seed);
  const words = Array.from({ length: 20 + random(300) }, () => vocabulary[random(vocabulary.length)] ?? '');
  return codeOf(words.join(random(2) === 0 ? ' ' : '\t'), 1 + random(1000));
}

/** What must be true of whatever is read. */
function expectSound(functions: readonly CFunction[], code: CodeText): void {
  const lastLine = code.firstLine + code.lines.length - 1;
  let behind = code.firstLine;
  for (const fn of functions) {
    expect([fn.startLine >= behind, fn.endLine >= fn.startLine, fn.endLine <= lastLine]).toEqual([true, true, true]);
    behind = fn.endLine;
    const { nodes } = buildFlowGraph(parseStatements(fn.body).statements, name => name === 'b');
    const strays = nodes.flatMap(node => node.edges).filter(edge => nodes[edge.to] === undefined);
    expect(strays).toEqual([]);
  }
}

test('whatever stands there, it is read to its end, and lines and edges stay inside of it', () => {
  for (let seed = 0; seed < 600; seed += 1) {
    const code = makeSoup(seed);
    expectSound(findFunctions(code), code);
    expectSound(findVisibleFunctions(code, 'int f(int a)'), code);
  }
});

test('code cut at any line is read to its end', () => {
  const whole = makeSoup(7).lines;
  for (let start = 0; start < whole.length; start += 1) {
    const code = { lines: whole.slice(start), firstLine: start + 1 };
    expectSound(findVisibleFunctions(code, ''), code);
  }
});
