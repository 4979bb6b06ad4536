import { asBuffer } from './bytes.js';

const [tab, lineFeed, carriageReturn, blank, equals] = [0x09, 0x0a, 0x0d, 0x20, 0x3d];

/**
 * Undoes a transfer encoding. Any other than the two is none (7bit, 8bit, binary), and the bytes are the text.
 *
 * @param encoding in lower case
 */
export function decodeTransferEncoding(bytes: Uint8Array, encoding: string): Uint8Array {
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(bytes);
  return encoding === 'base64' ? decodeBase64(bytes) : bytes;
}

/** RFC 2045 section 6.7; an `=` before anything else than two hex digits or a line break is the text's own. */
function decodeQuotedPrintable(bytes: Uint8Array): Uint8Array {
  const text = new Uint8Array(bytes.length);
  return decodeEscapes(text, joinSoftBreaks(bytes, text));
}

/** Copies the text without blanks at line ends, which a transport added, and without soft breaks; returns its length. */
function joinSoftBreaks(bytes: Uint8Array, text: Uint8Array): number {
  let length = 0;
  // What stands before the last soft break is no longer at the end of a line.
  let joined = 0;
  const dropBlanks = () => {
    while (length > joined && isBlank(text[length - 1])) length -= 1;
  };
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte === lineFeed || byte === carriageReturn) dropBlanks();
    if (byte === lineFeed) {
      const end = length > joined && text[length - 1] === carriageReturn ? length - 1 : length;
      if (end > joined && text[end - 1] === equals) {
        length = end - 1;
        joined = length;
        continue;
      }
    }
    text[length] = byte;
    length += 1;
  }
  dropBlanks();
  return length > joined && text[length - 1] === equals ? length - 1 : length;
}

/** Decodes `=3D` in place: the result is never longer. */
function decodeEscapes(text: Uint8Array, textLength: number): Uint8Array {
  let length = 0;
  for (let index = 0; index < textLength; index += 1) {
    let byte = text[index] ?? 0;
    if (byte === equals && index + 2 < textLength) {
      const decoded = hexDigit(text[index + 1]) * 16 + hexDigit(text[index + 2]);
      if (decoded >= 0) {
        byte = decoded;
        index += 2;
      }
    }
    text[length] = byte;
    length += 1;
  }
  return text.subarray(0, length);
}

function isBlank(byte: number | undefined): boolean {
  return byte === blank || byte === tab;
}

/** The value of a hex digit in either case; what is none makes every sum with it negative. */
function hexDigit(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1_000;
}

/**
 * RFC 2045 section 6.8: bytes outside the alphabet are skipped. Where padding stands in the middle (some mailers pad
 * every line) what follows begins anew.
 */
function decodeBase64(bytes: Uint8Array): Uint8Array {
  const text = asBuffer(bytes).toString('latin1');
  const digits = text.replace(/[^A-Za-z0-9+/=]+/g, '');
  // One buffer for all stretches: a mail of nothing but padding has millions of them.
  const decoded = Buffer.alloc(Math.ceil((digits.length * 3) / 4));
  let length = 0;
  for (let start = 0; start < digits.length; ) {
    const pad = digits.indexOf('=', start);
    const end = pad < 0 ? digits.length : pad;
    if (end > start) length += decoded.write(digits.slice(start, end), length, 'base64');
    start = end + 1;
  }
  return decoded.subarray(0, length);
}
