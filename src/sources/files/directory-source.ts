import { stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { limits } from '../../domain/limits.js';
import { OperationalError } from '../../domain/operational-error.js';
import type { MailSource, SourceEvent, SourceMemory } from '../mail-source.js';
import { placeMails } from '../place-mails.js';
import { Placer } from '../placer.js';
import { findKnown } from '../places.js';
import { unreadable } from '../source-item.js';
import { fingerprintOf, waitForChange } from '../wait.js';
import { itemOf, noMail } from './byte-stream.js';
import { walkMailFiles } from './directory.js';
import { FirstPlaces } from './first-places.js';
import { MailboxFile } from './mailbox-file.js';
import type { ContentKind } from './sniff.js';

/** A file below the directory. */
interface MailFile {
  readonly path: string;
  /** Its path from the directory; in a maildir without `new` or `cur` and the flags, which change. */
  readonly place: string;
  readonly isOfMaildir: boolean;
}

/** A directory of mails or mboxes, or a maildir. No cursor leads through it: memory tells which files were taken. */
export class DirectorySource implements MailSource {
  readonly id: string;
  readonly #directory: string;
  readonly #pollMs: number;
  readonly #closing = new AbortController();
  /** The directories of the last reading, each as it was just before it was listed. */
  #directories = new Map<string, string>();
  /** The mboxes, each as it was before it was read to its end, and what was not quiet, with a mark that nothing has. */
  #files = new Map<string, string>();
  #trouble: OperationalError | undefined;

  /** `pollMs`: how often it is looked at while it is waited for. */
  constructor(directory: string, pollMs: number = limits.diskPollMs) {
    this.#directory = resolve(directory);
    this.#pollMs = pollMs;
    this.id = `directory:${this.#directory}`;
  }

  async *read(_cursor: string | undefined, memory: SourceMemory): AsyncGenerator<SourceEvent> {
    this.#trouble = undefined;
    for (let after: string | undefined, hasMore = true; hasMore; ) {
      const first = await this.#listNew(after, memory);
      for (const file of first.toSorted()) {
        after = file.place;
        yield* this.#readFile(file, memory);
      }
      hasMore = !first.isAll;
    }
    if (this.#trouble !== undefined) throw this.#trouble;
  }

  wait(signal: AbortSignal): Promise<void> {
    const seen = new Map([...this.#directories, ...this.#files]);
    const look = () => fingerprintOf([...seen.keys()]);
    return waitForChange(look, [...seen.values()].join(' '), this.#pollMs, signal);
  }

  close(): Promise<void> {
    this.#closing.abort();
    return Promise.resolve();
  }

  /** The files behind a place that memory does not know. */
  async #listNew(after: string | undefined, memory: SourceMemory): Promise<FirstPlaces<MailFile>> {
    const first = new FirstPlaces<MailFile>(limits.namesHeldMax);
    for await (const files of this.#walk()) {
      const behind = files.filter(file => after === undefined || file.place > after);
      const places = behind.map(file => file.place);
      const known = await findKnown(memory, places);
      for (const file of behind) if (!known.has(file.place)) first.add(file);
    }
    return first;
  }

  /** The files as they are met, some at a time. */
  async *#walk(): AsyncGenerator<readonly MailFile[]> {
    const before = this.#files;
    this.#directories = new Map();
    this.#files = new Map();
    let held: MailFile[] = [];
    for await (const found of walkMailFiles(this.#directory)) {
      const { path } = found;
      if (found.kind === 'directory') this.#directories.set(path, await fingerprintOf([path]));
      else if (found.kind === 'trouble') this.#fail(found.words, path);
      else held.push({ path, isOfMaildir: found.isOfMaildir, place: this.#placeOf(path, found.isOfMaildir) });
      const mark = before.get(path);
      if (mark !== undefined) this.#files.set(path, mark);
      if (held.length < limits.placesAskedMax) continue;
      yield held;
      held = [];
    }
    yield held;
  }

  /** `cur/1715000000.M1.host:2,S` was `new/1715000000.M1.host` (maildir(5)). */
  #placeOf(path: string, isOfMaildir: boolean): string {
    if (!isOfMaildir) return relative(this.#directory, path);
    const [unique = ''] = basename(path).split(':2,', 1);
    return join(relative(this.#directory, dirname(dirname(path))), unique);
  }

  async *#readFile(mail: MailFile, memory: SourceMemory): AsyncGenerator<SourceEvent> {
    const before = await fingerprintOf([mail.path]);
    if (this.#files.get(mail.path) === before) return;
    try {
      const file = new MailboxFile(mail.path, this.#closing.signal);
      // A pipe that is named like a mail would never end. What is not there any more is told by its reading.
      const isFile = await stat(mail.path).then(
        stats => stats.isFile(),
        () => true,
      );
      const kind = isFile ? await file.sniff() : 'unknown';
      if (kind === 'mbox' || (kind === 'empty' && /\.mbox\b/.test(mail.path))) {
        yield* this.#readMbox(file, mail.place, memory);
        this.#files.set(mail.path, before);
      } else yield* this.#readSingle(mail, file, kind, before);
    } catch (error) {
      if (!(error instanceof OperationalError)) throw error;
      // A mail that was moved since it was listed comes under its new name with the next reading.
      if (!isMissing(error.cause)) this.#trouble ??= error;
    }
  }

  async *#readSingle(
    { path, place, isOfMaildir }: MailFile,
    file: MailboxFile,
    kind: Exclude<ContentKind, 'mbox'>,
    before: string,
  ): AsyncGenerator<SourceEvent> {
    const isWhole = isOfMaildir || (await file.isQuiet(before));
    if (isWhole) this.#files.delete(path);
    else this.#files.set(path, 'not quiet');
    if (!isWhole) return;
    const item = kind === 'single' ? { bytes: await file.readWhole(), origin: path } : unreadable(path, noMail[kind]);
    yield { kind: 'mail', place, item };
  }

  async *#readMbox(file: MailboxFile, name: string, memory: SourceMemory): AsyncGenerator<SourceEvent> {
    let number = 0;
    for await (const { mail, place, isKnown } of placeMails(
      file.readMails(0),
      new Placer(`${name}#`, 'mixed', memory),
    )) {
      number += 1;
      if (!isKnown) yield { kind: 'mail', place, item: itemOf(mail, `${file.path}#${number}`) };
    }
  }

  #fail(words: string, path: string): void {
    const remedy = 'check who may read it; the other files were read';
    this.#trouble ??= new OperationalError(words, path, remedy);
  }
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
