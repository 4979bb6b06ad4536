import { closingIndex, splitAtDepthZero } from './brackets.js';
import type { Token } from './tokenize.js';

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

/** The function whose head stands before the brace at `open`; undefined where the brace opens something else. */
export function makeFunction(
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
    const close = closingIndex(head, index);
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

function isAttributesOnly(tokens: readonly Token[]): boolean {
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token?.text === '(') index = closingIndex(tokens, index);
    else if (token?.kind !== 'name' || !/^(__|[A-Z])/.test(token.text)) return false;
  }
  return true;
}

/** The last name of each parameter outside of brackets: `int (*done)(void)` has none that is looked for. */
function splitParams(tokens: readonly Token[]): string[] {
  if (tokens.length === 0) return [];
  return splitAtDepthZero(tokens, ',').map(param => {
    const end = param.findIndex(token => token.text === '[');
    return param.slice(0, end < 0 ? undefined : end).findLast(token => token.kind === 'name')?.text ?? '';
  });
}

/** The function that a hunk's heading names, or undefined (a label, a struct, nothing). */
export function nameInHeading(heading: string): string | undefined {
  const match = /([A-Za-z_]\w*)\s*\(/.exec(heading.replace(/^(?:__\w+\s*\([^)]*\)\s*)+/, ''));
  const name = match?.[1];
  if (!name || notFunctionNames.has(name)) return undefined;
  if (/^[A-Z][A-Z0-9_]*$/.test(name)) return /\(\s*([A-Za-z_]\w*)/.exec(heading.slice(match.index))?.[1];
  return name;
}
