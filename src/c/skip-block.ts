import { directiveEnd, directiveWord } from './directive.js';

const [newline, quote, apostrophe, hash, star, slash, backslash] = codesOf('\n"\'#*/\\');
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
    if (char === newline) isLineStart = true;
    else if (char === slash && text.charCodeAt(at + 1) === star) at = endOf(text, '*/', at + 2) + 1;
    else if (char === slash && text.charCodeAt(at + 1) === slash) at = endOf(text, '\n', at) - 1;
    else if (char === hash && isLineStart) {
      const end = directiveEnd(text, at);
      if (!takeDirective(directiveWord(text.slice(at, end)), closers.length, arms)) return undefined;
      at = end - 1;
    } else if (!isSpace(char)) {
      isLineStart = false;
      if (char === quote || char === apostrophe) at = stringEnd(text, at) - 1;
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

function stringEnd(text: string, start: number): number {
  const delimiter = text.charCodeAt(start);
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === delimiter) return at + 1;
    if (char === newline) return at;
    if (char === backslash) at += 1;
  }
  return text.length;
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end < 0 ? text.length : end;
}

function isSpace(char: number): boolean {
  return char === 32 || (char >= 9 && char <= 13) || (char > 127 && /\s/.test(String.fromCharCode(char)));
}

function codesOf(chars: string): number[] {
  return [...chars].map(char => char.charCodeAt(0));
}
