import { limits } from '../../domain/limits.js';
import { CappedBuffer } from '../capped-buffer.js';

const fromMark = Buffer.from('\nFrom ');
/** `From a@b Thu Jan  1 00:00:00 1970`: only a line that ends in a time and a year parts two mails. */
const envelopePattern = /^From .*\d\d:\d\d.*\b(?:19|20)\d\d *\r?$/;
const headerPattern = /^(?:>?From |[!-9;-~]+[ \t]*:)/;

/** The first line of what git format-patch writes: a commit and a date that is always the same (Documentation/git-format-patch). */
const draftPattern = /^From [0-9a-f]{40,64} Mon Sep 17 00:00:00 2001$/;

/** One mail of an mbox, without its origin. */
export interface MboxMail {
  readonly bytes: Buffer;
  readonly isDraft: boolean;
  /** Where its envelope line begins, in bytes of the stream: split from there, the mbox goes on with this mail. */
  readonly start: number;
}

/**
 * Splits an mbox into its mails, oldest first, and undoes the `>From ` quoting of mboxrd.
 * A `From ` line inside a body is text unless it has the envelope's form and a header stands below it.
 * Memory: one mail, up to `limits.mailBytesMax`.
 */
export async function* splitMbox(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<MboxMail> {
  let mail = new CappedBuffer(limits.envelopeBytesMax);
  // The line feed stands for the line before the first one: every envelope line has one above it.
  let pending: Buffer = Buffer.from('\n');
  let pendingStart = -1;
  let mailStart = 0;
  for await (const chunk of followedByEnd(chunks)) {
    pending = chunk === endOfInput ? pending : Buffer.concat([pending, chunk]);
    const decidable = chunk === endOfInput ? pending.length : Math.max(0, pending.length - limits.envelopeBytesMax);
    let start = 0;
    for (let at = pending.indexOf(fromMark); at !== -1 && at < decidable; at = pending.indexOf(fromMark, at + 1)) {
      if (!isEnvelopeAt(pending, at + 1)) continue;
      mail.append(pending.subarray(start, at + 1));
      yield* finished(mail, mailStart);
      mailStart = pendingStart + at + 1;
      mail = new CappedBuffer(limits.envelopeBytesMax);
      start = at + 1;
    }
    const rest = Math.max(start, decidable);
    mail.append(pending.subarray(start, rest));
    pending = pending.subarray(rest);
    pendingStart += rest;
  }
  yield* finished(mail, mailStart);
}

const endOfInput = Symbol('end of input');

async function* followedByEnd<T>(items: AsyncIterable<T>): AsyncGenerator<T | typeof endOfInput> {
  yield* items;
  yield endOfInput;
}

function isEnvelopeAt(bytes: Buffer, start: number): boolean {
  const [envelope = '', header = ''] = bytes.toString('latin1', start, start + limits.envelopeBytesMax).split('\n', 2);
  return envelopePattern.test(envelope) && headerPattern.test(header);
}

/** The mail without its envelope line and without the blank line that parts it from the next; nothing for blank space. */
function* finished(collected: CappedBuffer, start: number): Generator<MboxMail> {
  const text = collected.toBuffer().toString('latin1');
  const [envelope = ''] = /^\n?(?:From .*\n)?/.exec(text) ?? [];
  const mail = text.slice(envelope.length).replace(/\n(\r?\n)$/, '$1');
  if (mail.trim() === '') return;
  const bytes = Buffer.from(mail.replace(/^>(>*From )/gm, '$1').slice(0, limits.mailBytesMax + 1), 'latin1');
  yield { bytes, isDraft: draftPattern.test(envelope.trim()), start };
}
