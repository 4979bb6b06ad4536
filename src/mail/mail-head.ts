import { limits } from '../domain/limits.js';

/** One header field, unfolded. The value still is bytes: one character (0–255) a byte, encoded words not decoded. */
export interface HeaderField {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
}

export interface MailHead {
  readonly fields: readonly HeaderField[];
  /** Offset of the first byte of the body. */
  readonly bodyStart: number;
}

const fieldPattern = /^([!-9;-~]{1,100})[ \t]*:(.*)$/s;

/**
 * Splits the head off a mail. As git and Python do, the head ends at an empty line or at the first line that is no
 * header, continuation or mbox `From ` line. Reads any bytes.
 */
export function splitHead(bytes: Uint8Array): MailHead {
  const fields: { name: string; parts: string[] }[] = [];
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(10, start);
    const next = newline < 0 ? bytes.length : newline + 1;
    const line = latin1(bytes, start, newline < 0 ? next : newline).replace(/\r+$/, '');
    if (line === '') {
      // Blank lines before the first field are an archive's, not the end of the head.
      start = next;
      if (fields.length > 0) break;
      continue;
    }
    if (!takeLine(line, fields)) break;
    start = next;
  }
  return { fields: fields.map(({ name, parts }) => ({ name, value: parts.join(' ').trim() })), bodyStart: start };
}

/** Takes one line of the head; false when the line cannot belong to a head. */
function takeLine(line: string, fields: { name: string; parts: string[] }[]): boolean {
  const last = fields.at(-1);
  if (/^[ \t]/.test(line)) {
    if (last === undefined) return false;
    last.parts.push(line.trim());
    return true;
  }
  if (last === undefined && /^>?From /.test(line)) return true;
  const match = fieldPattern.exec(line);
  if (match === null) return false;
  if (fields.length >= limits.headFieldsMax) return true;
  fields.push({ name: (match[1] ?? '').toLowerCase(), parts: [(match[2] ?? '').trim()] });
  return true;
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  const cut = Math.min(end, start + limits.headLineBytesMax);
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, cut - start).toString('latin1');
}

/** The first field of that name (lower case), as mail clients show it; undefined where there is none. */
export function firstField(head: MailHead, name: string): string | undefined {
  return head.fields.find(field => field.name === name)?.value;
}

/** All fields of that name (lower case), in order. */
export function allFields(head: MailHead, name: string): readonly string[] {
  return head.fields.filter(field => field.name === name).map(field => field.value);
}
