import { test } from '@jest/globals';
import { squeeze } from '../../src/c/expression.js';
import { findFunctions } from '../../src/c/find-functions.js';
import { findVisibleFunctions } from '../../src/c/find-visible-functions.js';
import { buildFlowGraph } from '../../src/c/flow-graph.js';
import type { CFunction } from '../../src/c/function-head.js';
import { parseStatements } from '../../src/c/parse-statements.js';
import type { CodeText } from '../../src/domain/source.js';
import { expectGolden } from '../support/golden.js';
import { readRepositoryFile } from '../support/repository.js';

function readCode(name: string, firstLine: number): CodeText {
  return { lines: readRepositoryFile(`fixtures/c/${name}.c`).trimEnd().split('\n'), firstLine };
}

/** A function with its lines, and below it its calls. */
function outline({ name, startLine, endLine, isStatic, isWhole, body }: CFunction): string {
  const ends = isWhole ? '' : ' …';
  const head = `${startLine}-${endLine} ${isStatic ? 'static ' : ''}${name}${ends}\n`;
  const { nodes } = buildFlowGraph(parseStatements(body).statements, () => false);
  const calls = nodes.flatMap(node => node.expression?.calls ?? []);
  return (
    head +
    calls
      .map(call => {
        const target = call.assignedTo === undefined ? '' : `${call.assignedTo} = `;
        return `  ${call.line} ${target}${call.name}(${call.args.map(squeeze).join(', ')})\n`;
      })
      .join('')
  );
}

test.each(['heads', 'conditionals', 'macros'])('the functions and calls of %s.c are read as its text says', name => {
  expectGolden(`c/${name}.txt`, findFunctions(readCode(name, 1)).map(outline).join(''));
});

test('the functions and calls of hunk.c, which begins at line 200, are read as its text says', () => {
  const functions = findVisibleFunctions(
    readCode('hunk', 200),
    'size_t quill_copy(struct quill *q, struct page *page,',
  );
  expectGolden('c/hunk.txt', functions.map(outline).join(''));
});
