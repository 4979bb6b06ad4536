/** Where the smallest parts of C begin and end, told by the codes of their characters: no part is copied to be looked at. */

const [newline, quote, apostrophe, slash, star, backslash, dot] = codesOf('\n"\'/*\\.');

/** What a character may begin, or be part of. */
const classes = new Uint8Array(128);
const [nameClass, digitClass, spaceClass] = [1, 2, 4];
for (const code of codesOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$')) classes[code] = nameClass;
for (const code of codesOf('0123456789')) classes[code] = digitClass;
for (const code of codesOf(' \t\n\v\f\r')) classes[code] = spaceClass;

const operators: readonly string[] = '<<= >>= -> ++ -- << >> && || -= += *= /= %= &= |= ^= == != <= >='.split(' ');
/** The operators of more than one character by the code of their first, the longest first. */
const operatorsBy = new Map(
  operators.map(({ 0: first = '' }) => [first.charCodeAt(0), operators.filter(each => each.startsWith(first))]),
);

export function isSpace(code: number): boolean {
  return code < 128 ? classes[code] === spaceClass : /\s/.test(String.fromCharCode(code));
}

export function isNameStart(code: number): boolean {
  return classes[code] === nameClass;
}

export function isDigit(code: number): boolean {
  return classes[code] === digitClass;
}

/** The end of a run of letters, digits, `_` and `$`, of which a name consists. */
export function nameEnd(text: string, start: number): number {
  let at = start;
  while (((classes[text.charCodeAt(at)] ?? 0) & (nameClass | digitClass)) !== 0) at += 1;
  return at;
}

/** The end of a number as the preprocessor reads it: `0x1fUL`, `1.5e3`, `12.`. */
export function numberEnd(text: string, start: number): number {
  let at = start;
  while (((classes[text.charCodeAt(at)] ?? 0) & (nameClass | digitClass)) !== 0 || text.charCodeAt(at) === dot) at += 1;
  return at;
}

export function operatorEnd(text: string, start: number): number {
  const longer = operatorsBy.get(text.charCodeAt(start))?.find(each => text.startsWith(each, start));
  return start + (longer?.length ?? 1);
}

/** Where the string or character constant ends that opens at `start`: at its line's end at last, so that a quotation mark left open costs one line and not the rest of the file. */
export function stringEnd(text: string, start: number): number {
  const delimiter = text.charCodeAt(start);
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === delimiter) return at + 1;
    if (code === newline) return at;
    if (code === backslash) at += 1;
  }
  return text.length;
}

export function isQuote(code: number): boolean {
  return code === quote || code === apostrophe;
}

/** Behind the comment that opens at `start` (a `//` one ends before its line end); undefined where none does. */
export function commentEnd(text: string, start: number): number | undefined {
  if (text.charCodeAt(start) !== slash) return undefined;
  const second = text.charCodeAt(start + 1);
  if (second === star) return indexOrEnd(text, '*/', start + 2, 2);
  return second === slash ? indexOrEnd(text, '\n', start, 0) : undefined;
}

/**
 * Where the directive that begins at `start` ends, continuation lines included: at its line end, or at a comment that opens on its last
 * line and may run on.
 */
export function directiveEnd(text: string, start: number): number {
  let end = text.indexOf('\n', start);
  while (end > 0 && isContinued(text, end)) end = text.indexOf('\n', end + 1);
  const stop = end < 0 ? text.length : end;
  const comment = text.slice(start, stop).indexOf('/*');
  return comment < 0 ? stop : start + comment;
}

/** `ifdef` of `#  ifdef CONFIG_A`; empty for a lone `#`. */
export function directiveWord(directive: string): string {
  return /^#\s*(\w*)/.exec(directive)?.[1] ?? '';
}

/** The codes of the characters of a word. */
export function codesOf(chars: string): number[] {
  return [...chars].map(char => char.charCodeAt(0));
}

/** Whether the line that ends at `end` goes on in the next one. */
function isContinued(text: string, end: number): boolean {
  return text[text[end - 1] === '\r' ? end - 2 : end - 1] === '\\';
}

function indexOrEnd(text: string, mark: string, from: number, length: number): number {
  const index = text.indexOf(mark, from);
  return index < 0 ? text.length : index + length;
}
