import type { CodeText } from '../domain/source.js';
import { resolveConditionals } from './resolve-conditionals.js';
import { type Token, tokenize } from './tokenize.js';

/** A function, or the part of one that a hunk shows. Line numbers are 1-based lines of the file. */
export interface CFunction {
  /** Undefined where the head is not visible and nothing names it. */
  readonly name?: string | undefined;
  readonly params: readonly string[];
  /** The first line of the head (or of the visible part). */
  readonly startLine: number;
  readonly endLine: number;
  readonly isStatic: boolean;
  /** Without the outer braces. */
  readonly body: readonly Token[];
  /** Both ends of the body are in sight. */
  readonly isWhole: boolean;
}

const notFunctionNames = new Set(['if', 'while', 'for', 'switch', 'return', 'sizeof', 'do', 'else']);

/** The functions of a whole file, in order. Struct and enum bodies and initialisers are none. */
export function findFunctions(code: CodeText): CFunction[] {
  const tokens = resolveConditionals(tokenize(code));
  const found: CFunction[] = [];
  let headStart = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token) break;
    if (token.kind === 'directive' || token.text === ';') headStart = index + 1;
    if (token.text !== '{') continue;
    const end = closingBrace(tokens, index);
    const made = makeFunction(tokens.slice(headStart, index), tokens, index, end);
    if (made) found.push(made);
    index = end;
    // `= { … }` and `struct x { … } name;` go on behind the brace; a function does not.
    headStart = end + 1;
  }
  return found;
}

/**
 * The functions that a hunk shows, whole or in part. Where one function ends inside the hunk and the next begins is told by the
 * kernel's style: the brace that ends a function stands in the first column, and so does the next head.
 * `heading` names the function into which the hunk's first lines belong.
 */
export function findVisibleFunctions(code: CodeText, heading: string): CFunction[] {
  const tokens = resolveConditionals(tokenize(code));
  const found: CFunction[] = [];
  let name = nameInHeading(heading);
  let start = 0;
  const startsAtColumnZero = (token: Token): boolean =>
    code.lines[token.line - code.firstLine]?.startsWith(token.text) ?? false;
  const hasIndentation = code.lines.some(line => /^[ \t]/.test(line));
  const close = (end: number, isWhole: boolean): void => {
    const body = tokens.slice(start, end);
    const first = body[0];
    if (!first) return;
    const endLine = tokens[end]?.line ?? body.at(-1)?.line ?? first.line;
    found.push({ name, params: [], startLine: first.line, endLine, isStatic: false, body, isWhole });
  };
  if (!hasIndentation) {
    close(tokens.length, false);
    return found;
  }
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token) break;
    if (token.text === '}' && startsAtColumnZero(token)) {
      close(index, false);
      name = undefined;
      start = index + 1;
    } else if (token.text === '{' && startsAtColumnZero(token) && index > start) {
      const headStart = lastBoundary(tokens, start, index);
      if (headStart > start) close(headStart, false);
      const end = closingBrace(tokens, index);
      const head = tokens.slice(headStart, index);
      const made =
        makeFunction(head, tokens, index, end) ??
        makeBeheaded(head, headStart === start ? name : undefined, tokens, index, end);
      if (made) found.push(made);
      name = undefined;
      start = end + 1;
      index = end;
    }
  }
  close(tokens.length, false);
  return found;
}

/** A function whose head began before the hunk: the heading names it. */
function makeBeheaded(
  head: readonly Token[],
  name: string | undefined,
  tokens: readonly Token[],
  open: number,
  end: number,
): CFunction | undefined {
  if (!name || head.at(-1)?.text !== ')') return undefined;
  const line = head[0]?.line ?? 1;
  return makeFunction(
    [{ kind: 'name', text: name, line }, { kind: 'punct', text: '(', line }, ...head],
    tokens,
    open,
    end,
  );
}

function lastBoundary(tokens: readonly Token[], start: number, end: number): number {
  for (let index = end - 1; index >= start; index -= 1) {
    const text = tokens[index]?.text;
    if (text === ';' || text === '}' || tokens[index]?.kind === 'directive') return index + 1;
  }
  return start;
}

function closingBrace(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    const text = tokens[index]?.text;
    if (text === '{') depth += 1;
    else if (text === '}') {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  return tokens.length;
}

function makeFunction(
  head: readonly Token[],
  tokens: readonly Token[],
  open: number,
  end: number,
): CFunction | undefined {
  const first = head[0];
  const named = nameInHead(head);
  if (!first || !named) return undefined;
  const body = tokens.slice(open + 1, end);
  const endLine = tokens[end]?.line ?? tokens.at(-1)?.line ?? first.line;
  const isStatic = head.some(token => token.text === 'static');
  return { ...named, startLine: first.line, endLine, isStatic, body, isWhole: end < tokens.length };
}

interface NamedHead {
  readonly name: string;
  readonly params: readonly string[];
}

/** The name before the parameter list: the first `name(…)` behind whose `)` only attributes follow. */
function nameInHead(head: readonly Token[]): NamedHead | undefined {
  if (head.some(token => token.text === '=')) return undefined;
  for (let index = 1; index < head.length; index += 1) {
    const name = head[index - 1];
    if (head[index]?.text !== '(' || name?.kind !== 'name' || notFunctionNames.has(name.text)) continue;
    const close = closingParenOf(head, index);
    if (!isAttributesOnly(head.slice(close + 1))) {
      index = close;
      continue;
    }
    const params = splitParams(head.slice(index + 1, close));
    // SYSCALL_DEFINE3(read, …) and its like name the function in their first argument.
    const isDefiner = /^[A-Z][A-Z0-9_]*$/.test(name.text);
    const definedName = isDefiner ? params[0] : undefined;
    return { name: definedName ?? name.text, params };
  }
  return undefined;
}

function closingParenOf(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    if (tokens[index]?.text === '(') depth += 1;
    else if (tokens[index]?.text === ')') {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  return tokens.length;
}

function isAttributesOnly(tokens: readonly Token[]): boolean {
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token?.text === '(') index = closingParenOf(tokens, index);
    else if (token?.kind !== 'name' || !/^(__|[A-Z])/.test(token.text)) return false;
  }
  return true;
}

function splitParams(tokens: readonly Token[]): string[] {
  const names: string[] = [];
  let last: string | undefined;
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '(' || token.text === '[') depth += 1;
    else if (token.text === ')' || token.text === ']') depth -= 1;
    else if (token.text === ',' && depth === 0) {
      names.push(last ?? '');
      last = undefined;
    } else if (token.kind === 'name' && depth === 0) last = token.text;
  }
  if (last !== undefined) names.push(last);
  return names;
}

/** The function that a hunk's heading names, or undefined (a label, a struct, nothing). */
export function nameInHeading(heading: string): string | undefined {
  const match = /([A-Za-z_]\w*)\s*\(/.exec(heading.replace(/^(?:__\w+\s*\([^)]*\)\s*)+/, ''));
  const name = match?.[1];
  if (!name || notFunctionNames.has(name)) return undefined;
  if (/^[A-Z][A-Z0-9_]*$/.test(name)) return /\(\s*([A-Za-z_]\w*)/.exec(heading.slice(match.index))?.[1];
  return name;
}
