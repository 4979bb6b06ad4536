import type { MailSource } from '../../sources/mail-source.js';
import type { MailReader } from './mail-reader.js';
import { firstStart, type ReadingGroup, readGroups } from './read-groups.js';

/** As long as the store is being loaded, the other thread has work with so many. */
const earlyGroups = 2;

/**
 * A reading of a source of which nothing was taken before, begun while the store is not even loaded: so the thread that reads has mails by
 * then. It holds some groups.
 */
export class EarlyReading {
  readonly source: MailSource;
  readonly #groups: AsyncGenerator<ReadingGroup>;
  readonly #held: readonly Promise<IteratorResult<ReadingGroup>>[];

  constructor(source: MailSource, reader: MailReader, signal: AbortSignal) {
    this.source = source;
    this.#groups = readGroups(source, firstStart, reader, signal);
    this.#held = Array.from({ length: earlyGroups }, () => this.#groups.next());
  }

  /** Resolves when these are being read, or cannot be: whoever takes the groups is told. */
  async begun(): Promise<void> {
    await Promise.allSettled(this.#held);
  }

  async *groups(): AsyncGenerator<ReadingGroup> {
    for (const held of this.#held) {
      const next = await held;
      if (next.done === true) return;
      yield next.value;
    }
    yield* this.#groups;
  }

  /** Ends it, also where nobody took its groups. */
  async close(): Promise<void> {
    await this.#groups.return(undefined);
  }
}
