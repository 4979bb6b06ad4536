const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 };

export interface UnquotedPath {
  readonly path: string;
  /** What follows the closing quote. */
  readonly rest: string;
}

/**
 * Reads a name that git put in double quotes, because it holds bytes above 0x7f or control characters
 * (git's quote.c, core.quotePath). Octal escapes are bytes, together UTF-8.
 * Gives undefined where the text is no such name: no closing quote, or an escape that C does not know.
 */
export function unquotePath(text: string): UnquotedPath | undefined {
  if (!text.startsWith('"')) return undefined;
  const parts: Buffer[] = [];
  let index = 1;
  while (index < text.length) {
    const stop = nextSpecial(text, index);
    if (stop > index) parts.push(Buffer.from(text.slice(index, stop)));
    if (text[stop] === '"') return { path: Buffer.concat(parts).toString('utf8'), rest: text.slice(stop + 1) };
    const escaped = readEscape(text, stop + 1);
    if (escaped === undefined) return undefined;
    parts.push(Buffer.from([escaped.byte]));
    index = escaped.end;
  }
  return undefined;
}

function nextSpecial(text: string, from: number): number {
  let index = from;
  while (index < text.length && text[index] !== '"' && text[index] !== '\\') index += 1;
  return index;
}

function readEscape(text: string, index: number): { readonly byte: number; readonly end: number } | undefined {
  const octal = text.slice(index, index + 3);
  if (/^[0-3][0-7]{2}$/.test(octal)) return { byte: Number.parseInt(octal, 8), end: index + 3 };
  const byte = escapes[text[index] ?? ''];
  return byte === undefined ? undefined : { byte, end: index + 1 };
}
