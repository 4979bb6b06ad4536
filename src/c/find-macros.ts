import type { CodeText } from '../domain/source.js';
import { closingIndex, depthChange, indexAtDepthZero } from './brackets.js';
import { type CFunction, ReadableFunction } from './function-head.js';
import { type Token, tokenize } from './tokenize.js';

/** A `#define` that can stand for a call: with parameters, or another name for one function. */
export interface Macro {
  readonly name: string;
  /** Undefined for another name. */
  readonly params: readonly string[] | undefined;
  readonly body: CodeText;
}

const definition = /^[ \t]*#[ \t]*define[ \t]+([A-Za-z_]\w*)(?:\(([^()]*)\))?/;

/** As many arguments of a call pass through another name for a function. */
const aliasParams = ['#0', '#1', '#2', '#3', '#4', '#5'];
const statementWords = new Set(['do', 'if', 'for', 'while', 'switch', '{', 'return']);

/** The macros of a file that can stand for a call, in order; those that name themselves (`#define f(x) f(x)`) are left out. */
export function findMacros(code: CodeText): Macro[] {
  const macros: Macro[] = [];
  for (let index = 0; index < code.lines.length; index += 1) {
    if (!code.lines[index]?.includes('#')) continue;
    const start = index;
    while (code.lines[index]?.trimEnd().endsWith('\\')) index += 1;
    const lines = code.lines.slice(start, index + 1).map(line => line.replace(/\\\s*$/, ''));
    // Parameters that begin on the line end on it, in all of the kernel but for a few tables.
    const match = definition.exec(lines[0] ?? '');
    if (!match) continue;
    const [head, name = '', params] = match;
    lines[0] = (lines[0] ?? '').slice(head.length);
    const text = lines.join('\n');
    const isCall =
      params === undefined ? /^\s*[A-Za-z_]\w*\s*(?:\/\*.*)?$/.test(text) : /[A-Za-z_]\w*[ \t]*\(/.test(text);
    if (!isCall || new RegExp(`\\b${name}\\b`).test(text)) continue;
    const firstLine = code.firstLine + start;
    macros.push({ name, params: params === undefined ? undefined : splitNames(params), body: { lines, firstLine } });
  }
  return macros;
}

/** A macro as the function that it stands for: what it evaluates to is returned. */
export function readMacro({ name, params, body: code }: Macro): CFunction {
  const { firstLine } = code;
  const read = (): Token[] => {
    const found = tokenize(code).filter(token => token.kind !== 'directive');
    return params ? asStatements(found) : asCall(found, firstLine);
  };
  const lines = { startLine: firstLine, endLine: firstLine + code.lines.length - 1 };
  const told = { name, params: params ?? aliasParams, ...lines, isStatic: true, isWhole: true, isMacro: true };
  return new ReadableFunction(told, read);
}

function splitNames(params: string): string[] {
  return params.split(',').map(param => param.replace(/\.\.\.$/, '').trim());
}

function asCall(tokens: readonly Token[], line: number): Token[] {
  const punct = (text: string): Token => ({ kind: 'punct', text, line });
  const args = aliasParams.flatMap((text, index): Token[] => [
    ...(index > 0 ? [punct(',')] : []),
    { kind: 'name', text, line },
  ]);
  return asReturn([...tokens, punct('('), ...args, punct(')')]);
}

function asReturn(tokens: readonly Token[]): Token[] {
  const line = tokens[0]?.line ?? 0;
  return [{ kind: 'name', text: 'return', line }, ...tokens, { kind: 'punct', text: ';', line }];
}

function asStatements(tokens: readonly Token[]): Token[] {
  let inner = tokens;
  while (inner[0]?.text === '(' && closingIndex(inner, 0) === inner.length - 1) {
    inner = inner.slice(1, -1);
    if (inner[0]?.text === '{' && closingIndex(inner, 0) === inner.length - 1) return returnLast(inner.slice(1, -1));
  }
  const isExpression = !statementWords.has(inner[0]?.text ?? '') && indexAtDepthZero(inner, ';') < 0;
  return isExpression ? asReturn(inner) : [...inner];
}

/** The statements of `({ … })`: the last one is its value. */
function returnLast(tokens: readonly Token[]): Token[] {
  let start = 0;
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    depth += depthChange(token);
    const isEnd = depth === 0 && (token.text === ';' || token.text === '}');
    if (isEnd && index + 1 < tokens.length) start = index + 1;
  }
  const last = tokens.slice(start);
  if (statementWords.has(last[0]?.text ?? '')) return [...tokens];
  return [...tokens.slice(0, start), ...asReturn(last)];
}
