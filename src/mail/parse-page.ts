import { hash } from 'node:crypto';
import { limits } from '../domain/limits.js';
import type { Mailbox, Message, RawMail } from '../domain/message.js';
import { parseAuthor } from './addresses.js';
import { asBuffer } from './bytes.js';
import { decodeText } from './charset.js';
import { foldToOneLine } from './encoded-words.js';
import { parseMailDate } from './mail-date.js';
import { madeUpId } from './parse-mail.js';

const headLine = /^(From|Date|To|Cc|Subject|Message-ID|In-Reply-To): *(.*)$/i;

/** Fields that a mail may begin with; a subject like `mm/shmem: fix it` has the form of a field as well. */
const mailField =
  /^(?:from|date|subject|to|cc|path|message-id|received|return-path|delivered-to|sender|reply-to|in-reply-to|references|mime-version|newsgroups|list-[\w-]+|content-[\w-]+|x-[\w-]+)[ \t]*:/i;

/**
 * Whether bytes are a saved plain-text page of a web archive: the first line is the subject, then come `From:` and
 * `Date:` lines (blank lines may stand before and between them), then the body.
 */
export function looksLikePage(bytes: Uint8Array): boolean {
  const start = asBuffer(bytes).subarray(0, 8_000);
  // Of nearly every mail its first line says that it is one.
  const firstEnd = start.indexOf(0x0a) + 1 || start.length;
  const first = start.toString('latin1', 0, firstEnd).replace(/\r?\n$/, '');
  if (first.trim() === '' || /^>?From /.test(first) || mailField.test(first)) return false;
  const others = start.toString('latin1', firstEnd).split(/\r?\n/);
  const hasFieldForm = /^[!-9;-~]+:/.test(first) && !/^(?:re|aw|fwd?):/i.test(first);
  if (hasFieldForm && others[0]?.trim() !== '') return false;
  const [from = '', date = ''] = others.filter(line => line.trim() !== '');
  return /^From: /.test(from) && /^Date: /.test(date);
}

/**
 * Reads such a page. Addresses are masked there and indentation is lost; it states no Message-ID, so that one is made
 * of the bytes. Never throws.
 */
export function parsePage(raw: RawMail): Message {
  const digest = hash('sha256', raw.bytes, 'hex');
  const text = decodeText(raw.bytes.subarray(0, limits.mailBytesMax), undefined);
  const lines = text.split(/\r?\n/);
  const { fields, bodyIndex } = readHead(lines);
  return {
    id: madeUpId(digest),
    origin: raw.origin,
    digest,
    form: 'page',
    references: [],
    from: readAuthor(fields.get('from') ?? ''),
    recipients: { to: [], cc: [] },
    subject: foldToOneLine((lines[0] ?? '').slice(0, limits.headerCharsMax)),
    sentAt: parseMailDate(fields.get('date') ?? ''),
    listIds: [],
    body: lines
      .slice(bodyIndex)
      .map(line => line.slice(0, limits.lineCharsMax))
      .join('\n'),
    attachments: [],
    isAutoSubmitted: false,
    problems: [],
  };
}

function readHead(lines: readonly string[]): { fields: Map<string, string>; bodyIndex: number } {
  const fields = new Map<string, string>();
  let index = 1;
  for (; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line.trim() === '') continue;
    const match = headLine.exec(line);
    if (!match) break;
    fields.set((match[1] ?? '').toLowerCase(), match[2] ?? '');
  }
  return { fields, bodyIndex: index };
}

function readAuthor(value: string): Mailbox {
  return parseAuthor(Buffer.from(value, 'utf8').toString('latin1'));
}
