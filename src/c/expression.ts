import { indexAtDepthZero } from './brackets.js';
import type { Token } from './tokenize.js';

/** A call (or the use of a function-like macro) inside an expression. */
export interface Call {
  /** Of a call through a member, with its arrow or dot: `->copy` of `ops->copy(…)`; what it calls is not known. */
  readonly name: string;
  /** 1-based line of the name. */
  readonly line: number;
  readonly args: readonly (readonly Token[])[];
  /** The object its value goes to, as `addressKey` names it; undefined where the value is used in place. */
  readonly assignedTo?: string | undefined;
}

/** A full expression or declaration: its calls in the order of their evaluation. */
export interface Expression {
  readonly tokens: readonly Token[];
  readonly calls: readonly Call[];
  /** Objects that the expression writes, or hands out by address. */
  readonly written: readonly string[];
  /** Those of them that get another value altogether: by `x = …` without x on the right, or by swap(). */
  readonly replaced: readonly string[];
}

const notCalls = new Set([
  'if',
  'while',
  'for',
  'switch',
  'return',
  'sizeof',
  'typeof',
  '__typeof__',
  '__attribute__',
  'do',
  'case',
  'asm',
  '__asm__',
  'volatile',
]);
const assigning = new Set(['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>=']);

/** Reads an expression; tolerates one that a hunk has cut at either end. */
export function readExpression(tokens: readonly Token[]): Expression {
  const calls = readCalls(tokens);
  return { tokens, calls, written: readWritten(tokens), replaced: readReplaced(tokens, calls) };
}

/** What stands in their parentheses is looked at for its type or size and never run. */
const unevaluated = new Set(['sizeof', 'typeof', '__typeof__', 'offsetof', '__alignof__']);

interface OpenParen {
  readonly isUnevaluated: boolean;
  readonly nameIndex: number;
  readonly start: number;
  readonly commas: number[];
}

/** Calls nested deeper keep no arguments, and the target of a value is looked for this far back: both would be quadratic. */
const callDepthMax = 64;
const tokensBackMax = 400;

function readCalls(tokens: readonly Token[]): Call[] {
  const calls: Call[] = [];
  const open: OpenParen[] = [];
  const close = (paren: OpenParen, end: number): void => {
    const name = tokens[paren.nameIndex];
    if (!name || paren.isUnevaluated) return;
    calls.push({
      name: isMemberAccess(tokens[paren.nameIndex - 1])
        ? `${tokens[paren.nameIndex - 1]?.text}${name.text}`
        : name.text,
      line: name.line,
      args: open.length < callDepthMax ? splitAt(tokens, paren.start, end, paren.commas) : [],
      assignedTo: assignedTo(tokens, paren.nameIndex),
    });
  };
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'punct') continue;
    if (token.text === '(' || token.text === '[' || token.text === '{') {
      const before = tokens[index - 1];
      const isCall = token.text === '(' && before?.kind === 'name' && !notCalls.has(before.text);
      const isUnevaluated = open.at(-1)?.isUnevaluated || unevaluated.has(before?.text ?? '');
      open.push({ isUnevaluated, nameIndex: isCall ? index - 1 : -1, start: index + 1, commas: [] });
    } else if (token.text === ')' || token.text === ']' || token.text === '}') {
      const paren = open.pop();
      if (paren) close(paren, index);
    } else if (token.text === ',') open.at(-1)?.commas.push(index);
  }
  for (let paren = open.pop(); paren; paren = open.pop()) close(paren, tokens.length);
  return calls;
}

function splitAt(tokens: readonly Token[], start: number, end: number, commas: readonly number[]): Token[][] {
  if (start >= end) return [];
  const bounds = [start - 1, ...commas, end];
  return bounds.slice(1).map((bound, index) => tokens.slice((bounds[index] ?? 0) + 1, bound));
}

/** The object left of the `=` in whose right side the call's value is (casts and offsets aside), or undefined. */
function assignedTo(tokens: readonly Token[], nameIndex: number): string | undefined {
  let depth = 0;
  for (let index = nameIndex - 1; index >= Math.max(0, nameIndex - tokensBackMax); index -= 1) {
    const text = tokens[index]?.text ?? '';
    if (text === ')' || text === ']') depth += 1;
    else if (text === '(' || text === '[') {
      depth -= 1;
      // The call is an argument of another call, or an index: its value goes there. A bare parenthesis is only grouping.
      if (depth < 0 && (text === '[' || tokens[index - 1]?.kind === 'name')) return undefined;
      if (depth < 0) depth = 0;
    } else if (depth === 0 && (text === ',' || text === ';')) return undefined;
    else if (depth === 0 && text === '=') return lvalueBefore(tokens, index);
  }
  return undefined;
}

