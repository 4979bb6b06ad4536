import { limits } from '../domain/limits.js';
import { HeadLines } from './head-lines.js';

/** Offsets into a mail: of the first byte of a field's name, and behind its last line. */
interface FieldRange {
  readonly start: number;
  end: number;
}

/** The head of a mail: where its fields stand. A field is read when it is asked for: most of them never are. */
export interface MailHead {
  readonly bytes: Buffer;
  /** By name, in lower case. */
  readonly fields: ReadonlyMap<string, readonly FieldRange[]>;
  /** Offset of the first byte of the body. */
  readonly bodyStart: number;
}

const fieldName = /[!-9;-~]{1,100}[ \t]*:/y;
/** A field with the lines that continue it. */
const wholeField = new RegExp(`${fieldName.source}[^\\n]*\\n(?:[ \\t][^\\n]*\\n)*`, 'y');

/**
 * Splits the head off a mail. As git and Python do, the head ends at an empty line or at the first line that is no
 * header, continuation or mbox `From ` line. Reads any bytes.
 */
export function splitHead(bytes: Buffer): MailHead {
  const fields = new Map<string, FieldRange[]>();
  const lines = new HeadLines(bytes);
  let count = 0;
  let last: FieldRange | undefined;
  let offset = 0;
  const add = (start: number, end: number, name: string): void => {
    last = { start, end };
    count += 1;
    if (count <= limits.headFieldsMax) addField(fields, name.trimEnd().toLowerCase(), last);
  };
  while (offset < bytes.length) {
    const known = lines.startOfMail;
    const fieldEnd = known === undefined ? undefined : endOfField(known, offset);
    if (known !== undefined && fieldEnd !== undefined) {
      add(offset, fieldEnd, known.slice(offset, known.indexOf(':', offset)));
      offset = fieldEnd;
      continue;
    }
    lines.take(offset);
    const { text, start, end, next } = lines;
    if (start === end) {
      // Blank lines before the first field are an archive's, not the end of the head.
      if (last !== undefined) return { bytes, fields, bodyStart: next };
    } else if (text[start] === ' ' || text[start] === '\t') {
      if (last === undefined) break;
      last.end = next;
    } else if (last !== undefined || !/^>?From /.test(text.slice(start, start + 6))) {
      fieldName.lastIndex = start;
      if (!fieldName.test(text)) break;
      add(offset, next, text.slice(start, fieldName.lastIndex - 1));
    }
    offset = next;
  }
  return { bytes, fields, bodyStart: offset };
}

/** Where a whole field ends that begins there, line by line in one go; undefined where none does, or where it may go on behind the text. */
function endOfField(text: string, start: number): number | undefined {
  wholeField.lastIndex = start;
  return wholeField.test(text) && wholeField.lastIndex < text.length ? wholeField.lastIndex : undefined;
}

function addField(fields: Map<string, FieldRange[]>, name: string, range: FieldRange): void {
  const same = fields.get(name);
  if (same === undefined) fields.set(name, [range]);
  else same.push(range);
}

/**
 * The first field of that name (lower case), as mail clients show it; undefined where there is none. Unfolded, its value
 * still is bytes: one character (0–255) a byte, encoded words not decoded.
 */
export function firstField(head: MailHead, name: string): string | undefined {
  const range = head.fields.get(name)?.[0];
  return range && readValue(head.bytes, range);
}

/** All fields of that name (lower case), in order, each read as `firstField` does. */
export function allFields(head: MailHead, name: string): readonly string[] {
  return (head.fields.get(name) ?? []).map(range => readValue(head.bytes, range));
}

function readValue(bytes: Buffer, { start, end }: FieldRange): string {
  const text = bytes.toString('latin1', start, end);
  const firstEnd = text.indexOf('\n') + 1 || text.length;
  const value = text.slice(text.indexOf(':') + 1, Math.min(firstEnd, limits.headLineBytesMax)).trim();
  if (firstEnd === text.length) return value;
  const folded = text.slice(firstEnd).split('\n');
  return [value, ...folded.map(line => line.slice(0, limits.headLineBytesMax).trim())].join(' ').trim();
}
