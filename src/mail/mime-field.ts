import { limits } from '../domain/limits.js';
import { rememberTexts } from '../domain/remember.js';

/** A field such as Content-Type: its value, and what is said of it behind semicolons. */
export interface MimeField {
  /** Lower case. */
  readonly value: string;
  /** Names in lower case, values as they stand, out of their quotes. */
  readonly parameters: ReadonlyMap<string, string>;
}

const start = /^([\w.+-]+(?:\/[\w.+-]+)?)[ \t]*/;
/** A parameter, or a piece of one (`filename*0`), whose value is a token or a quoted string without escapes. */
const parameter = /;[ \t]*([\w-]+)(?:\*(\d{1,3}))?[ \t]*=[ \t]*(?:"([^"\\]*)"|([^\s;"\\()]+))[ \t]*/y;

/**
 * Reads such a field where it is written as RFC 2045 section 5.1 and RFC 2231 section 3 say. Undefined where its reading
 * would take judgement: bytes above ASCII, comments, escapes, percent signs of RFC 2231, pieces out of order. Mails of a list repeat each other's.
 */
export const readMimeField = rememberTexts(limits.headersRemembered, parseMimeField);

function parseMimeField(text: string): MimeField | undefined {
  if (text.length > limits.headerCharsMax || !/^[\t -~]*$/.test(text)) return undefined;
  const trimmed = text.trim();
  const field = trimmed.endsWith(';') ? trimmed.slice(0, -1) : trimmed;
  const value = start.exec(field);
  const parameters = value === null ? undefined : readParameters(field, value[0].length);
  return parameters && { value: (value?.[1] ?? '').toLowerCase(), parameters };
}

function readParameters(field: string, from: number): ReadonlyMap<string, string> | undefined {
  const values = new Map<string, string>();
  const pieces = new Map<string, number>();
  for (let end = from; end < field.length; end = parameter.lastIndex) {
    parameter.lastIndex = end;
    const [, name = '', piece, quoted, token = ''] = parameter.exec(field) ?? [];
    const key = name.toLowerCase();
    const before = values.get(key);
    const isPiece = piece !== undefined;
    // Pieces take the place of a whole value beside them, which is there for readers that know no pieces.
    const isWhole = before !== undefined && !pieces.has(key);
    if (key === '' || Number(piece ?? 0) !== (pieces.get(key) ?? 0) || (isPiece && isWhole)) return undefined;
    // Of two with one name the first counts.
    if (isWhole) continue;
    if (isPiece) pieces.set(key, Number(piece) + 1);
    values.set(key, (before ?? '') + (quoted ?? token));
  }
  return decodeNames(values);
}

/** What mailers write for a file name above ASCII; RFC 2047 forbids it. */
const encodedName = /^=\?utf-8\?b\?([A-Za-z0-9+/]+={0,2})\?=$/i;

function decodeNames(values: Map<string, string>): ReadonlyMap<string, string> | undefined {
  for (const [key, value] of values) {
    if (!value.includes('=?')) continue;
    const word = key === 'name' || key === 'filename' ? encodedName.exec(value)?.[1] : undefined;
    const name = Buffer.from(word ?? '', 'base64').toString('utf8');
    if (!/^[^\s\p{C}\ufffd]+$/u.test(name)) return undefined;
    values.set(key, name);
  }
  return values;
}
