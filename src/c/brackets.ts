import type { Token } from './tokenize.js';

/** +1 for an opening bracket of any kind, -1 for a closing one, else 0. */
export function depthChange(token: Token | undefined): -1 | 0 | 1 {
  if (token?.kind !== 'punct') return 0;
  const { text } = token;
  if (text === '(' || text === '[' || text === '{') return 1;
  return text === ')' || text === ']' || text === '}' ? -1 : 0;
}

/** The index of the bracket that closes the one at `open`, or the number of tokens where a hunk has cut it off. */
export function closingIndex(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    depth += depthChange(tokens[index]);
    if (depth === 0) return index;
  }
  return tokens.length;
}

/** The index of the first token with this text, from `start` on, that stands in no bracket; -1 where there is none. */
export function indexAtDepthZero(tokens: readonly Token[], text: string, start = 0): number {
  let depth = 0;
  for (let index = start; index < tokens.length; index += 1) {
    if (depth === 0 && tokens[index]?.text === text) return index;
    depth += depthChange(tokens[index]);
  }
  return -1;
}

/** The parts between the tokens with this text that stand in no bracket; at least one part. */
export function splitAtDepthZero(tokens: readonly Token[], text: string): Token[][] {
  const parts: Token[][] = [];
  let start = 0;
  for (;;) {
    const index = indexAtDepthZero(tokens, text, start);
    if (index < 0) return [...parts, tokens.slice(start)];
    parts.push(tokens.slice(start, index));
    start = index + 1;
  }
}
