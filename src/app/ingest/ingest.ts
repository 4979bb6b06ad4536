import { resolve } from 'node:path';
import { OperationalError } from '../../domain/operational-error.js';
import type { MailSource } from '../../sources/mail-source.js';
import { describeTrouble } from '../../store/describe-trouble.js';
import { Store } from '../../store/store.js';
import { openMirror } from '../../tree/git-mirror.js';
import { describeFailure } from '../describe-failure.js';
import type { ReportProgress } from '../progress.js';
import { FamilyKeeper } from './family-keeper.js';
import { judgeStages } from './judge-stages.js';
import { type Landing, lookForCommits } from './look-for-commits.js';
import type { MailReader } from './mail-reader.js';
import { firstStart, type ReadingStart, readGroups } from './read-groups.js';
import { type IntakeTools, takeGroups } from './source-intake.js';

export interface IngestRequest {
  /** A git repository in which patches land: commits tell what was applied. */
  readonly mirror?: string | undefined;
  /** The branch of it that counts; HEAD where it is not said. */
  readonly branch?: string | undefined;
  /** Goes on until the signal aborts: each source is read again when it may have more. */
  readonly isFollowing: boolean;
}

/** How an ingest ended. */
export interface IngestEnd {
  /** Mails, and places that held none, which were not taken before. */
  readonly taken: number;
  /** The sources that could not be read to their end the last time they were tried, in words for people. */
  readonly troubles: readonly string[];
}

/** Whom an ingest talks to. */
export interface IngestWords {
  readonly report: ReportProgress;
  /** Told of trouble with one source, while the others go on. */
  readonly warn: (words: string) => void;
  /** Told each time what came in is put together and judged. */
  readonly settled?: () => void;
}

/**
 * Takes the mails of sources into the store at a location, and makes the threads and series of them. A source that cannot be read stops
 * none of the others, and is tried again where it is followed. Throws an OperationalError where the store cannot be opened or written: what
 * was taken before is kept, and the next ingest goes on behind it.
 */
export async function ingest(
  location: string,
  parts: Omit<IntakeParts, 'store'>,
  request: IngestRequest,
  words: IngestWords,
  signal: AbortSignal,
): Promise<IngestEnd> {
  const store = await Store.open(location, { mayMake: true });
  try {
    await store.lockIntake();
    return await ingestInto({ ...parts, store }, request, words, signal);
  } catch (error) {
    throw describeTrouble(error, store.name);
  } finally {
    await store.close();
  }
}

/** What mails are taken into, and who reads them. */
export interface IntakePlace {
  /** Locked for taking mails in. */
  readonly store: Store;
  readonly reader: MailReader;
}

/** What takes part in an intake; whoever opened it closes it. */
export interface IntakeParts extends IntakePlace {
  readonly sources: readonly MailSource[];
}

/** As `ingest`, into a store that is open. */
export async function ingestInto(
  { store, reader, sources }: IntakeParts,
  request: IngestRequest,
  words: IngestWords,
  signal: AbortSignal,
): Promise<IngestEnd> {
  const landing = await openLanding(request);
  try {
    const run = new IngestRun(store, reader, await FamilyKeeper.open(store, reader), landing, words, signal);
    for (const source of sources) await run.read(source);
    await run.settle();
    if (request.isFollowing) await Promise.all(sources.map(source => run.follow(source)));
    return run.end();
  } finally {
    await landing?.mirror.close();
  }
}

async function openLanding({ mirror: directory, branch = 'HEAD' }: IngestRequest): Promise<Landing | undefined> {
  if (directory === undefined) return undefined;
  const mirror = await openMirror(directory);
  return { mirror, name: `${resolve(directory)} ${branch}`, revision: branch };
}

class IngestRun {
  readonly #reader: MailReader;
  readonly #tools: IntakeTools;
  readonly #landing: Landing | undefined;
  readonly #words: IngestWords;
  readonly #signal: AbortSignal;
  readonly #troubles = new Map<string, string>();
  #taken = 0;
  /** How many there will be by then; undefined where nobody can say. */
  #expected: number | undefined;
  #read: MailSource | undefined;
  /** One source writes at a time. */
  #turn: Promise<void> = Promise.resolve();

  constructor(
    store: Store,
    reader: MailReader,
    keeper: FamilyKeeper,
    landing: Landing | undefined,
    words: IngestWords,
    signal: AbortSignal,
  ) {
    this.#landing = landing;
    this.#words = words;
    this.#signal = signal;
    this.#reader = reader;
    this.#tools = { store, keeper, report: mails => this.#count(mails) };
  }

  #count(mails: number): void {
    this.#taken += mails;
    this.#words.report('taking mails in', this.#taken, this.#expected);
  }

  /** Reads a source to its end. Trouble with the source itself is told and noted, not thrown. */
  async read(source: MailSource): Promise<void> {
    let trouble: string | undefined;
    try {
      const { store } = this.#tools;
      const { id, cursor, isNew } = await store.findSource(source.id);
      void this.#estimate(source, cursor);
      const start: ReadingStart = isNew
        ? firstStart
        : { cursor, memory: { knownOf: places => store.intake.knownOf(id, places) } };
      await takeGroups(id, readGroups(source, start, this.#reader, this.#signal), this.#tools);
    } catch (error) {
      if (!(error instanceof OperationalError)) throw error;
      trouble = describeFailure(error);
    }
    // An interrupted reading came to no end.
    if (this.#signal.aborted && trouble === undefined) return;
    await this.#tools.store.noteReading(source.id, Date.now(), trouble);
    if (trouble === undefined) this.#troubles.delete(source.id);
    // A server that stays away is told of once, not at every try.
    else if (this.#troubles.get(source.id) !== trouble) this.#words.warn(trouble);
    if (trouble !== undefined) this.#troubles.set(source.id, trouble);
  }

  /** While the reading goes on: only who watches it wants to know. What cannot be told the reading itself will say. */
  async #estimate(source: MailSource, cursor: string | undefined): Promise<void> {
    const taken = this.#taken;
    this.#expected = undefined;
    this.#read = source;
    const left = await source.estimate?.(cursor).catch(() => undefined);
    if (left !== undefined && this.#read === source) this.#expected = taken + left;
  }

  /** Puts together what the mails that came belong to, and judges how far it has come. */
  async settle(): Promise<void> {
    const { keeper, store } = this.#tools;
    const reportMade = (done: number, total: number): void =>
      this.#words.report('putting threads together', done, total);
    await keeper.settleAll(() => store.bringIn(), reportMade);
    const { db } = store;
    if (this.#landing !== undefined) await lookForCommits(db, this.#landing);
    const report = (done: number, total: number): void =>
      this.#words.report('judging how far series have come', done, total);
    await this.#reader.inTurn(() => judgeStages(db, this.#reader, this.#landing?.mirror, report));
    this.#words.settled?.();
  }

  /** Reads a source again whenever it may have more, until the signal aborts. */
  async follow(source: MailSource): Promise<void> {
    for (;;) {
      await source.wait(this.#signal);
      if (this.#signal.aborted) return;
      const turn = this.#turn.then(async () => {
        await this.read(source);
        await this.settle();
      });
      this.#turn = turn;
      await turn;
    }
  }

  end(): IngestEnd {
    return { taken: this.#taken, troubles: [...this.#troubles.values()] };
  }
}
