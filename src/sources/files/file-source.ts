import { basename, resolve } from 'node:path';
import { limits } from '../../domain/limits.js';
import { OperationalError } from '../../domain/operational-error.js';
import type { MailSource, SourceEvent, SourceMemory } from '../mail-source.js';
import { digestOf, placeMails } from '../place-mails.js';
import { Placer, type ReadingMode } from '../placer.js';
import { fingerprintOf, waitForChange } from '../wait.js';
import { itemOf, noMail } from './byte-stream.js';
import { MailboxFile } from './mailbox-file.js';
import type { MboxMail } from './mbox.js';

/** The cursor of an mbox: the last mail that was read, and that it is still where it was. */
interface MboxCursor {
  /** Where it begins, in bytes of the unpacked text. */
  readonly at: number;
  /** What it is; undefined where the mbox was empty. */
  readonly digest?: string | undefined;
  /** Which mail of the mbox it is, counted from 1. */
  readonly number: number;
}

const beginning: MboxCursor = { at: 0, number: 0 };

/** A file: an mbox that grows, a single mail or a saved page, each gzipped or not. */
export class FileSource implements MailSource {
  readonly id: string;
  readonly #file: MailboxFile;
  readonly #closing = new AbortController();
  #seen: string | undefined;

  constructor(path: string) {
    this.#file = new MailboxFile(resolve(path), this.#closing.signal);
    this.id = `file:${this.#file.path}`;
  }

  async *read(cursor: string | undefined, memory: SourceMemory): AsyncGenerator<SourceEvent> {
    this.#seen = await this.#look();
    const kind = await this.#file.sniff();
    if (kind === 'single') yield* this.#readSingle(memory);
    else if (kind === 'mbox' || kind === 'empty') yield* this.#readMbox(this.#parse(cursor), memory);
    else throw new OperationalError('nothing to read', this.#file.path, noMail[kind]);
  }

  wait(signal: AbortSignal): Promise<void> {
    return waitForChange(() => this.#look(), this.#seen, limits.diskPollMs, signal);
  }

  close(): Promise<void> {
    this.#closing.abort();
    return Promise.resolve();
  }

  #look(): Promise<string> {
    return fingerprintOf([this.#file.path]);
  }

  async *#readSingle(memory: SourceMemory): AsyncGenerator<SourceEvent> {
    const place = basename(this.#file.path);
    if ((await memory.knownOf([place])).has(place) || !(await this.#file.isQuiet(await this.#look()))) return;
    yield { kind: 'mail', place, item: { bytes: await this.#file.readWhole(), origin: this.#file.path } };
  }

  async *#readMbox(cursor: MboxCursor | undefined, memory: SourceMemory): AsyncGenerator<SourceEvent> {
    const behind = this.#file.readMails(cursor?.at ?? 0);
    const isSame = cursor?.digest === undefined || (await beginsWith(behind, cursor.digest));
    if (isSame) {
      const mode = cursor === undefined ? 'mixed' : 'new';
      yield* this.#tell(behind, cursor ?? beginning, new Placer('', mode, memory), mode);
    } else {
      await behind.return(undefined);
      yield* this.#tell(this.#file.readMails(0), beginning, new Placer('', 'retold', memory), 'retold');
    }
  }

  async *#tell(
    mails: AsyncIterable<MboxMail>,
    from: MboxCursor,
    placer: Placer,
    mode: ReadingMode,
  ): AsyncGenerator<SourceEvent> {
    const isRetold = mode === 'retold';
    let last = from;
    let skipped: string | undefined;
    if (isRetold) yield { kind: 'rewritten', scope: '' };
    for await (const { mail, digest, place, isKnown } of placeMails(mails, placer)) {
      last = { at: mail.start, digest, number: last.number + 1 };
      const cursor = isRetold ? undefined : JSON.stringify(last);
      skipped = isKnown ? place : undefined;
      if (!isKnown) yield { kind: 'mail', place, item: itemOf(mail, `${this.#file.path}#${last.number}`), cursor };
      else if (isRetold) yield { kind: 'still-there', place };
    }
    if (isRetold) yield { kind: 'settled', scope: '', isPurge: false, cursor: JSON.stringify(last) };
    // Nothing else would tell whoever keeps the cursor that all of this was read.
    else if (skipped !== undefined) yield { kind: 'still-there', place: skipped, cursor: JSON.stringify(last) };
  }

  #parse(cursor: string | undefined): MboxCursor | undefined {
    if (cursor === undefined) return undefined;
    try {
      const { at, digest, number } = JSON.parse(cursor) as MboxCursor;
      return { at, digest, number };
    } catch (cause) {
      const remedy = 'forget this source and read it anew';
      throw new OperationalError('the cursor that was kept cannot be read', this.id, remedy, cause);
    }
  }
}

/** Takes the first mail off and tells whether it is that one. Where it grew, was half a mail or is gone, the mbox is not what it was. */
async function beginsWith(mails: AsyncGenerator<MboxMail>, digest: string): Promise<boolean> {
  const first = await mails.next();
  return first.done !== true && digestOf(first.value.bytes) === digest;
}
