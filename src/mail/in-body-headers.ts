import type { Mailbox } from '../domain/message.js';
import { parseAuthor } from './addresses.js';
import { decodeHeader } from './encoded-words.js';
import { isScissors } from './scissors.js';

/** The headers that a patch's sender put on top of its body, and where the text after them begins. */
export interface InBodyHeaders {
  /** Undefined where there is none that names an address. */
  readonly author: Mailbox | undefined;
  readonly subject: string | undefined;
  /** Index into the lines of the first line after them. */
  readonly nextIndex: number;
}

const header = /^(From|Subject|Date):\s?(.*)$/i;
/** The line between mails of `git format-patch`, escaped as an mbox writer does. */
const separator = /^>?From [0-9a-f]{40,64} Mon Sep 17 00:00:00 2001$/;

/**
 * Reads in-body headers as `git mailinfo` does: after blank lines, each of From:, Subject: and Date: once, folded ones
 * continued, ended by a blank line or by the first line that is none. A bare `[PATCH] title` line counts as a subject.
 */
export function readInBodyHeaders(lines: readonly string[], startIndex: number): InBodyHeaders {
  const found = new Map<string, string>();
  let open: string | undefined;
  let index = startIndex;
  for (; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line.trim() === '') {
      if (open !== undefined) break;
      continue;
    }
    if (separator.test(line)) continue;
    if (open !== undefined && /^[ \t]/.test(line) && !isScissors(line)) {
      found.set(open, `${found.get(open)} ${line.trim()}`);
      continue;
    }
    const field = readField(line);
    if (field === undefined || found.has(field.name)) break;
    open = field.name === 'subject' && /^\[PATCH\]\s/.test(line) ? undefined : field.name;
    found.set(field.name, field.value);
  }
  return {
    author: readAuthor(found.get('from')),
    subject: decodeText(found.get('subject')),
    nextIndex: found.size === 0 ? startIndex : index,
  };
}

function readField(line: string): { name: string; value: string } | undefined {
  if (/^\[PATCH\]\s/.test(line)) return { name: 'subject', value: line };
  const match = header.exec(line);
  return match ? { name: (match[1] ?? '').toLowerCase(), value: match[2] ?? '' } : undefined;
}

function readAuthor(value: string | undefined): Mailbox | undefined {
  if (value === undefined) return undefined;
  const author = parseAuthor(asBytes(value));
  return author.email === '' ? undefined : author;
}

function decodeText(value: string | undefined): string | undefined {
  return value === undefined ? undefined : decodeHeader(asBytes(value));
}

/** The body is decoded already; header readers take bytes. */
function asBytes(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1');
}
