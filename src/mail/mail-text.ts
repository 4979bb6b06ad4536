import { gunzipSync } from 'node:zlib';
import { limits } from '../domain/limits.js';
import type { AttachedText } from '../domain/message.js';
import { decodeText, isKnownCharset } from './charset.js';
import type { MailPart } from './mail-part.js';
import { unstuffFlowed } from './unstuff-flowed.js';

export interface MailText {
  /** LF, bounded; empty where the mail has no text. */
  readonly body: string;
  readonly attachments: readonly AttachedText[];
  /** Charset names that no reader knows. */
  readonly unknownCharsets: readonly string[];
  readonly isCut: boolean;
}

const patchName = /\.(?:patch|diff|dif|mbox|mbx|eml|txt)$/i;
const patchType = /^(?:application|text)\/(?:x-)?(?:patch|diff|mbox|git-patch)$/;

/**
 * Chooses what of a mail's parts is its text: the body is the first text part, whatever follows is an attachment.
 * HTML, pictures and signatures are not text; a mail of one part has that as its body, whatever the mail calls it.
 */
export function chooseText(parts: readonly MailPart[]): MailText {
  const texts = parts.filter(isText);
  const body = parts.length === 1 ? texts[0] : texts.find(isBody);
  const bodyText = body === undefined ? cut('') : readPart(body);
  const attached = texts.filter(part => part !== body).map(part => ({ part, read: readPart(part) }));
  return {
    body: bodyText.text,
    attachments: attached.map(({ part, read }) => ({
      filename: part.filename,
      contentType: part.contentType,
      text: read.text,
    })),
    unknownCharsets: texts.map(part => part.charset ?? '').filter(charset => !isKnownCharset(charset)),
    isCut: bodyText.isCut || attached.some(({ read }) => read.isCut),
  };
}

function isBody(part: MailPart): boolean {
  return !part.isAttachment && part.contentType !== 'message/rfc822';
}

function isText(part: MailPart): boolean {
  const { contentType, filename = '' } = part;
  if (contentType === 'text/html' || contentType === 'text/calendar') return false;
  if (contentType.startsWith('text/') || patchType.test(contentType) || contentType === 'message/rfc822') return true;
  if (patchName.test(filename.replace(/\.gz$/i, ''))) return true;
  // List software that cannot place a charset turns the very text of a mail into this type.
  return contentType === 'application/octet-stream' && filename === '' && !part.bytes.includes(0);
}

interface BoundedText {
  readonly text: string;
  readonly isCut: boolean;
}

function readPart(part: MailPart): BoundedText {
  const lines = cut(unifyLineEnds(decodeText(unpack(part), part.charset)));
  return part.isFlowed ? { ...lines, text: unstuffFlowed(lines.text, part.deletesBlank) } : lines;
}

/** A compressed patch is unpacked, as far as the body of a mail may be long; a broken archive stays as it is. */
function unpack(part: MailPart): Uint8Array {
  if (part.bytes[0] !== 0x1f || part.bytes[1] !== 0x8b) return part.bytes;
  try {
    return gunzipSync(part.bytes, { maxOutputLength: limits.bodyCharsMax });
  } catch {
    // Not an archive after all, or a bomb: shown as what it is, which is no patch.
    return part.bytes;
  }
}

/**
 * CR LF as a line end is the transport's; CR in the text is the file's. A mail of the first kind shows it on its first
 * line: there no patch has file content yet. So a patch to a file with DOS line ends keeps its CRs.
 */
function unifyLineEnds(text: string): string {
  const firstEnd = text.indexOf('\n');
  const isTransport = firstEnd > 0 && text[firstEnd - 1] === '\r';
  return isTransport ? text.replaceAll('\r\n', '\n') : text;
}

/** Bounds the whole text, the number of its lines and each of them. */
function cut(text: string): BoundedText {
  const end = endOfLines(text, limits.bodyLinesMax);
  const bounded = text.slice(0, Math.min(end, limits.bodyCharsMax));
  const isCut = bounded.length < text.length;
  if (!hasLongLine(bounded)) return { text: bounded, isCut };
  const lines = bounded.split('\n').map(line => line.slice(0, limits.lineCharsMax));
  return { text: lines.join('\n'), isCut: true };
}

/** The index after the last character of the first `count` lines. */
function endOfLines(text: string, count: number): number {
  if (text.length <= count) return text.length;
  let end = -1;
  for (let line = 0; line < count; line++) {
    end = text.indexOf('\n', end + 1);
    if (end < 0) return text.length;
  }
  return end;
}

function hasLongLine(text: string): boolean {
  if (text.length <= limits.lineCharsMax) return false;
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const next = end < 0 ? text.length : end;
    if (next - start > limits.lineCharsMax) return true;
    start = next + 1;
  }
  return false;
}
