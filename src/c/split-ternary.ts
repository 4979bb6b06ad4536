import { closingIndex, depthChange, indexAtDepthZero } from './brackets.js';
import { readExpression } from './expression.js';
import type { Statement } from './statement.js';
import type { Token } from './tokenize.js';

/** Ternaries nested deeper stay one expression: each level copies the tokens. */
const ternaryDepthMax = 16;
/** Parentheses around one value that are looked into: for each, the whole value is read. */
const groupingDepthMax = 8;

/**
 * An expression or return statement; `x = c ? a : b` runs one of two calls, and two statements under one condition say so, each of
 * which may be a ternary again.
 */
export function splitTernary(tokens: readonly Token[], line: number, isReturn: boolean, depth = 0): Statement[] {
  const start = valueStart(tokens);
  const value = withoutParens(tokens.slice(start));
  const question = depth < ternaryDepthMax ? indexAtDepthZero(value, '?') : -1;
  const colon = question < 0 ? -1 : matchingColon(value, question);
  if (colon < 0) {
    const expression = readExpression(tokens);
    return [{ kind: isReturn ? 'return' : 'expression', line: tokens[0]?.line ?? line, expression }];
  }
  const target = tokens.slice(0, start);
  const condition = value.slice(0, question);
  const yes = value.slice(question + 1, colon);
  const split = (part: readonly Token[]): Statement[] => splitTernary([...target, ...part], line, isReturn, depth + 1);
  return [
    {
      kind: 'if',
      line,
      condition,
      // GNU C's `a ?: b` is `a ? a : b`.
      consequent: split(yes.length > 0 ? yes : condition),
      alternative: split(value.slice(colon + 1)),
    },
  ];
}

/** Behind the last `=` that stands before any `?`. */
function valueStart(tokens: readonly Token[]): number {
  const question = indexAtDepthZero(tokens, '?');
  let start = 0;
  for (let at = indexAtDepthZero(tokens, '='); at >= 0 && (question < 0 || at < question); ) {
    start = at + 1;
    at = indexAtDepthZero(tokens, '=', start);
  }
  return start;
}

/** `(c ? a : b)` is `c ? a : b`. */
function withoutParens(tokens: readonly Token[]): readonly Token[] {
  let start = 0;
  let end = tokens.length;
  while (start < groupingDepthMax && tokens[start]?.text === '(' && closingIndex(tokens, start) === end - 1) {
    start += 1;
    end -= 1;
  }
  return tokens.slice(start, end);
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
