import { findFunctions } from '../c/find-functions.js';
import type { CodeText } from '../domain/source.js';

/** Tells the name of the function in which a line of a whole file stands, by its number in the text; undefined outside of all. */
export function makeFunctionFinder(code: CodeText): (line: number) => string | undefined {
  const functions = findFunctions(code);
  return line => functions.find(fn => fn.startLine <= line && line <= fn.endLine)?.name;
}
