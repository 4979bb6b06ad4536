import { limits } from '../domain/limits.js';
import type { ByteRange } from './mime-boundary.js';
import type { BodyHead } from './mime-parts.js';

/** The head of a part, and where its text begins. */
export interface PartHead extends BodyHead {
  readonly textStart: number;
}

const fieldLine = /^([!-9;-~]+):([^\r]*)$/;
const foldedLine = /^[ \t]+([^\r]*)$/;

/**
 * Reads the head of a part. Undefined where mail readers differ in what it says: it holds a line that is no field, has one
 * field twice, or no empty line ends it.
 */
export function readPartHead(body: Buffer, range: ByteRange): PartHead | undefined {
  const text = body.toString('latin1', range.start, Math.min(range.end, range.start + limits.headerCharsMax));
  const end = /^\r?\n|\n\r?\n/.exec(text);
  if (end === null) return undefined;
  const fields = readFields(text.slice(0, end.index));
  if (fields === undefined) return undefined;
  return {
    contentType: fields.get('content-type'),
    transferEncoding: fields.get('content-transfer-encoding'),
    disposition: fields.get('content-disposition'),
    textStart: range.start + end.index + end[0].length,
  };
}

function readFields(head: string): ReadonlyMap<string, string> | undefined {
  const fields = new Map<string, string>();
  let name: string | undefined;
  for (const line of head === '' ? [] : head.split(/\r?\n/)) {
    const folded = foldedLine.exec(line);
    if (folded !== null) {
      if (name === undefined) return undefined;
      fields.set(name, `${fields.get(name)} ${folded[1]}`);
      continue;
    }
    const field = fieldLine.exec(line);
    name = field?.[1]?.toLowerCase();
    if (name === undefined || fields.has(name)) return undefined;
    fields.set(name, field?.[2] ?? '');
  }
  return fields;
}
