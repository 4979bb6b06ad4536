import { limits } from '../domain/limits.js';
import type { BodyHead } from './mail-part.js';

/** The head of a part, and where its text begins: a count of bytes. */
export interface PartHead extends BodyHead {
  readonly textStart: number;
}

const fieldLine = /^([!-9;-~]+):([^\r]*)$/;
const foldedLine = /^[ \t]+([^\r]*)$/;

/**
 * Reads the head of a part. Undefined where mail readers differ in what it says: it holds a line that is no field, has one
 * field twice, or no empty line ends it.
 */
export function readPartHead(part: Buffer): PartHead | undefined {
  const text = part.toString('latin1', 0, limits.headerCharsMax);
  const end = /^\r?\n|\n\r?\n/.exec(text);
  const fields = end === null ? undefined : readFields(text.slice(0, end.index));
  if (end === null || fields === undefined) return undefined;
  return {
    contentType: fields.get('content-type'),
    transferEncoding: fields.get('content-transfer-encoding'),
    disposition: fields.get('content-disposition'),
    textStart: end.index + end[0].length,
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
