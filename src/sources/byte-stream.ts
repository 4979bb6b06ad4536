import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CappedBuffer } from './capped-buffer.js';
import { splitMbox } from './mbox.js';
import { SNIFF_BYTES, sniffContent } from './sniff.js';
import { type SourceItem, unreadable, wordsOf } from './source-item.js';

type ByteStream = AsyncIterable<Uint8Array>;

const NOT_A_MAIL = 'this is not a mail; give a .eml file, an mbox (also .gz), a maildir or a public-inbox archive';

/** The mails of a file: a single mail, a saved page, an mbox, or any of them gzipped. Trouble with the file is a Problem. */
export function readFileMails(path: string): AsyncGenerator<SourceItem> {
  return readStreamMails(createReadStream(path), path);
}

/**
 * The mails of a stream of bytes, as `readFileMails`. A stream that breaks off (a truncated .gz, a file that may not be read)
 * yields what came before, then a Problem.
 */
export async function* readStreamMails(stream: ByteStream, origin: string): AsyncGenerator<SourceItem> {
  try {
    const outer = await peek(stream);
    const { head, bytes } = sniffContent(outer.head) === 'gzip' ? await peek(gunzip(outer.bytes)) : outer;
    const kind = sniffContent(head);
    if (kind === 'mbox') yield* readMbox(bytes, origin);
    else if (kind === 'single') yield { bytes: await readCapped(bytes), origin };
    else yield unreadable(origin, kind === 'empty' ? 'it is empty; give a mail' : NOT_A_MAIL);
  } catch (error) {
    yield unreadable(origin, `it could not be read to its end (${wordsOf(error)})`);
  }
}

async function* readMbox(bytes: ByteStream, origin: string): AsyncGenerator<SourceItem> {
  let number = 0;
  for await (const mail of splitMbox(bytes)) {
    number += 1;
    const where = `${origin}#${number}`;
    yield sniffContent(mail) === 'single' ? { bytes: mail, origin: where } : unreadable(where, NOT_A_MAIL);
  }
}

async function readCapped(bytes: ByteStream): Promise<Uint8Array> {
  const mail = new CappedBuffer();
  for await (const chunk of bytes) {
    mail.append(chunk);
    if (mail.isFull) break;
  }
  return mail.toBuffer();
}

/** The beginning of a stream, and the whole stream as if nothing had been taken from it. */
async function peek(stream: ByteStream): Promise<{ head: Uint8Array; bytes: ByteStream }> {
  const rest = stream[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  for (let size = 0; size < SNIFF_BYTES; ) {
    const next = await rest.next();
    if (next.done) break;
    taken.push(next.value);
    size += next.value.length;
  }
  return { head: Buffer.concat(taken), bytes: takenThen(taken, rest) };
}

async function* takenThen(taken: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* taken;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function* gunzip(bytes: ByteStream): AsyncGenerator<Uint8Array> {
  const compressed = Readable.from(bytes);
  const gunzipped = createGunzip();
  // What goes wrong on either side shows where the result is read.
  compressed.on('error', error => gunzipped.destroy(error));
  try {
    yield* compressed.pipe(gunzipped);
  } finally {
    compressed.destroy();
  }
}
