import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { limits } from '../../domain/limits.js';
import { CappedBuffer } from '../capped-buffer.js';
import { type SourceItem, unreadable, wordsOf } from '../source-item.js';
import { type MboxMail, splitMbox } from './mbox.js';
import { type ContentKind, sniffContent } from './sniff.js';

/** Bytes as they come. */
export type ByteStream = AsyncIterable<Uint8Array>;

const notAMail = 'this is not a mail; give a .eml file, an mbox (also .gz), a maildir or a public-inbox archive';
/** Why bytes of any other kind give no mail, and what to give. */
export const noMail: Readonly<Record<Exclude<ContentKind, 'mbox' | 'single'>, string>> = {
  empty: 'it is empty; give a mail',
  diff: 'this is a diff without a mail around it; give what git format-patch makes of the commits',
  gzip: notAMail,
  unknown: notAMail,
};

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
    const { kind, bytes } = await openContent(stream);
    if (kind === 'mbox') yield* readMbox(bytes, origin);
    else if (kind === 'single') yield { bytes: await readCapped(bytes), origin };
    else yield unreadable(origin, noMail[kind]);
  } catch (error) {
    yield unreadable(origin, `it could not be read to its end (${wordsOf(error)}); check the file and who may read it`);
  }
}

/** What a stream is by its first bytes, and the stream; unpacked where it is gzipped. */
export async function openContent(
  stream: ByteStream,
): Promise<{ readonly kind: ContentKind; readonly bytes: ByteStream; readonly isPacked: boolean }> {
  const outer = await peek(stream);
  const isPacked = sniffContent(outer.head) === 'gzip';
  const { head, bytes } = isPacked ? await peek(gunzip(outer.bytes)) : outer;
  return { kind: sniffContent(head), bytes, isPacked };
}

async function* readMbox(bytes: ByteStream, origin: string): AsyncGenerator<SourceItem> {
  let number = 0;
  for await (const mail of splitMbox(bytes)) {
    number += 1;
    yield itemOf(mail, `${origin}#${number}`);
  }
}

/** A mail of an mbox, which may be none. */
export function itemOf({ bytes, isDraft }: MboxMail, origin: string): SourceItem {
  return sniffContent(bytes) === 'single' ? { bytes, isDraft, origin } : unreadable(origin, noMail.unknown);
}

/** The bytes of one mail, up to its limit. */
export async function readCapped(bytes: ByteStream): Promise<Uint8Array> {
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
  for (let size = 0; size < limits.sniffedBytesMax; ) {
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
