import type { CodeText } from '../domain/source.js';

export type TokenKind = 'name' | 'number' | 'string' | 'punct' | 'directive';

/** One token of C. A directive (`#if`, `#define`, with its continuation lines) is a single token. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** 1-based line in the file. */
  readonly line: number;
}

// One alternation, every branch linear in what it consumes: strings end at the line end, so that an unbalanced
// quote (an apostrophe in inline assembly, a cut hunk) costs one line and not the rest of the file.
const lexeme =
  /([A-Za-z_$][\w$]*)|(\d[\w.]*)|("(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?)|(\/\/[^\n]*)|(\/\*)|(\n)|([^\S\n]+)|(->|\+\+|--|<<=|>>=|<<|>>|&&|\|\||[-+*/%&|^=!<>]=|[\s\S])/y;

/**
 * Cuts C source into tokens; comments and white space are dropped, so nothing in them is ever mistaken for code.
 * Of code that is cut out of a file, as hunks are, the beginning may stand inside a comment. Never fails: what is no C comes out as single-character punctuation.
 */
export function tokenize(code: CodeText, isCutOut = false): Token[] {
  const text = code.lines.join('\n');
  const tokens: Token[] = [];
  let line = code.firstLine;
  let atLineStart = true;
  let offset = isCutOut ? openCommentEnd(text) : 0;
  line += countNewlines(text, 0, offset);
  while (offset < text.length) {
    lexeme.lastIndex = offset;
    const match = lexeme.exec(text);
    if (!match) break;
    const end = lexeme.lastIndex;
    const [whole, name, number, string, lineComment, comment, newline, space] = match;
    if (newline !== undefined) {
      line += 1;
      atLineStart = true;
    } else if (comment !== undefined) {
      const close = text.indexOf('*/', end);
      const stop = close < 0 ? text.length : close + 2;
      line += countNewlines(text, offset, stop);
      offset = stop;
      continue;
    } else if (space === undefined && lineComment === undefined) {
      if (whole === '#' && atLineStart) {
        const stop = directiveEnd(text, offset);
        tokens.push({ kind: 'directive', text: text.slice(offset, stop).replace(/\\\r?\n/g, ' '), line });
        line += countNewlines(text, offset, stop);
        offset = stop;
        continue;
      }
      atLineStart = false;
      const kind =
        name !== undefined ? 'name' : number !== undefined ? 'number' : string !== undefined ? 'string' : 'punct';
      tokens.push({ kind, text: whole, line });
      if (kind === 'string') line += countNewlines(whole, 0, whole.length);
    }
    offset = end;
  }
  return tokens;
}

/**
 * A hunk may begin inside a block comment: then `*/ ` comes before any `; /*`, or every line up to the first code
 * begins with the `*` of the kernel's comment style.
 */
function openCommentEnd(text: string): number {
  const close = text.indexOf('*/');
  const open = text.indexOf('/*');
  if (close >= 0 && (open < 0 || close < open)) return close + 2;
  const stars = /^(?:[ \t]*\*(?![A-Za-z_(])[^\n]*(?:\n|$))+/.exec(text);
  return stars ? stars[0].length : 0;
}

function directiveEnd(text: string, start: number): number {
  let end = text.indexOf('\n', start);
  while (end > 0 && isContinued(text, end)) end = text.indexOf('\n', end + 1);
  const stop = end < 0 ? text.length : end;
  // A comment that opens on the directive's line may run on: leave it to the main loop.
  const comment = text.indexOf('/*', start);
  return comment >= 0 && comment < stop ? comment : stop;
}

/** Whether the line that ends at `end` goes on in the next one. */
function isContinued(text: string, end: number): boolean {
  return text[text[end - 1] === '\r' ? end - 2 : end - 1] === '\\';
}

function countNewlines(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
