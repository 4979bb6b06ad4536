import { limits } from '../domain/limits.js';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** What may stand behind the boundary on its line (RFC 2046 section 5.1.1), and CRs that a transport doubled. */
const restOfDelimiter = /^(--)?[ \t]*\r*$/;

/**
 * The parts between the delimiter lines of a multipart, each with the line end before the next delimiter; none where
 * nothing opens one. Undefined where there are very many, where no delimiter closes them, or where a line is a delimiter
 * for some readers and not for others.
 */
export function splitAtBoundary(text: Buffer, boundary: string): readonly Buffer[] | undefined {
  const parts: Buffer[] = [];
  const mark = Buffer.from(`--${boundary}`);
  let start: number | undefined;
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    const before = at === 0 ? lineFeed : text[at - 1];
    if (before === carriageReturn || parts.length > limits.partsMax) return undefined;
    if (before !== lineFeed) continue;
    const restStart = at + mark.length;
    const newline = text.indexOf(lineFeed, restStart);
    const restEnd = newline < 0 ? text.length : newline;
    if (restEnd - restStart > limits.delimiterBytesMax) return undefined;
    const rest = restOfDelimiter.exec(text.toString('latin1', restStart, restEnd));
    if (rest === null) continue;
    const isClosing = rest[1] !== undefined;
    if (start !== undefined) parts.push(text.subarray(start, at));
    if (isClosing && start !== undefined) return parts;
    if (!isClosing && newline < 0) return undefined;
    // What closes before anything is open closes nothing.
    if (!isClosing) start = newline + 1;
  }
  return start === undefined ? parts : undefined;
}

/** The line end before a delimiter belongs to the delimiter (RFC 2046 section 5.1.1). */
export function withoutLineEnd(text: Buffer): Buffer {
  if (text.at(-1) !== lineFeed) return text;
  return text.subarray(0, text.at(-2) === carriageReturn ? -2 : -1);
}
