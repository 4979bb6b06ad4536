import type { CodeText } from '../domain/source.js';
import { closingIndex } from './brackets.js';
import { type CFunction, makeFunction } from './function-head.js';
import { resolveConditionals } from './resolve-conditionals.js';
import { tokenize } from './tokenize.js';

/** The functions of a whole file, in order. Struct and enum bodies and initialisers are none. */
export function findFunctions(code: CodeText): CFunction[] {
  const tokens = resolveConditionals(tokenize(code));
  const found: CFunction[] = [];
  let headStart = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token) break;
    if (token.kind === 'directive' || token.text === ';') headStart = index + 1;
    if (token.text !== '{') continue;
    const end = closingIndex(tokens, index);
    const made = makeFunction(tokens.slice(headStart, index), tokens, index, end);
    if (made) found.push(made);
    index = end;
    // `= { … }` and `struct x { … } name;` go on behind the brace; a function does not.
    headStart = end + 1;
  }
  return found;
}
