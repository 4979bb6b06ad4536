import type { CodeText } from '../domain/source.js';
import { closingIndex } from './brackets.js';
import { bodyBetween, type CFunction, type FunctionBody, makeFunction, nameInHeading } from './function-head.js';
import { resolveConditionals } from './resolve-conditionals.js';
import { type Token, tokenize } from './tokenize.js';

const known = new WeakMap<CodeText, { readonly heading: string; readonly functions: readonly CFunction[] }>();

/**
 * The functions that a hunk shows, whole or in part. Where one function ends inside the hunk and the next begins is told by the
 * kernel's style: the brace that ends a function stands in the first column, and so does the next head.
 * `heading` names the function into which the hunk's first lines belong. Of one text and heading they are found once: a hunk is looked
 * at again for each correction that is tried, and for what the hunks around it began.
 */
export function findVisibleFunctions(code: CodeText, heading: string): readonly CFunction[] {
  const before = known.get(code);
  if (before?.heading === heading) return before.functions;
  const functions = readVisibleFunctions(code, heading);
  known.set(code, { heading, functions });
  return functions;
}

function readVisibleFunctions(code: CodeText, heading: string): readonly CFunction[] {
  const tokens = resolveConditionals(tokenize(code, true));
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
    const mentions = (word: string): boolean => body.some(token => token.text === word);
    found.push({ name, params: [], startLine: first.line, endLine, isStatic: false, body, mentions, isWhole });
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
      const end = closingIndex(tokens, index);
      const head = tokens.slice(headStart, index);
      const body = bodyBetween(tokens, index, end);
      const made = makeFunction(head, body) ?? makeBeheaded(head, headStart === start ? name : undefined, body);
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
function makeBeheaded(head: readonly Token[], name: string | undefined, body: FunctionBody): CFunction | undefined {
  if (!name || head.at(-1)?.text !== ')') return undefined;
  const line = head[0]?.line ?? 1;
  return makeFunction([{ kind: 'name', text: name, line }, { kind: 'punct', text: '(', line }, ...head], body);
}

function lastBoundary(tokens: readonly Token[], start: number, end: number): number {
  for (let index = end - 1; index >= start; index -= 1) {
    const text = tokens[index]?.text;
    if (text === ';' || text === '}' || tokens[index]?.kind === 'directive') return index + 1;
  }
  return start;
}
