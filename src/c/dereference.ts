import { closingIndex } from './brackets.js';
import type { Token } from './tokenize.js';

/** What stands behind these, or in their parentheses, is looked at for its type and never read. */
const typeOnly = new Set(['sizeof', 'typeof', '__typeof__', 'offsetof', '__alignof__']);

/**
 * The first place at which an expression reads or writes what a pointer variable points to: `p->x`, `p[i]`, `*p`, `*(u32 *)p`.
 * Undefined where it does not: `&p->x` and `sizeof(*p)` only reckon, and so do comparisons and sums.
 */
export function findDereference(tokens: readonly Token[], name: string): Token | undefined {
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token) break;
    if (typeOnly.has(token.text)) index = endOfOperand(tokens, index);
    else if (token.kind === 'name' && token.text === name && isRead(tokens, index)) return token;
  }
  return undefined;
}

/** Whether an expression declares a variable of this name: `u8 *p`, `struct x *p = …`, `int i, *p`. */
export function declares(tokens: readonly Token[], name: string): boolean {
  const isDeclaration = isWord(tokens[0]) && (tokens[1]?.kind === 'name' || tokens[1]?.text === '*');
  return tokens.some((token, index) => {
    if (token.text !== name || token.kind !== 'name') return false;
    let before = index - 1;
    while (tokens[before]?.text === '*') before -= 1;
    if (isDeclaration && tokens[before]?.text === ',') return true;
    return isWord(tokens[before]) && !isBehindSizeof(tokens, before);
  });
}

/** A name behind which another name is declared, where one follows. */
function isWord(token: Token | undefined): boolean {
  return token?.kind === 'name' && token.text !== 'return' && token.text !== 'else';
}

function isBehindSizeof(tokens: readonly Token[], index: number): boolean {
  return typeOnly.has(tokens[index]?.text ?? '');
}

function endOfOperand(tokens: readonly Token[], index: number): number {
  const next = tokens[index + 1]?.text;
  if (next === '(') return closingIndex(tokens, index + 1);
  // `sizeof *p`
  return index + 2;
}

function isRead(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  if (before?.text === '->' || before?.text === '.') return false;
  const after = tokens[index + 1]?.text;
  if (after === '->' || after === '[') return !isAddressTaken(tokens, index);
  return isStarred(tokens, index);
}

/** `&p->x`, `&p[i]`, `&(p->x)`. */
function isAddressTaken(tokens: readonly Token[], index: number): boolean {
  let start = index - 1;
  while (tokens[start]?.text === '(') start -= 1;
  return tokens[start]?.text === '&' && isUnarySign(tokens, start);
}

/** `*p`, `*(p + 1)`, `*(u32 *)p`, `*(u32 *)(p + 1)`; `*p++` too. */
function isStarred(tokens: readonly Token[], index: number): boolean {
  let start = index - 1;
  for (;;) {
    const text = tokens[start]?.text;
    if (text === '(') start -= 1;
    else if (text === ')') {
      const open = castStart(tokens, start);
      if (open === undefined) return false;
      start = open - 1;
    } else break;
  }
  return tokens[start]?.text === '*' && isUnarySign(tokens, start);
}

/** The index of the parenthesis that opens the cast `(type *)` closed at `end`, or undefined where it is none. */
function castStart(tokens: readonly Token[], end: number): number | undefined {
  let index = end - 1;
  if (tokens[index]?.text !== '*') return undefined;
  while (tokens[index]?.text === '*' || tokens[index]?.kind === 'name') index -= 1;
  return tokens[index]?.text === '(' ? index : undefined;
}

/** Whether the `*` or `&` has one operand: then no value stands before it. */
function isUnarySign(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  if (!before || before.text === 'return' || before.text === 'else' || before.text === 'case') return true;
  if (before.text === ')') return castStart(tokens, index - 1) !== undefined;
  return before.kind === 'punct' && before.text !== ']';
}
