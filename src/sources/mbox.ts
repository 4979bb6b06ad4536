import { limits } from '../domain/limits.js';
import { CappedBuffer } from './capped-buffer.js';

const FROM = Buffer.from('\nFrom ');
/** Bytes in which an envelope line and the header after it show what they are. */
const LOOKAHEAD = 1_000;
/** `From a@b Thu Jan  1 00:00:00 1970`: only a line that ends in a time and a year parts two mails. */
const ENVELOPE = /^From .*\d\d:\d\d.*\b(?:19|20)\d\d *\r?$/;
const HEADER = /^(?:>?From |[!-9;-~]+[ \t]*:)/;

/**
 * Splits an mbox into its mails, oldest first, and undoes the `>From ` quoting of mboxrd.
 * A `From ` line inside a body is text unless it has the envelope's form and a header stands below it.
 * Memory: one mail, up to `limits.mailBytesMax`.
 */
export async function* splitMbox(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let mail = new CappedBuffer(LOOKAHEAD);
  // The line feed stands for the line before the first one: every envelope line has one above it.
  let pending: Buffer = Buffer.from('\n');
  for await (const chunk of followedByEnd(chunks)) {
    pending = chunk === END ? pending : Buffer.concat([pending, chunk]);
    const decidable = chunk === END ? pending.length : Math.max(0, pending.length - LOOKAHEAD);
    let start = 0;
    for (let at = pending.indexOf(FROM); at !== -1 && at < decidable; at = pending.indexOf(FROM, at + 1)) {
      if (!isEnvelopeAt(pending, at + 1)) continue;
      mail.append(pending.subarray(start, at + 1));
      yield* finished(mail);
      mail = new CappedBuffer(LOOKAHEAD);
      start = at + 1;
    }
    const rest = Math.max(start, decidable);
    mail.append(pending.subarray(start, rest));
    pending = pending.subarray(rest);
  }
  yield* finished(mail);
}

const END = Symbol('end of input');

async function* followedByEnd<T>(items: AsyncIterable<T>): AsyncGenerator<T | typeof END> {
  yield* items;
  yield END;
}

function isEnvelopeAt(bytes: Buffer, start: number): boolean {
  const [envelope = '', header = ''] = bytes.toString('latin1', start, start + LOOKAHEAD).split('\n', 2);
  return ENVELOPE.test(envelope) && HEADER.test(header);
}

/** The mail without its envelope line and without the blank line that parts it from the next; nothing for blank space. */
function* finished(collected: CappedBuffer): Generator<Buffer> {
  const text = collected.toBuffer().toString('latin1');
  const mail = text.replace(/^\n?(?:From .*\n)?/, '').replace(/\n(\r?\n)$/, '$1');
  if (mail.trim() === '') return;
  yield Buffer.from(mail.replace(/^>(>*From )/gm, '$1').slice(0, limits.mailBytesMax + 1), 'latin1');
}
