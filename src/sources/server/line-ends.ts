/**
 * A mail as archives and maildirs keep it. On the way every line ends in CRLF (RFC 5322 2.1), on disks in LF; so the same mail has
 * the same bytes from wherever it comes. Where not all lines end so, the server has sent what it has, and that is not touched.
 */
export function withoutWireLineEnds(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  return /(?<!\r)\n/.test(text) ? bytes : Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1');
}
