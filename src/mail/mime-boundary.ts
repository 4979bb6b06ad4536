import { limits } from '../domain/limits.js';

/** A stretch of bytes: the end is one past the last. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** What may stand behind the boundary on its line (RFC 2046 section 5.1.1), and CRs that a transport doubled. */
const restOfDelimiter = /^(--)?[ \t]*\r*$/;

/**
 * The parts between a multipart's delimiter lines, each with the line end before the next delimiter. Undefined where there
 * are none or very many, where no delimiter closes them, or where a line is a delimiter for some readers and not for others.
 *
 * @param range the multipart in the mail's body
 */
export function splitAtBoundary(body: Buffer, range: ByteRange, boundary: string): readonly ByteRange[] | undefined {
  const parts: ByteRange[] = [];
  const mark = Buffer.from(`--${boundary}`);
  let start: number | undefined;
  for (let at = body.indexOf(mark, range.start); at >= 0; at = body.indexOf(mark, at + 1)) {
    const before = at === range.start ? lineFeed : body[at - 1];
    const restStart = at + mark.length;
    if (restStart > range.end || before === carriageReturn || parts.length > limits.partsMax) return undefined;
    if (before !== lineFeed) continue;
    const newline = body.indexOf(lineFeed, restStart);
    const isEnded = newline >= 0 && newline < range.end;
    const restEnd = isEnded ? newline : range.end;
    if (restEnd - restStart > limits.delimiterBytesMax) return undefined;
    const rest = restOfDelimiter.exec(body.toString('latin1', restStart, restEnd));
    if (rest === null) continue;
    if (start !== undefined) parts.push({ start, end: at });
    if (rest[1] !== undefined) return parts;
    if (!isEnded) return undefined;
    start = newline + 1;
  }
  return undefined;
}

/** The line end before a delimiter belongs to the delimiter (RFC 2046 section 5.1.1). */
export function withoutLineEnd(body: Buffer, range: ByteRange): ByteRange {
  const { start, end } = range;
  if (end === start || body[end - 1] !== lineFeed) return range;
  return { start, end: end - 1 > start && body[end - 2] === carriageReturn ? end - 2 : end - 1 };
}
