import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { limits } from '../../domain/limits.js';
import { OperationalError } from '../../domain/operational-error.js';
import { wordsOf } from '../source-item.js';
import { fingerprintOf, pause } from '../wait.js';
import { openContent, readCapped } from './byte-stream.js';
import { type MboxMail, splitMbox } from './mbox.js';
import type { ContentKind } from './sniff.js';

/** A file of mails, gzipped or not, that somebody may be writing to. Its methods throw an OperationalError where it cannot be read. */
export class MailboxFile {
  readonly path: string;
  readonly #closing: AbortSignal;

  /** Nothing is waited for any more when the signal aborts. */
  constructor(path: string, closing: AbortSignal) {
    this.path = path;
    this.#closing = closing;
  }

  async sniff(): Promise<ContentKind> {
    const file = createReadStream(this.path);
    try {
      return (await openContent(file)).kind;
    } catch (error) {
      throw this.#trouble(error);
    } finally {
      file.destroy();
    }
  }

  /** The one mail that the file is. */
  readWhole(): Promise<Uint8Array> {
    return readCapped(this.#bytesFrom(0));
  }

  /**
   * The mails of the mbox from this place on (bytes of the unpacked text). Nothing in an mbox tells where its last mail ends, so that
   * one comes only when the file is quiet: until then it is waited for, since whoever hands over a file that has just been written wants
   * all of it. Where the file is exchanged meanwhile the last mail does not come.
   */
  async *readMails(at: number): AsyncGenerator<MboxMail> {
    for (let start = at, grown: Buffer | undefined; ; ) {
      const before = await fingerprintOf([this.path]);
      let last: MboxMail | undefined;
      for await (const mail of splitMbox(this.#bytesFrom(start))) {
        if (last !== undefined) yield last;
        else if (grown !== undefined && !isGrown(mail.bytes, grown)) return;
        last = { ...mail, start: start + mail.start };
      }
      if (last === undefined) return;
      if (await this.isQuiet(before)) {
        yield last;
        return;
      }
      if (this.#closing.aborted) return;
      start = last.start;
      grown = last.bytes;
    }
  }

  /**
   * Waits until the file was not written to for `limits.mailboxQuietMs`; false where it changed meanwhile, or since `before`
   * (of `fingerprintOf`), and where it was closed.
   */
  async isQuiet(before: string): Promise<boolean> {
    const stats = await stat(this.path).catch(() => undefined);
    const age = stats === undefined ? 0 : Date.now() - stats.mtimeMs;
    // A clock of another host may be ahead.
    const left = Math.min(limits.mailboxQuietMs - age, limits.mailboxQuietMs);
    if (left > 0) await pause(left, this.#closing);
    return !this.#closing.aborted && (await fingerprintOf([this.path])) === before;
  }

  async *#bytesFrom(at: number): AsyncGenerator<Uint8Array> {
    const file = createReadStream(this.path);
    try {
      const { bytes, isPacked } = await openContent(file);
      if (isPacked || at === 0) yield* withoutFirst(at, bytes);
      else yield* createReadStream(this.path, { start: at });
    } catch (error) {
      throw this.#trouble(error);
    } finally {
      file.destroy();
    }
  }

  #trouble(error: unknown): OperationalError {
    const remedy = 'check the file and who may read it; what came before is kept';
    return new OperationalError(`it could not be read to its end (${wordsOf(error)})`, this.path, remedy, error);
  }
}

/** Whether the bytes begin with what was there before, but for the blank space at its end. */
function isGrown(bytes: Buffer, before: Buffer): boolean {
  const text = before.subarray(0, before.toString('latin1').trimEnd().length);
  return bytes.subarray(0, text.length).equals(text);
}

async function* withoutFirst(count: number, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const chunk of bytes) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}
