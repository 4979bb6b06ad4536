import { dirname, join, resolve } from 'node:path';
import { limits } from '../../domain/limits.js';
import { OperationalError } from '../../domain/operational-error.js';
import type { MailSource, SourceEvent, SourceMemory } from '../mail-source.js';
import { fingerprintOf, waitForChange } from '../wait.js';
import { epochName, findEpochs, giveAnInbox } from './archive-changes.js';
import { EpochListing } from './epoch-listing.js';
import { archiveError, EpochReading } from './epoch-reading.js';
import { GitFailure, readGitLines } from './git-process.js';
import { type EpochState, parseInboxCursor, printInboxCursor } from './inbox-cursor.js';

/** A public-inbox on this disk: an epoch, or a v2 inbox with all of its epochs, also those that come. */
export class InboxSource implements MailSource {
  readonly id: string;
  readonly #directory: string;
  #seen: string | undefined;
  #begun: EpochListing | undefined;

  constructor(directory: string) {
    this.#directory = resolve(directory);
    this.id = `git:${this.#directory}`;
  }

  async prepare(): Promise<void> {
    // New mails come into the last one.
    const epoch = (await findEpochs(this.#directory)).at(-1);
    if (epoch !== undefined) this.#begun ??= new EpochListing(epoch);
  }

  async *read(cursor: string | undefined, memory: SourceMemory): AsyncGenerator<SourceEvent> {
    const epochs = await findEpochs(this.#directory);
    this.#seen = await this.#look();
    if (epochs.length === 0) throw new OperationalError('there is no archive', this.#directory, giveAnInbox);
    const begun = this.#begun;
    this.#begun = undefined;
    try {
      yield* readEpochs(epochs, cursor, memory, this.id, begun);
    } finally {
      await begun?.close();
    }
  }

  async estimate(cursor: string | undefined): Promise<number | undefined> {
    const states = cursor === undefined ? new Map<string, EpochState>() : parseInboxCursor(cursor, this.id);
    let mails = 0;
    for (const epoch of await findEpochs(this.#directory)) {
      const commits = await countCommits(epoch, states.get(epochName(epoch))?.commit);
      if (commits === undefined) return undefined;
      mails += commits;
    }
    return mails;
  }

  wait(signal: AbortSignal): Promise<void> {
    return waitForChange(() => this.#look(), this.#seen, limits.diskPollMs, signal);
  }

  /** Any other git ends with the reading that it was started for. */
  async close(): Promise<void> {
    await this.#begun?.close();
  }

  async #look(): Promise<string> {
    const epochs = await findEpochs(this.#directory);
    // A branch is moved by a new file in its folder, a mended or packed object comes as one.
    const parts = ['HEAD', 'packed-refs', 'refs/heads', 'objects', 'objects/pack'];
    return fingerprintOf([...epochs.map(dirname), ...epochs.flatMap(epoch => parts.map(part => join(epoch, part)))]);
  }
}

/**
 * What came in these epochs (their git directories, oldest first) behind the cursor, one epoch after the other. An epoch that cannot be read does not keep back the others:
 * the first trouble is thrown as an OperationalError behind all of them.
 *
 * @param begun a listing of one of them that was begun before
 */
export async function* readEpochs(
  epochs: Iterable<string> | AsyncIterable<string>,
  cursor: string | undefined,
  memory: SourceMemory,
  id: string,
  begun?: EpochListing,
): AsyncGenerator<SourceEvent> {
  const states = cursor === undefined ? new Map<string, EpochState>() : parseInboxCursor(cursor, id);
  let trouble: OperationalError | undefined;
  for await (const epoch of epochs) {
    const name = epochName(epoch);
    const listing = begun?.epoch === epoch ? begun : new EpochListing(epoch);
    try {
      for await (const steps of new EpochReading(listing, states.get(name) ?? {}, memory).read())
        for (const { event, state } of steps) {
          if (state !== undefined) states.set(name, state);
          yield { ...event, cursor: state === undefined ? undefined : printInboxCursor(states) };
        }
    } catch (error) {
      if (!(error instanceof GitFailure || error instanceof OperationalError)) throw error;
      trouble ??= error instanceof GitFailure ? tellFailure(error, epoch) : error;
    } finally {
      await listing.close();
    }
  }
  if (trouble !== undefined) throw trouble;
}

/** Undefined where git cannot tell: then the reading says why. */
async function countCommits(epoch: string, base: string | undefined): Promise<number | undefined> {
  const behind = base === undefined ? [] : [`^${base}`];
  try {
    for await (const [count] of readGitLines(epoch, ['rev-list', '--first-parent', '--count', 'HEAD', ...behind]))
      return Number(count);
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
  }
  return undefined;
}

/** A git that is not there is no fault of the archive. */
function tellFailure({ exitCode, what, remedy }: GitFailure, epoch: string): OperationalError {
  return exitCode === undefined ? new OperationalError(what, epoch, remedy) : archiveError(what, epoch);
}
