import { expect, test } from '@jest/globals';
import { findFunctions } from '../../src/c/find-functions.js';
import { findVisibleFunctions } from '../../src/c/find-visible-functions.js';
import { buildFlowGraph } from '../../src/c/flow-graph.js';
import type { CFunction } from '../../src/c/function-head.js';
import { parseStatements } from '../../src/c/parse-statements.js';
import type { CodeText } from '../../src/domain/source.js';
import { makeSoup } from './soup.js';

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
