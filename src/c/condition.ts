import { closingIndex, depthChange, indexAtDepthZero, splitAtDepthZero } from './brackets.js';
import { type Expression, squeeze } from './expression.js';
import type { Token } from './tokenize.js';

/** One fact that a branch establishes: the condition `atom` (as text) holds, or does not. */
export interface Assumption {
  readonly atom: string;
  readonly holds: boolean;
}

/** The ways to one side of a branch: what is known on each of them. */
export type Ways = readonly (readonly Assumption[])[];

export interface BranchAssumptions {
  readonly whenTrue: Ways;
  readonly whenFalse: Ways;
}

const hints = new Set(['likely', 'unlikely', '__builtin_expect']);
const falseWords = new Set(['0', 'NULL', 'false']);

/** Longer conditions are generated code, and tell nothing here. */
const conditionTokensMax = 300;
/** Conditions nested deeper are one atom. */
const nestingMax = 8;
/** Of more ways than these nothing is told apart: people do not keep them apart either. */
const waysMax = 8;

const unknown: Ways = [[]];

/**
 * What is known on either side of a branch. `a && b` is true one way, with both, and false two ways: without a, or with a and without b.
 * `!a`, `a == NULL`, `a != 0`, `!!a`, `(a)` and `likely(a)` are about the same atom `a`; so are `a & B`, `B & a` and `(a & B) == B`,
 * which asks for one flag as a rule. An empty condition tells nothing.
 */
export function readCondition(tokens: readonly Token[]): BranchAssumptions {
  if (tokens.length > conditionTokensMax) return { whenTrue: unknown, whenFalse: unknown };
  return read(tokens, 0);
}

/** What is known where a switch over `subject` jumps to `case value:`; undefined where that is more than one fact. */
export function readCase(subject: readonly Token[], value: readonly Token[]): Assumption | undefined {
  if (subject.length + value.length > conditionTokensMax) return undefined;
  const { whenTrue } = readEquality(stripParens(subject), stripParens(value), 0);
  return whenTrue.length === 1 && whenTrue[0]?.length === 1 ? whenTrue[0][0] : undefined;
}

/**
 * What is known behind an assignment to a plain variable: `quick = flags & QUICK` makes two atoms true or false together, and
 * `quick = false` one of them false.
 */
export function readAssignment({ tokens, calls, replaced: [target, ...others] }: Expression): Ways {
  if (!target || others.length > 0 || calls.length > 0 || !/^\w+$/.test(target)) return unknown;
  const value = tokens.slice(indexAtDepthZero(tokens, '=') + 1);
  const [first] = value;
  if (!first || first.text === '{' || value.length > conditionTokensMax || indexAtDepthZero(value, ',') >= 0)
    return unknown;
  const isNumber = value.length === 1 && first.kind === 'number';
  const { whenTrue, whenFalse } =
    isNumber || first.text === 'true' ? { whenTrue: unknown, whenFalse: [] } : read(value, 0);
  const isFalse = value.length === 1 && falseWords.has(first.text);
  const given = (ways: Ways, holds: boolean): Ways => ways.map(way => [...way, { atom: target, holds }]);
  return isFalse ? given(unknown, false) : [...given(whenTrue, true), ...given(whenFalse, false)];
}

function read(tokens: readonly Token[], depth: number): BranchAssumptions {
  const { tokens: inner, isNegated } = stripNegations(tokens);
  const made = readPositive(inner, depth);
  return isNegated ? flip(made) : made;
}

function flip({ whenTrue, whenFalse }: BranchAssumptions): BranchAssumptions {
  return { whenTrue: whenFalse, whenFalse: whenTrue };
}

function readPositive(tokens: readonly Token[], depth: number): BranchAssumptions {
  if (tokens.length === 0) return { whenTrue: unknown, whenFalse: unknown };
  if (depth < nestingMax) {
    const either = splitAtDepthZero(tokens, '||');
    if (either.length > 1) return flip(readAll(either, part => flip(read(part, depth + 1))));
    const both = splitAtDepthZero(tokens, '&&');
    if (both.length > 1) return readAll(both, part => read(part, depth + 1));
    const compared = readComparison(tokens, depth);
    if (compared) return compared;
  }
  const atom = squeeze(orderOperands(tokens, '&'));
  return { whenTrue: [[{ atom, holds: true }]], whenFalse: [[{ atom, holds: false }]] };
}

