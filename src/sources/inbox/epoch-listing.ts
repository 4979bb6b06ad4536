import { limits } from '../../domain/limits.js';
import { type ArchiveChange, type ArchiveCommit, listCommits } from './archive-changes.js';
import { GitFailure } from './git-process.js';

/** What the commits of an epoch behind one bring. */
export interface Listed {
  /** Oldest first. */
  readonly changes: readonly ArchiveChange[];
  /** Whether that one was met; else the walk came to the first commit. */
  readonly isReached: boolean;
}

/**
 * One walk over the commits of an epoch, from the newest back. Git begins at once: so it works while whoever will read the epoch still
 * finds out how far it was read before.
 */
export class EpochListing {
  readonly epoch: string;
  readonly #groups: AsyncGenerator<readonly ArchiveCommit[]>;
  #next: Promise<IteratorResult<readonly ArchiveCommit[]>> | undefined;
  #isBroken = false;
  /** Newest first. */
  readonly #commits: ArchiveCommit[] = [];

  constructor(epoch: string) {
    this.epoch = epoch;
    this.#groups = listCommits(epoch, ['HEAD']);
    this.#next = this.#groups.next();
    // Whoever reads on is told.
    this.#next.catch(() => undefined);
  }

  /** The newest commit; undefined where there is none, or git cannot tell. */
  async findTip(): Promise<string | undefined> {
    while (this.#commits.length === 0 && (await this.#readOn()));
    return this.#commits[0]?.id;
  }

  /**
   * What came behind `base`, or ever. Undefined where that is more than is held at a time, where git breaks on the way, and where the newest
   * commit brings nothing: then this may be no public-inbox.
   */
  async listTo(base: string | undefined): Promise<Listed | undefined> {
    try {
      for (let looked = 0; ; ) {
        const end = this.#commits.findIndex((commit, index) => index >= looked && commit.id === base);
        if (end !== -1) return { changes: changesOf(this.#commits.slice(0, end)), isReached: true };
        looked = this.#commits.length;
        if (looked > limits.archiveCommitsMax || this.#commits[0]?.changes.length === 0) return undefined;
        if (await this.#readOn()) continue;
        return this.#isBroken ? undefined : { changes: changesOf(this.#commits), isReached: false };
      }
    } finally {
      await this.close();
    }
  }

  /** Ends git, as soon as it has said something. */
  async close(): Promise<void> {
    await this.#groups.return(undefined);
  }

  /** Whether there was more; also not where git broke. */
  async #readOn(): Promise<boolean> {
    try {
      const { done, value } = await (this.#next ?? this.#groups.next());
      this.#next = undefined;
      if (done !== true) this.#commits.push(...value);
      return done !== true;
    } catch (error) {
      if (!(error instanceof GitFailure)) throw error;
      this.#isBroken = true;
      return false;
    }
  }
}

function changesOf(newestFirst: readonly ArchiveCommit[]): readonly ArchiveChange[] {
  return newestFirst.toReversed().flatMap(commit => commit.changes);
}
