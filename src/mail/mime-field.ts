import { limits } from '../domain/limits.js';

/** A field such as Content-Type: its value, and what is said of it behind semicolons. */
export interface MimeField {
  /** Lower case. */
  readonly value: string;
  /** Names in lower case, values as they stand, out of their quotes. */
  readonly parameters: ReadonlyMap<string, string>;
}

const start = /^([\w.+-]+(?:\/[\w.+-]+)?)[ \t]*/;
/** A parameter whose value is a token or a quoted string without escapes (RFC 2045 section 5.1). */
const parameter = /;[ \t]*([\w-]+)[ \t]*=[ \t]*(?:"([^"\\]*)"|([^\s;"\\()]+))[ \t]*/y;

/**
 * Reads such a field where it is written as RFC 2045 says. Undefined where its reading would take judgement: bytes above
 * ASCII, encoded words, comments, escapes, parameters in pieces (RFC 2231).
 */
export function readMimeField(text: string): MimeField | undefined {
  if (text.length > limits.headerCharsMax || !/^[\t -~]*$/.test(text) || text.includes('=?')) return undefined;
  const trimmed = text.trim();
  const field = trimmed.endsWith(';') ? trimmed.slice(0, -1) : trimmed;
  const value = start.exec(field);
  if (value === null) return undefined;
  const parameters = new Map<string, string>();
  let end = value[0].length;
  while (end < field.length) {
    parameter.lastIndex = end;
    const match = parameter.exec(field);
    if (match === null) return undefined;
    const name = (match[1] ?? '').toLowerCase();
    // Of two with one name the first counts, as for other readers.
    if (!parameters.has(name)) parameters.set(name, match[2] ?? match[3] ?? '');
    end = parameter.lastIndex;
  }
  return { value: (value[1] ?? '').toLowerCase(), parameters };
}