/** Conditions that are evaluated in turn, up to the first that is false. */
function readAll(
  parts: readonly (readonly Token[])[],
  readPart: (part: readonly Token[]) => BranchAssumptions,
): BranchAssumptions {
  let whenTrue: Ways = unknown;
  let whenFalse: Ways = [];
  for (const part of parts) {
    const each = readPart(part);
    whenFalse = few([...whenFalse, ...combine(whenTrue, each.whenFalse)]);
    whenTrue = few(combine(whenTrue, each.whenTrue));
  }
  return { whenTrue, whenFalse };
}

function combine(first: Ways, then: Ways): Ways {
  return first.flatMap(known => then.map(more => [...known, ...more]));
}

function few(ways: Ways): Ways {
  return ways.length <= waysMax ? ways : unknown;
}

/** A comparison with NULL, 0, false or true, or with another value: `a != b` is the negation of `a == b`. */
function readComparison(tokens: readonly Token[], depth: number): BranchAssumptions | undefined {
  const equal = indexAtDepthZero(tokens, '==');
  const at = equal < 0 ? indexAtDepthZero(tokens, '!=') : equal;
  if (at <= 0 || hasOperator(tokens, at + 1, tokens.length) || hasOperator(tokens, 0, at)) return undefined;
  const [left = [], right = []] = [tokens.slice(0, at), tokens.slice(at + 1)].map(side => stripParens(side));
  const made = readEquality(left, right, depth);
  return equal < 0 ? flip(made) : made;
}

function readEquality(left: readonly Token[], right: readonly Token[], depth: number): BranchAssumptions {
  const [value, constant] = isConstant(left) && !isConstant(right) ? [right, left] : [left, right];
  const word = squeeze(constant);
  if (falseWords.has(word)) return flip(read(value, depth + 1));
  if (word === 'true') return read(value, depth + 1);
  const operands = splitAtDepthZero(value, '&');
  if (operands.length === 2 && operands.some(operand => squeeze(stripParens(operand)) === word))
    return read(value, depth + 1);
  const atom = `${squeeze(value)}==${word}`;
  return { whenTrue: [[{ atom, holds: true }]], whenFalse: [[{ atom, holds: false }]] };
}

/** `B & a` as `a & B`: constants are written in capitals, and last. */
function orderOperands(tokens: readonly Token[], operator: string): readonly Token[] {
  const at = indexAtDepthZero(tokens, operator);
  const [left = [], right = [], ...more] = splitAtDepthZero(tokens, operator);
  const between = tokens[at];
  if (!between || more.length > 0 || !isConstant(left) || isConstant(right)) return tokens;
  return [...right, between, ...left];
}

function isConstant(tokens: readonly Token[]): boolean {
  const [token, ...others] = tokens;
  return (
    token !== undefined &&
    others.length === 0 &&
    (token.kind === 'number' || /^(?:[A-Z][A-Z0-9_]*|true|false)$/.test(token.text))
  );
}

function stripParens(tokens: readonly Token[]): readonly Token[] {
  const isWrapped = tokens[0]?.text === '(' && closingIndex(tokens, 0) === tokens.length - 1;
  return isWrapped ? tokens.slice(1, -1) : tokens;
}

function stripNegations(tokens: readonly Token[]): { tokens: readonly Token[]; isNegated: boolean } {
  let start = 0;
  let end = tokens.length;
  let isNegated = false;
  for (;;) {
    const first = tokens[start];
    if (!first || start >= end) break;
    if (first.text === '!' && !hasOperator(tokens, start + 1, end)) {
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

function hasOperator(tokens: readonly Token[], start: number, end: number): boolean {
  let depth = 0;
  for (let index = start; index < end; index += 1) {
    depth += depthChange(tokens[index]);
    if (depth === 0 && operators.has(tokens[index]?.text ?? '')) return true;
  }
  return false;
}
