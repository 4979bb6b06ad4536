import { closingIndex } from './brackets.js';
import type { Token } from './tokenize.js';

/** Words that only ever begin a statement. */
const statementWords = new Set([
  'if',
  'for',
  'while',
  'do',
  'switch',
  'case',
  'default',
  'return',
  'goto',
  'break',
  'continue',
]);

/** A place in a run of tokens that moves forward only. */
export class TokenCursor {
  /** Index of the next token. */
  at = 0;
  readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  isNext(text: string, ahead = 0): boolean {
    return this.peek(ahead)?.text === text;
  }

  takeParens(): Token[] {
    if (!this.isNext('(')) return [];
    const start = this.at + 1;
    const end = closingIndex(this.tokens, this.at);
    this.at = end + 1;
    return this.tokens.slice(start, end);
  }

  /** The tokens up to the `;` that ends the statement, or to the next one behind a macro call without it; `{` inside (an initialiser, a statement expression) belongs to it. */
  takeExpression(): Token[] {
    const start = this.at;
    let depth = 0;
    for (; this.at < this.tokens.length; this.at += 1) {
      const text = this.peek()?.text;
      if (text === '(' || text === '[' || text === '{') depth += 1;
      else if (text === ')' && depth === 0 && this.isNext('{', 1)) {
        // The end of a head that begins before the hunk: what follows is its block.
        this.at += 1;
        return this.#withoutDirectives(start, this.at);
      } else if (depth === 0 && this.at > start && statementWords.has(text ?? '')) break;
      else if (text === ')' || text === ']') depth = Math.max(0, depth - 1);
      else if (text === '}') {
        if (depth === 0) break;
        depth -= 1;
      } else if (text === ';' && depth === 0) {
        this.at += 1;
        return this.#withoutDirectives(start, this.at - 1);
      }
    }
    return this.#withoutDirectives(start, this.at);
  }

  #withoutDirectives(start: number, end: number): Token[] {
    return this.tokens.slice(start, end).filter(token => token.kind !== 'directive');
  }

  skipPast(text: string): void {
    while (this.peek() && !this.isNext(text) && !this.isNext('}')) this.at += 1;
    if (this.isNext(text)) this.at += 1;
  }
}
