import { OperationalError } from '../../domain/operational-error.js';
import type { MailSource, SourceEvent, SourceMemory } from '../mail-source.js';
import { placeMails } from '../place-mails.js';
import { Placer } from '../placer.js';
import { wordsOf } from '../source-item.js';
import { type ByteStream, itemOf, noMail, openContent, readCapped } from './byte-stream.js';
import { type MboxMail, splitMbox } from './mbox.js';

/** A stream that comes once, such as standard input: mails are known by their bytes, so that those of a second run are not taken twice. */
export class StreamSource implements MailSource {
  readonly id: string;
  readonly #stream: ByteStream;
  #isRead = false;

  constructor(stream: ByteStream, id: string) {
    this.#stream = stream;
    this.id = id;
  }

  async *read(_cursor: string | undefined, memory: SourceMemory): AsyncGenerator<SourceEvent> {
    if (this.#isRead) return;
    this.#isRead = true;
    let number = 0;
    for await (const { mail, place, isKnown } of placeMails(this.#readMails(), new Placer('', 'mixed', memory))) {
      number += 1;
      if (!isKnown) yield { kind: 'mail', place, item: itemOf(mail, `${this.id}#${number}`) };
    }
  }

  /** Nothing more will come. */
  wait(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise(resolve => signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  close(): Promise<void> {
    this.#isRead = true;
    return Promise.resolve();
  }

  async *#readMails(): AsyncGenerator<MboxMail> {
    try {
      const { kind, bytes } = await openContent(this.#stream);
      if (kind === 'mbox') yield* splitMbox(bytes);
      else if (kind === 'single') yield { bytes: Buffer.from(await readCapped(bytes)), isDraft: false, start: 0 };
      else if (kind !== 'empty') throw new OperationalError('nothing to read', this.id, noMail[kind]);
    } catch (error) {
      if (error instanceof OperationalError) throw error;
      const remedy = 'hand it over again; what came before is kept';
      throw new OperationalError(`it could not be read to its end (${wordsOf(error)})`, this.id, remedy, error);
    }
  }
}
