import { depthChange, indexAtDepthZero } from './brackets.js';
import { readExpression } from './expression.js';
import type { Statement } from './statement.js';
import type { Token } from './tokenize.js';

/** An expression or return statement; `x = c ? a : b` runs one of two calls, and two statements under one condition say so. */
export function splitTernary(tokens: readonly Token[], line: number, isReturn: boolean): Statement[] {
  const make = (part: readonly Token[]): Statement => {
    const expression = readExpression(part);
    return { kind: isReturn ? 'return' : 'expression', line: part[0]?.line ?? line, expression };
  };
  const question = indexAtDepthZero(tokens, '?');
  const colon = question < 0 ? -1 : matchingColon(tokens, question);
  if (colon < 0) return [make(tokens)];
  let start = 0;
  for (let index = indexAtDepthZero(tokens, '='); index >= 0 && index < question; ) {
    start = index + 1;
    index = indexAtDepthZero(tokens, '=', start);
  }
  const target = tokens.slice(0, start);
  const condition = tokens.slice(start, question);
  const yes = tokens.slice(question + 1, colon);
  return [
    {
      kind: 'if',
      line,
      condition,
      // GNU C's `a ?: b` is `a ? a : b`.
      consequent: [make([...target, ...(yes.length > 0 ? yes : condition)])],
      alternative: [make([...target, ...tokens.slice(colon + 1)])],
    },
  ];
}

function matchingColon(tokens: readonly Token[], question: number): number {
  let pending = 1;
  let depth = 0;
  for (let index = question + 1; index < tokens.length; index += 1) {
    const token = tokens[index];
    depth += depthChange(token);
    if (depth !== 0) continue;
    if (token?.text === '?') pending += 1;
    else if (token?.text === ':') {
      pending -= 1;
      if (pending === 0) return index;
    }
  }
  return -1;
}
