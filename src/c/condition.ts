import { closingIndex, depthChange, splitAtDepthZero } from './brackets.js';
import { squeeze } from './expression.js';
import type { Token } from './tokenize.js';

/** One fact that a branch establishes: the condition `atom` (as text) holds, or does not. */
export interface Assumption {
  readonly atom: string;
  readonly holds: boolean;
}

export interface BranchAssumptions {
  readonly whenTrue: readonly Assumption[];
  readonly whenFalse: readonly Assumption[];
}

const hints = new Set(['likely', 'unlikely', '__builtin_expect']);

/** Longer conditions are generated code, and tell nothing here. */
const conditionTokensMax = 300;

/**
 * What is known on either side of a branch. `a && b` tells both when true and nothing when false, `a || b` the
 * reverse; `!a`, `a == NULL`, `a != 0` and `likely(a)` are the same atom `a`. An empty condition tells nothing.
 */
export function readCondition(tokens: readonly Token[]): BranchAssumptions {
  if (tokens.length > conditionTokensMax) return { whenTrue: [], whenFalse: [] };
  const { tokens: inner, isNegated } = stripNegations(tokens);
  const made = readPositive(inner);
  return isNegated ? { whenTrue: made.whenFalse, whenFalse: made.whenTrue } : made;
}

function readPositive(tokens: readonly Token[]): BranchAssumptions {
  if (tokens.length === 0) return { whenTrue: [], whenFalse: [] };
  const both = splitAtDepthZero(tokens, '&&');
  const either = splitAtDepthZero(tokens, '||');
  if (either.length > 1) return { whenTrue: [], whenFalse: either.flatMap(part => atomOf(part, false)) };
  if (both.length > 1) return { whenTrue: both.flatMap(part => atomOf(part, true)), whenFalse: [] };
  return { whenTrue: atomOf(tokens, true), whenFalse: atomOf(tokens, false) };
}

function atomOf(tokens: readonly Token[], holds: boolean): Assumption[] {
  const { tokens: inner, isNegated } = stripNegations(tokens);
  // A compound below a negation or in parentheses is left whole: its text is its atom.
  let text = squeeze(inner);
  let value = holds !== isNegated;
  const compared = /^(.*?)(==|!=)(NULL|0|false)$/.exec(text);
  if (compared?.[1]) {
    text = compared[1];
    if (compared[2] === '==') value = !value;
  }
  return text === '' ? [] : [{ atom: text, holds: value }];
}

function stripNegations(tokens: readonly Token[]): { tokens: readonly Token[]; isNegated: boolean } {
  let start = 0;
  let end = tokens.length;
  let isNegated = false;
  for (;;) {
    const first = tokens[start];
    if (!first || start >= end) break;
    if (first.text === '!' && !hasOperatorAtDepthZero(tokens, start + 1, end)) {
      isNegated = !isNegated;
      start += 1;
    } else if (first.text === '(' && closingIndex(tokens, start) === end - 1) {
      start += 1;
      end -= 1;
    } else if (
      hints.has(first.text) &&
      tokens[start + 1]?.text === '(' &&
      closingIndex(tokens, start + 1) === end - 1
    ) {
      start += 2;
      end -= 1;
    } else break;
  }
  return { tokens: tokens.slice(start, end), isNegated };
}

const operators = new Set(['&&', '||', '==', '!=', '<', '>', '<=', '>=', '&', '|', '^', '?', '=', '+', '-']);

function hasOperatorAtDepthZero(tokens: readonly Token[], start: number, end: number): boolean {
  let depth = 0;
  for (let index = start; index < end; index += 1) {
    depth += depthChange(tokens[index]);
    if (depth === 0 && operators.has(tokens[index]?.text ?? '')) return true;
  }
  return false;
}
