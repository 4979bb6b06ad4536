import { codesOf, isDigit, isNameStart } from './lexeme.js';

const [space, tab] = codesOf(' \t');

/** The words of a text behind which a parenthesis opens, comments and strings included, in order and as often as they stand there. */
export function* calledWords(text: string): Generator<string> {
  for (let open = text.indexOf('('); open >= 0; open = text.indexOf('(', open + 1)) {
    let end = open;
    while (text.charCodeAt(end - 1) === space || text.charCodeAt(end - 1) === tab) end -= 1;
    let start = end;
    while (isNameStart(text.charCodeAt(start - 1)) || isDigit(text.charCodeAt(start - 1))) start -= 1;
    while (start < end && isDigit(text.charCodeAt(start))) start += 1;
    if (start < end) yield text.slice(start, end);
  }
}
