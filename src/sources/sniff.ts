/** What a run of bytes is, judged by its beginning. */
export type ContentKind = 'gzip' | 'mbox' | 'single' | 'empty' | 'unknown';

/** Bytes that `sniffContent` looks at: the header of a mail that passed many hosts fits. */
export const SNIFF_BYTES = 65_536;

/** Header fields that hardly any text but a mail has at the beginning of a line. */
const MAIL_FIELD =
  /^(?:from|date|subject|to|cc|message-id|received|return-path|delivered-to|x-[\w-]+|mime-version|content-type|content-transfer-encoding|in-reply-to|references|sender|list-id)[ \t]*:/im;

/** A saved page of a web archive: the subject, then `From:` and `Date:` on lines of their own. */
const PAGE = /^\S.*\n\s*From:.*\n\s*Date:/;

/**
 * Tells an mbox, a single mail (or a saved page) and gzip apart by the first bytes: names of files are not to be relied on.
 * `unknown` is anything that no reader of mail would make sense of.
 */
export function sniffContent(bytes: Uint8Array): ContentKind {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  const head = bytes.subarray(0, SNIFF_BYTES);
  const text = Buffer.from(head.buffer, head.byteOffset, head.length)
    .toString('utf8')
    .replaceAll('\r\n', '\n')
    .trimStart();
  if (text === '') return 'empty';
  if (text.startsWith('From ')) return 'mbox';
  const header = text.split(/\n[ \t]*\n/, 1)[0] ?? '';
  return MAIL_FIELD.test(header) || PAGE.test(text) ? 'single' : 'unknown';
}
