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
  /** Without the outer braces. Of a whole file it is read when it is first asked for. */
  readonly body: readonly Token[];
  /** Whether the body has this word, and not only in a comment, a string or a directive. */
  readonly mentions: (word: string) => boolean;
  /** Both ends of the body are in sight. */
  readonly isWhole: boolean;
  /** A `#define`: what it writes to its parameters it writes to its arguments. */
  readonly isMacro?: boolean | undefined;
}

/** What stands between the braces of a function. */
export interface FunctionBody extends Pick<CFunction, 'endLine' | 'isWhole'> {
  readonly read: () => readonly Token[];
  /** The text, from which it can be told that a word is not in it; undefined where the tokens are at hand. */
  readonly text?: string | undefined;
}

const notFunctionNames = new Set(['if', 'while', 'for', 'switch', 'return', 'sizeof', 'do', 'else']);

/** The function with this head and body; undefined where the head is that of something else in braces. */
export function makeFunction(
  head: readonly Token[],
  { read, text, endLine, isWhole }: FunctionBody,
): CFunction | undefined {
  const first = head[0];
  const named = nameInHead(head);
  if (!first || !named) return undefined;
  const isStatic = head.some(token => token.text === 'static');
  return new ReadableFunction({ ...named, startLine: first.line, endLine, isStatic, isWhole }, read, text);
}

/**
 * A function whose body is read when it is first asked for. A class, since an object of its own with a getter takes ten times as long to
 * make, and files have hundreds of functions. `text`: see `FunctionBody`.
 */
export class ReadableFunction implements CFunction {
  readonly name: string;
  readonly params: readonly string[];
  readonly startLine: number;
  readonly endLine: number;
  readonly isStatic: boolean;
  readonly isWhole: boolean;
  readonly isMacro: boolean | undefined;
  readonly #read: () => readonly Token[];
  readonly #text: string | undefined;
  #body: readonly Token[] | undefined;

  constructor(
    told: NamedHead & Pick<CFunction, 'startLine' | 'endLine' | 'isStatic' | 'isWhole' | 'isMacro'>,
    read: () => readonly Token[],
    text?: string,
  ) {
    this.name = told.name;
    this.params = told.params;
    this.startLine = told.startLine;
    this.endLine = told.endLine;
    this.isStatic = told.isStatic;
    this.isWhole = told.isWhole;
    this.isMacro = told.isMacro;
    this.#read = read;
    this.#text = text;
  }

  get body(): readonly Token[] {
    this.#body ??= this.#read();
    return this.#body;
  }

  readonly mentions = (word: string): boolean =>
    (this.#text?.includes(word) ?? true) && this.body.some(token => token.text === word);
}

/** The body between two braces; a hunk may have cut off the second. */
export function bodyBetween(tokens: readonly Token[], open: number, close: number): FunctionBody {
  const body = tokens.slice(open + 1, close);
  const endLine = tokens[close]?.line ?? tokens.at(-1)?.line ?? 0;
  return { read: () => body, endLine, isWhole: close < tokens.length };
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
