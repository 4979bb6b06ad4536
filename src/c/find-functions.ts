import { remember } from '../domain/remember.js';
import type { CodeText } from '../domain/source.js';
import { closingIndex } from './brackets.js';
import { bodyBetween, type CFunction, type FunctionBody, makeFunction } from './function-head.js';
import { resolveConditionals } from './resolve-conditionals.js';
import { type SkippedBlock, type Token, tokenizeBlock, tokenizeOutline } from './tokenize.js';

/**
 * The functions of a whole file, in order. Struct and enum bodies and initialisers are none.
 * Only what stands outside of all blocks is read at once: of the functions of a file a patch touches few. Of one text they are found once.
 */
export const findFunctions = remember((code: CodeText): readonly CFunction[] => {
  const outline = tokenizeOutline(code);
  const tokens = resolveConditionals(outline.tokens);
  const found: CFunction[] = [];
  let headStart = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token) break;
    if (token.kind === 'directive' || token.text === ';') headStart = index + 1;
    if (token.text !== '{') continue;
    const end = closingIndex(tokens, index);
    const head = tokens.slice(headStart, index);
    const block = outline.blocks.get(token);
    const made = makeFunction(head, block ? laterBody(block, tokens[end]) : bodyBetween(tokens, index, end));
    if (made) found.push(made);
    index = end;
    // `= { … }` and `struct x { … } name;` go on behind the brace; a function does not.
    headStart = end + 1;
  }
  return found;
});

function laterBody(block: SkippedBlock, closing: Token | undefined): FunctionBody {
  return {
    text: block.text,
    endLine: closing?.line ?? block.line,
    isWhole: true,
    read: () => resolveConditionals(tokenizeBlock(block)).slice(1, -1),
  };
}
