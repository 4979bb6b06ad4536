import { limits } from '../../domain/limits.js';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** On the way a mail may be twice as long as it is: it may consist of line ends. One byte more shows that it is too large. */
export const wireBytesMax = 2 * (limits.mailBytesMax + 1);

/**
 * A mail as archives and maildirs keep it. On the way every line ends in CRLF (RFC 5322 2.1), on disks in LF; so the same mail has
 * the same bytes from wherever it comes. Where not all lines end so, the server has sent what it has, and that is not touched.
 * What goes more than one byte past `limits.mailBytesMax` is cut.
 */
export function withoutWireLineEnds(bytes: Buffer): Buffer {
  const mail = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === lineFeed && bytes[at - 1] !== carriageReturn) return bytes.subarray(0, limits.mailBytesMax + 1);
    if (byte === carriageReturn && bytes[at + 1] === lineFeed) continue;
    mail[length] = byte;
    length += 1;
  }
  return mail.subarray(0, Math.min(length, limits.mailBytesMax + 1));
}
