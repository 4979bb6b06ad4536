import { asBuffer } from './bytes.js';

const shifted = /\+([A-Za-z0-9+/]*)-?/g;

/**
 * Text in UTF-7 (RFC 2152), the one charset of old mails that Node does not decode: ASCII with runs of base64 of
 * UTF-16. A run that is none comes out as it stands.
 */
export function decodeUtf7(bytes: Uint8Array): string {
  const text = asBuffer(bytes).toString('latin1');
  return text.replace(shifted, (run, base64: string) => {
    if (base64 === '') return run === '+-' ? '+' : run;
    const units = Buffer.from(base64, 'base64');
    return units
      .subarray(0, units.length & ~1)
      .swap16()
      .toString('utf16le');
  });
}
