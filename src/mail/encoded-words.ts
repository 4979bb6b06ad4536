import { limits } from '../domain/limits.js';
import { decodeText } from './charset.js';

const wordPattern = /=\?([^?\s]{1,60})\?([bqBQ])\?([^?]*)\?=/g;

interface Word {
  readonly charset: string;
  readonly bytes: Buffer;
}

/**
 * A header value as text: RFC 2047 words decoded wherever they stand (mailers put them into quotes and next to other
 * text, which the RFC forbids), white space between two words dropped, neighbours of one charset joined as bytes before
 * they are decoded (a character may be split between them), raw 8-bit bytes read as UTF-8 or windows-1252.
 *
 * @param value the value as bytes, one character (0–255) a byte; cut at `limits.headerCharsMax`
 * @returns one line: folded white space, no control characters
 */
export function decodeHeader(value: string): string {
  const bounded = value.slice(0, limits.headerCharsMax);
  if (!bounded.includes('=?')) return foldToOneLine(decodeRaw(bounded));
  const pieces: string[] = [];
  let run: Word[] = [];
  let end = 0;
  for (const match of bounded.matchAll(wordPattern)) {
    const between = bounded.slice(end, match.index);
    if (run.length === 0 || between.trim() !== '') {
      pieces.push(decodeRun(run), decodeRaw(between));
      run = [];
    }
    run.push(readWord(match));
    end = match.index + match[0].length;
  }
  pieces.push(decodeRun(run), decodeRaw(bounded.slice(end)));
  return foldToOneLine(pieces.join(''));
}

/** White space folded to single spaces, control characters dropped. */
export function foldToOneLine(text: string): string {
  const trimmed = text.trim();
  if (!/[\u0000-\u001f\u007f]| {2}/.test(trimmed)) return trimmed;
  return trimmed
    .replace(/[ \t\r\n\v\f]+/g, ' ')
    .replace(/[\u0000-\u001f\u007f]/g, '')
    .trim();
}

function readWord(match: RegExpMatchArray): Word {
  const text = match[3] ?? '';
  const isBase64 = (match[2] ?? '').toLowerCase() === 'b';
  return {
    // RFC 2231 lets a language follow the charset: =?utf-8*en?Q?…?=
    charset: (match[1] ?? '').replace(/\*.*$/, '').toLowerCase(),
    bytes: isBase64 ? Buffer.from(text, 'base64') : decodeQ(text),
  };
}

function decodeQ(text: string): Buffer {
  const bytes = text
    .replaceAll('_', ' ')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

function decodeRun(run: readonly Word[]): string {
  let text = '';
  for (let index = 0; index < run.length; ) {
    const charset = run[index]?.charset;
    const same: Buffer[] = [];
    for (; index < run.length && run[index]?.charset === charset; index++)
      same.push(run[index]?.bytes ?? Buffer.alloc(0));
    text += decodeText(Buffer.concat(same), charset);
  }
  return text;
}

function decodeRaw(value: string): string {
  return /[\u0080-\u00ff]/.test(value) ? decodeText(Buffer.from(value, 'latin1'), undefined) : value;
}
