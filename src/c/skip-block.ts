import {
  codesOf,
  commentEnd,
  directiveEnd,
  directiveWord,
  isNameStart,
  isQuote,
  isSpace,
  nameEnd,
  stringEnd,
} from './lexeme.js';

const [newline, hash, slash] = codesOf('\n#/');
const [openBrace, closeBrace, openParen, closeParen, openSquare, closeSquare] = codesOf('{}()[]');

/**
 * The index of the brace that closes the block which opens at `open`, found without reading the block: most functions of a file are
 * never looked into. Comments, strings and directives are told apart as `tokenize` does.
 * Undefined where the block has to be read to know where it ends: a hunk has cut it off, its brackets do not fit, or an `#if` group
 * reaches out of it or tears it, so that `resolveConditionals` may drop what looks like its end.
 */
export function skipBlock(text: string, open: number): number | undefined {
  /** The brackets that have to close, the innermost last; how many were open where the arms of the open `#if` groups began. */
  const closers: (number | undefined)[] = [];
  const arms: number[] = [];
  let isLineStart = false;
  for (let at = open; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (isNameStart(char)) {
      isLineStart = false;
      at = nameEnd(text, at) - 1;
    } else if (char === newline) isLineStart = true;
    else if (char === hash && isLineStart) {
      const end = directiveEnd(text, at);
      if (!takeDirective(directiveWord(text.slice(at, end)), closers.length, arms)) return undefined;
      at = end - 1;
    } else if (!isSpace(char)) {
      const behind = char === slash ? commentEnd(text, at) : undefined;
      if (behind !== undefined) {
        at = behind - 1;
        continue;
      }
      isLineStart = false;
      if (isQuote(char)) at = stringEnd(text, at) - 1;
      else if (char === openBrace) closers.push(closeBrace);
      else if (char === openParen) closers.push(closeParen);
      else if (char === openSquare) closers.push(closeSquare);
      else if (char === closeBrace || char === closeParen || char === closeSquare) {
        if (closers.pop() !== char || closers.length < (arms.at(-1) ?? 0)) return undefined;
        if (closers.length === 0) return arms.length === 0 ? at : undefined;
      }
    }
  }
  return undefined;
}

/** Whether an arm of a group that ends here left as many brackets open as it found. */
function takeDirective(word: string, depth: number, arms: number[]): boolean {
  if (/^if(?:n?def)?$/.test(word)) arms.push(depth);
  else if (word === 'else' || word === 'elif') return arms.at(-1) === depth;
  else if (word === 'endif') return arms.pop() === depth;
  return true;
}
