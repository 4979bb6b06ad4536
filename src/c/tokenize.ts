import type { CodeText } from '../domain/source.js';
import {
  codesOf,
  commentEnd,
  directiveEnd,
  isDigit,
  isNameStart,
  isQuote,
  isSpace,
  nameEnd,
  numberEnd,
  operatorEnd,
  stringEnd,
} from './lexeme.js';
import { skipBlock } from './skip-block.js';

export type TokenKind = 'name' | 'number' | 'string' | 'punct' | 'directive';

/** One token of C. A directive (`#if`, `#define`, with its continuation lines) is a single token. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** 1-based line in the file. */
  readonly line: number;
}

const [newline, hash, slash, openBrace] = codesOf('\n#/{');

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
  for (let at = start; at < text.length; ) {
    const code = text.charCodeAt(at);
    let end = at + 1;
    if (code === newline) {
      line += 1;
      atLineStart = true;
    } else if (code === hash && atLineStart) {
      end = directiveEnd(text, at);
      const directive = text.slice(at, end);
      tokens.push({ kind: 'directive', text: directive.replace(/\\\r?\n/g, ' '), line });
      line += countNewlines(directive);
    } else if (!isSpace(code)) {
      const behind = code === slash ? commentEnd(text, at) : undefined;
      if (behind !== undefined) {
        end = behind;
        line += countNewlines(text.slice(at, end));
      } else {
        atLineStart = false;
        const kind = kindOf(code);
        end = tokenEnd(text, at, kind);
        const token: Token = { kind, text: text.slice(at, end), line };
        tokens.push(token);
        if (kind === 'string') line += countNewlines(token.text);
        const close = skipsBlocks && code === openBrace ? skipBlock(text, at) : undefined;
        if (close !== undefined) {
          end = close + 1;
          const block = text.slice(at, end);
          blocks?.set(token, { text: block, line });
          line += countNewlines(block);
          tokens.push({ kind: 'punct', text: '}', line });
        } else if (code === openBrace) skipsBlocks = false;
      }
    }
    at = end;
  }
  return tokens;
}

function kindOf(code: number): Exclude<TokenKind, 'directive'> {
  if (isNameStart(code)) return 'name';
  if (isDigit(code)) return 'number';
  return isQuote(code) ? 'string' : 'punct';
}

function tokenEnd(text: string, start: number, kind: TokenKind): number {
  if (kind === 'name') return nameEnd(text, start);
  if (kind === 'number') return numberEnd(text, start);
  return kind === 'string' ? stringEnd(text, start) : operatorEnd(text, start);
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
