import { isAscii, isUtf8 } from 'node:buffer';
import { limits } from '../domain/limits.js';
import { asBuffer } from './bytes.js';
import { decodeUtf7 } from './utf7.js';

const utf8 = new TextDecoder('utf-8');
/** What windows-1252 has in place of Latin-1's second set of control characters, from 0x80 on. */
const westernExtras = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Names of nothing special; what git send-email's question for a charset was answered with; names of encodings. */
const noCharset = new Set(
  [
    ['', 'us-ascii', 'usascii', 'ascii', 'ansi_x3.4-1968', 'ansi_x3.4-1986', 'utf-8', 'utf8', 'utf_8', 'x-utf_8j'],
    ['unknown-8bit', 'x-unknown', 'unknown', 'y', 'yes', 'n', 'no', 'a', 'all', 'true'],
    ['7bit', '8bit', 'binary', 'base64', 'quoted-printable'],
  ].flat(),
);
const utf7Names = new Set(['utf-7', 'unicode-1-1-utf-7', 'x-unicode-2-0-utf-7']);

/** Names seen on lore that the WHATWG list of labels lacks. */
const aliases: Readonly<Record<string, string>> = {
  'latin-1': 'iso-8859-1',
  iso8859_1: 'iso-8859-1',
  'cp-1252': 'windows-1252',
  'iso-8859-15-1': 'iso-8859-15',
};

/**
 * Decodes text of a mail. Bytes that are not what the charset says are read as UTF-8, and a line that is not UTF-8
 * either as windows-1252: a maintainer's name stays readable and no byte of a patch becomes U+FFFD.
 *
 * @param charset as the mail names it, in any case and quoting; undefined where it names none
 */
export function decodeText(bytes: Uint8Array, charset: string | undefined): string {
  const name = tidyName(charset ?? '');
  if (noCharset.has(name)) return decodeUnlabelled(bytes);
  if (utf7Names.has(name)) return decodeUtf7(bytes);
  const decoder = findDecoder(name);
  if (decoder?.encoding === 'windows-1252') return decodeWestern(bytes);
  try {
    return decoder?.decode(bytes) ?? decodeUnlabelled(bytes);
  } catch {
    // The bytes are not of that charset: what follows is the reading for bytes without a label.
    return decodeUnlabelled(bytes);
  }
}

/** Whether a charset that a mail names is one that we know. */
export function isKnownCharset(charset: string): boolean {
  const name = tidyName(charset);
  return noCharset.has(name) || utf7Names.has(name) || findDecoder(name) !== undefined;
}

function tidyName(charset: string): string {
  return charset
    .trim()
    .replace(/^["']|["']$/g, '')
    .toLowerCase();
}

/** Of names that Node knows, which are some two hundred. */
const decoders = new Map<string, InstanceType<typeof TextDecoder>>();

function findDecoder(name: string): InstanceType<typeof TextDecoder> | undefined {
  const known = decoders.get(name);
  if (known !== undefined) return known;
  try {
    const decoder = new TextDecoder(aliases[name] ?? name, { fatal: true });
    decoders.set(name, decoder);
    return decoder;
  } catch {
    // An unknown label is the caller's news, not an error.
    return undefined;
  }
}

function decodeUnlabelled(bytes: Uint8Array): string {
  if (isAscii(bytes)) return asBuffer(bytes).toString('latin1');
  return isUtf8(bytes) ? utf8.decode(bytes) : decodeLineByLine(bytes);
}

/** One odd name must not spoil the UTF-8 of all other lines. */
function decodeLineByLine(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let start = 0; start <= bytes.length && lines.length <= limits.bodyLinesMax; ) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    const line = bytes.subarray(start, end);
    lines.push(isUtf8(line) ? utf8.decode(line) : decodeWestern(line));
    start = end + 1;
  }
  return lines.join('\n');
}

/**
 * windows-1252, which is also what WHATWG makes of Latin-1: every byte has a character, so this never fails and never
 * loses a byte. Node's own decoder of that name leaves 0x80 to 0x9f as control characters (nodejs/node#56542).
 */
function decodeWestern(bytes: Uint8Array): string {
  const text = asBuffer(bytes).toString('latin1');
  return text.replace(/[\u0080-\u009f]/g, char => westernExtras[char.charCodeAt(0) - 0x80] ?? char);
}
