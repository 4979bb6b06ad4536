import type { CodeText } from '../domain/source.js';
import { directiveEnd } from './directive.js';
import { skipBlock } from './skip-block.js';

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

/** A block that is set aside: its text from brace to brace, and the line where it begins. */
export interface SkippedBlock {
  readonly text: string;
  readonly line: number;
}

/**
 * Cuts C source into tokens; comments and white space are dropped, so nothing in them is ever mistaken for code.
 * Of code that is cut out of a file, as hunks are, the beginning may stand inside a comment. Never fails: what is no C comes out as single-character punctuation.
 */
export function tokenize(code: CodeText, isCutOut = false): Token[] {
  const text = code.lines.join('\n');
  const start = isCutOut ? openCommentEnd(text) : 0;
  return readTokens(text, start, code.firstLine + countNewlines(text.slice(0, start)));
}

/** The tokens of a block that was set aside, its braces among them. */
export function tokenizeBlock({ text, line }: SkippedBlock): Token[] {
  return readTokens(text, 0, line);
}

/**
 * The tokens of a whole file outside of all blocks; of a block only its two braces, and `blocks` has it by the first. Behind a block
 * whose end shows only when it is read (`skipBlock`), everything is read.
 */
export function tokenizeOutline(code: CodeText): {
  readonly tokens: Token[];
  readonly blocks: Map<Token, SkippedBlock>;
} {
  const blocks = new Map<Token, SkippedBlock>();
  return { tokens: readTokens(code.lines.join('\n'), 0, code.firstLine, blocks), blocks };
}

/** `blocks` collects the blocks that are not read; undefined where all is. */
function readTokens(text: string, start: number, firstLine: number, blocks?: Map<Token, SkippedBlock>): Token[] {
  const tokens: Token[] = [];
  let line = firstLine;
  let atLineStart = true;
  let skipsBlocks = blocks !== undefined;
  let offset = start;
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
      line += countNewlines(text.slice(offset, stop));
      offset = stop;
      continue;
    } else if (space === undefined && lineComment === undefined) {
      if (whole === '#' && atLineStart) {
        const stop = directiveEnd(text, offset);
        tokens.push({ kind: 'directive', text: text.slice(offset, stop).replace(/\\\r?\n/g, ' '), line });
        line += countNewlines(text.slice(offset, stop));
        offset = stop;
        continue;
      }
      atLineStart = false;
      const kind =
        name !== undefined ? 'name' : number !== undefined ? 'number' : string !== undefined ? 'string' : 'punct';
      const token: Token = { kind, text: whole, line };
      tokens.push(token);
      if (kind === 'string') line += countNewlines(whole);
      if (skipsBlocks && whole === '{') {
        const close = skipBlock(text, offset);
        skipsBlocks = close !== undefined;
        if (close !== undefined) {
          const block = text.slice(offset, close + 1);
          blocks?.set(token, { text: block, line });
          line += countNewlines(block);
          tokens.push({ kind: 'punct', text: '}', line });
          offset = close + 1;
          continue;
        }
      }
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

function countNewlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