function lvalueBefore(tokens: readonly Token[], end: number): string | undefined {
  let start = end;
  let depth = 0;
  while (start > Math.max(0, end - tokensBackMax)) {
    const token = tokens[start - 1];
    if (!token) break;
    if (token.text === ']' || token.text === ')') depth += 1;
    else if (token.text === '[' || token.text === '(') {
      if (depth === 0) break;
      depth -= 1;
    } else if (depth === 0) {
      const previousIsName = tokens[start]?.kind === 'name' && token.kind === 'name';
      if (previousIsName || (token.kind !== 'name' && token.text !== '->' && token.text !== '.')) break;
    }
    start -= 1;
  }
  return addressKey(tokens.slice(start, end));
}

/**
 * Names the object an address expression is based on: casts, parentheses, `&` and offsets removed.
 * `(void *)vaddr + offset` is `vaddr`; `&req->pages[i]` is `req->pages[i]`. Undefined where it starts with no object.
 */
export function addressKey(tokens: readonly Token[]): string | undefined {
  let index = 0;
  while (index < tokens.length) {
    const token = tokens[index];
    if (!token) return undefined;
    if (token.kind === 'name' && token.text !== 'const' && token.text !== 'struct') break;
    if (token.text === '(') {
      const end = castEnd(tokens, index);
      index = end ?? index + 1;
    } else if (token.text === '&' || token.text === '*' || token.kind === 'name') index += 1;
    else return undefined;
  }
  let key = tokens[index]?.text;
  if (key === undefined || tokens[index + 1]?.text === '(') return undefined;
  index += 1;
  for (; index < tokens.length; index += 1) {
    const text = tokens[index]?.text ?? '';
    if (text === '->' || text === '.') {
      const member = tokens[index + 1];
      if (member?.kind !== 'name') break;
      key += text + member.text;
      index += 1;
    } else if (text === '[') {
      let depth = 0;
      for (; index < tokens.length; index += 1) {
        const inner = tokens[index]?.text ?? '';
        key += inner;
        if (inner === '[') depth += 1;
        else if (inner === ']') {
          depth -= 1;
          if (depth === 0) break;
        }
      }
    } else break;
  }
  return key;
}

/** The index after a cast `(type *)` that opens at `start`, or undefined where the parenthesis is no cast. */
function castEnd(tokens: readonly Token[], start: number): number | undefined {
  let index = start + 1;
  let hasName = false;
  while (tokens[index]?.kind === 'name') {
    hasName = true;
    index += 1;
  }
  const stars = index;
  while (tokens[index]?.text === '*' || tokens[index]?.text === '__user') index += 1;
  if (!hasName || tokens[index]?.text !== ')') return undefined;
  const next = tokens[index + 1];
  // `(vaddr)` alone is grouping; a cast has something to cast behind it.
  return index > stars || next?.kind === 'name' || next?.text === '(' ? index + 1 : undefined;
}

function readWritten(tokens: readonly Token[]): string[] {
  const written = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'punct') continue;
    if (assigning.has(token.text)) {
      const key = lvalueBefore(tokens, index);
      if (key) written.add(key);
    } else if (token.text === '++' || token.text === '--') {
      const key =
        tokens[index - 1]?.kind === 'name' ? lvalueBefore(tokens, index) : addressKey(tokens.slice(index + 1));
      if (key) written.add(key);
    } else if (token.text === '&' && isUnary(tokens[index - 1])) {
      const key = addressKey(tokens.slice(index, index + 12));
      if (key) written.add(key);
    }
  }
  return [...written];
}

function isMemberAccess(before: Token | undefined): boolean {
  return before?.text === '->' || before?.text === '.';
}

function readReplaced(tokens: readonly Token[], calls: readonly Call[]): string[] {
  const swapped = calls.filter(call => call.name === 'swap').flatMap(call => call.args.map(addressKey));
  const equals = indexAtDepthZero(tokens, '=');
  const target = equals < 0 ? undefined : lvalueBefore(tokens, equals);
  const keepsValue = tokens.slice(equals + 1).some(token => token.text === target);
  return [...swapped, keepsValue ? undefined : target].filter(key => key !== undefined);
}

function isUnary(before: Token | undefined): boolean {
  return !before || (before.kind === 'punct' && before.text !== ')' && before.text !== ']');
}

/** Tokens as text with single spaces between words only: equal code has equal text, however it is laid out. */
export function squeeze(tokens: readonly Token[]): string {
  let text = '';
  let wasWord = false;
  for (const token of tokens) {
    if (token.kind === 'directive') continue;
    const isWord = token.kind !== 'punct';
    text += (wasWord && isWord ? ' ' : '') + token.text;
    wasWord = isWord;
  }
  return text;
}
