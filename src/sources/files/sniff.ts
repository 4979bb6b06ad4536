import { limits } from '../../domain/limits.js';

/** What a run of bytes is, judged by its beginning. */
export type ContentKind = 'gzip' | 'mbox' | 'single' | 'diff' | 'empty' | 'unknown';

/** Header fields that hardly any text but a mail has at the beginning of a line. */
const mailField =
  /^(?:from|date|subject|to|cc|message-id|received|return-path|delivered-to|x-[\w-]+|mime-version|content-type|content-transfer-encoding|in-reply-to|references|sender|list-id)[ \t]*:/im;

/** A saved page of a web archive: the subject, then `From:` and `Date:` on lines of their own. */
const savedPage = /^\S.*\n\s*From:.*\n\s*Date:/;

const bareDiff = /^(?:diff --git |Index: |--- \S.*\n\+\+\+ |commit [0-9a-f]{40,64}\b)/;

/**
 * Tells an mbox, a single mail (or a saved page) and gzip apart by the first bytes: names of files are not to be relied on.
 * `diff` is what git diff, git show and git log print, with no mail around it; `unknown` is anything that no reader of mail would make sense of.
 */
export function sniffContent(bytes: Uint8Array): ContentKind {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  const head = bytes.subarray(0, limits.sniffedBytesMax);
  const text = Buffer.from(head.buffer, head.byteOffset, head.length)
    .toString('utf8')
    .replaceAll('\r\n', '\n')
    .trimStart();
  if (text === '') return 'empty';
  if (text.startsWith('From ')) return 'mbox';
  if (bareDiff.test(text)) return 'diff';
  const header = text.split(/\n[ \t]*\n/, 1)[0] ?? '';
  return mailField.test(header) || savedPage.test(text) ? 'single' : 'unknown';
}
