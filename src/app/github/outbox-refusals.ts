import { limits } from '../../domain/limits.js';
import type { Repository } from '../../domain/repository.js';
import { type GitHubClient, GitHubRefusal } from '../../reporters/github/github-client.js';
import { isRepositoryThere } from '../../reporters/github/send-delivery.js';
import type { Due, DueDelivery } from '../../store/github/delivery-queue.js';
import { holdInstallation, markFailed, postpone, takeBack } from '../../store/github/delivery-steps.js';
import { type KnownRepository, noteTrouble } from '../../store/github/repositories.js';
import type { Database } from '../../store/open-database.js';
import type { OutboxHolds } from './outbox-holds.js';

/** What the outbox tells of: constant text and fields, no bodies. */
export interface OutboxLog {
  info(fields: Readonly<Record<string, unknown>>, text: string): void;
  warn(fields: Readonly<Record<string, unknown>>, text: string): void;
}

interface RefusalOptions {
  readonly db: Database;
  readonly clientOf: (repository: KnownRepository) => GitHubClient | Promise<GitHubClient>;
  readonly now: () => number;
  readonly log: OutboxLog;
  readonly holds: OutboxHolds;
  readonly doubtPauseMs: number;
}

const hourMs = 3_600_000;

/** What becomes of a delivery that GitHub did not take. */
export class OutboxRefusals {
  readonly #options: RefusalOptions;

  constructor(options: RefusalOptions) {
    this.#options = options;
  }

  /** Does the work, and notes with the delivery why it was refused. `isLookUp`: nothing was written. */
  async tell(
    repository: KnownRepository,
    due: DueDelivery,
    { isLookUp }: { readonly isLookUp: boolean },
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof GitHubRefusal)) throw error;
      const { kind, status, message: trouble } = error;
      const fields = { deliveryKey: due.delivery.key, repositoryId: repository.id, kind, status, trouble };
      this.#options.log.warn(error.cause === undefined ? fields : { ...fields, err: error.cause }, 'delivery refused');
      await this.#note(repository, due, error, isLookUp);
    }
  }

  /** Nothing goes to any repository of the installation for a while. Returns until when. */
  async holdInstallation(
    { installationId }: Repository,
    { retryAt, message }: Pick<GitHubRefusal, 'retryAt' | 'message'>,
  ): Promise<{ readonly until: number; readonly trouble: string }> {
    const { db, holds, now } = this.#options;
    const until = holds.holdInstallation(installationId, retryAt, now());
    const trouble = `GitHub limits us: ${message}`;
    await holdInstallation(db, installationId, { until, trouble });
    return { until, trouble };
  }

  async #note(repository: KnownRepository, due: DueDelivery, refusal: GitHubRefusal, isLookUp: boolean): Promise<void> {
    switch (refusal.kind) {
      case 'doubtful':
        return this.#tryLater(due, refusal);
      case 'rate-limited': {
        const { until, trouble } = await this.holdInstallation(repository, refusal);
        return isLookUp ? undefined : takeBack(this.#options.db, allOf(due), { trouble, notBefore: until });
      }
      case 'forbidden':
        return this.#holdRepository(repository, due, troubleOf(refusal), isLookUp);
      case 'not-found':
        return this.#explainMissing(repository, due, refusal, isLookUp);
      case 'gone':
        return this.#fail(due, wordsOfGone(refusal, due), isLookUp);
      case 'unprocessable':
      case 'wrong':
        return this.#fail(due, `GitHub refuses it: ${refusal.message}`, isLookUp);
    }
  }

  /** It is looked for, or tried, again with growing pauses, and given up some time. */
  async #tryLater(due: DueDelivery, { message, retryAt }: GitHubRefusal): Promise<void> {
    const { db, now, doubtPauseMs } = this.#options;
    const { attempts } = due.delivery;
    if (attempts + 1 >= limits.postAttemptsMax) {
      const trouble = `given up after ${attempts + 1} attempts: ${message}`;
      // A change of a post is done again without harm; only a new post has to be looked for.
      for (const each of allOf(due))
        await markFailed(db, each, { trouble, isInDoubt: each.delivery.receipt === undefined });
      return;
    }
    const pauseMs = Math.min(doubtPauseMs * 2 ** attempts, hourMs);
    await postpone(db, allOf(due), { trouble: message, notBefore: Math.max(now() + pauseMs, retryAt ?? 0) });
  }

  async #holdRepository(
    repository: KnownRepository,
    due: DueDelivery,
    trouble: string,
    isLookUp: boolean,
  ): Promise<void> {
    const { db, holds, now } = this.#options;
    await noteTrouble(db, repository.id, trouble);
    holds.holdRepository(repository.id, now());
    if (!isLookUp) await takeBack(db, allOf(due), { trouble, notBefore: 0 });
  }

  /** A post of ours that people deleted, a conversation that is not there any more, or a repository from which the App was taken. */
  async #explainMissing(
    repository: KnownRepository,
    due: DueDelivery,
    refusal: GitHubRefusal,
    isLookUp: boolean,
  ): Promise<void> {
    const { clientOf, db, now, doubtPauseMs } = this.#options;
    try {
      const isThere = await isRepositoryThere(await clientOf(repository), repository);
      if (!isThere) return this.#holdRepository(repository, due, 'removed', isLookUp);
      const isDeleted = due.delivery.receipt !== undefined;
      const words = isDeleted ? 'it was deleted on GitHub' : `what it belongs to is not there: ${refusal.message}`;
      return this.#fail(due, words, isLookUp);
    } catch (error) {
      if (!(error instanceof GitHubRefusal)) throw error;
      // Why it is missing could not be learned; that nothing was written is known.
      const later = { trouble: error.message, notBefore: Math.max(now() + doubtPauseMs, error.retryAt ?? 0) };
      return isLookUp ? postpone(db, allOf(due), later) : takeBack(db, allOf(due), later);
    }
  }

  /** The comments of a review that failed are tried alone. */
  async #fail(due: DueDelivery, trouble: string, isLookUp: boolean): Promise<void> {
    const { db } = this.#options;
    await markFailed(db, due, { trouble, isInDoubt: isLookUp });
    if (!isLookUp && due.children.length > 0) await takeBack(db, due.children, { notBefore: 0 });
  }
}

function allOf({ children, ...due }: DueDelivery): readonly Due[] {
  return [due, ...children];
}

/** `suspended` is what the webhook of a suspension notes, and what its end takes back. */
function troubleOf({ message }: GitHubRefusal): string {
  return /\bsuspended\b/i.test(message) ? 'suspended' : message;
}

/** 410 tells two things: issues are switched off, or this one was deleted. */
function wordsOfGone({ message }: GitHubRefusal, { delivery }: DueDelivery): string {
  if (/disabled/i.test(message)) return 'issues are switched off in this repository';
  return delivery.receipt === undefined ? `GitHub refuses it: ${message}` : 'it was deleted on GitHub';
}
