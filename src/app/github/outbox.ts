import { type GitHubClient, GitHubRefusal } from '../../reporters/github/github-client.js';
import { findPosted, sendDelivery } from '../../reporters/github/send-delivery.js';
import type { AppIdentity } from '../../reporters/github/send-marker.js';
import type { Sent } from '../../reporters/github/send-outgoing.js';
import { findCommentsOfReview } from '../../reporters/github/send-review.js';
import { pause } from '../../sources/wait.js';
import {
  type Due,
  type DueDelivery,
  findDueDelivery,
  findNextDue,
  isInDoubt,
  listDueRepositories,
} from '../../store/github/delivery-queue.js';
import { forgetWrites, markSending, markSent, takeBack } from '../../store/github/delivery-steps.js';
import { type KnownRepository, noteTrouble } from '../../store/github/repositories.js';
import type { Database } from '../../store/open-database.js';
import { dayMs, type OutboxCaps, readCapTimes } from './outbox-caps.js';
import { OutboxHolds } from './outbox-holds.js';
import { type OutboxLog, OutboxRefusals } from './outbox-refusals.js';

export interface OutboxOptions {
  readonly db: Database;
  /** The API with the rights of the repository's installation. */
  readonly clientOf: (repository: KnownRepository) => GitHubClient | Promise<GitHubClient>;
  readonly identity: () => AppIdentity | Promise<AppIdentity>;
  /** Throws a GitHubRefusal where that cannot be read now. */
  readonly settingsOf: (repositoryId: number) => OutboxCaps | Promise<OutboxCaps>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: OutboxLog;
  /** Between two writes: GitHub asks for a second (https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api). */
  readonly spacingMs?: number;
  /** After a write of which nobody knows whether it arrived, before it is looked for: it may still be on its way. */
  readonly doubtPauseMs?: number;
}

/**
 * Brings what stands on GitHub to what is planned. Each delivery is noted as `sending` before the write and as `sent` behind it, and each
 * step does one write at most; so whatever ends in between, the row tells what may stand, and that is looked for before anything is sent
 * again. One outbox works on a store at a time, and one `sendDue` of it.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #holds = new OutboxHolds();
  readonly #refusals: OutboxRefusals;
  readonly #doubtPauseMs: number;
  /** The repository that was served last: the others come first now. */
  #servedId = 0;
  #wroteAt = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#doubtPauseMs = options.doubtPauseMs ?? 30_000;
    this.#refusals = new OutboxRefusals({ ...options, holds: this.#holds, doubtPauseMs: this.#doubtPauseMs });
  }

  /**
   * Sends all that is due, until there is nothing more or the signal comes, which ends no write that has begun. Returns when the next delivery
   * is due, in milliseconds since the epoch; undefined where nothing waits for a time. Throws where the store fails.
   */
  async sendDue(signal: AbortSignal): Promise<number | undefined> {
    const { db, now } = this.#options;
    await forgetWrites(db, now() - dayMs);
    while (!signal.aborted) {
      const turn = await this.#findTurn();
      if (turn.due === undefined) return turn.nextAt;
      this.#servedId = turn.repository.id;
      await this.#serve(turn.repository, turn.due, signal);
    }
    return now();
  }

  /** Whose turn it is; else when to look again. */
  async #findTurn(): Promise<
    | { readonly repository: KnownRepository; readonly due: DueDelivery }
    | { readonly due?: undefined; readonly nextAt: number | undefined }
  > {
    const { db } = this.#options;
    const now = this.#options.now();
    const repositories = await listDueRepositories(db, now);
    const waits: number[] = [];
    for (const repository of startBehind(repositories, this.#servedId)) {
      const heldUntil = this.#holds.heldUntil(repository);
      if (heldUntil > now) {
        waits.push(heldUntil);
        continue;
      }
      const caps = await this.#readCaps(repository, now);
      if (caps === undefined) {
        waits.push(this.#holds.heldUntil(repository));
        continue;
      }
      const { postsAt, issuesAt } = await readCapTimes(db, repository.id, caps, now);
      const takes = { takesPosts: postsAt <= now, takesIssues: issuesAt <= now };
      const due = await findDueDelivery(db, repository.id, now, takes);
      if (due) return { repository, due };
      waits.push(takes.takesPosts ? issuesAt : postsAt);
    }
    const next = Math.min(...waits, (await findNextDue(db, now)) ?? Number.POSITIVE_INFINITY);
    return { nextAt: Number.isFinite(next) ? next : undefined };
  }

  /** Undefined where GitHub does not tell the configuration: then the repository waits, and no other one does. */
  async #readCaps(repository: KnownRepository, now: number): Promise<OutboxCaps | undefined> {
    try {
      return await this.#options.settingsOf(repository.id);
    } catch (error) {
      if (!(error instanceof GitHubRefusal)) throw error;
      const { kind, message: trouble, retryAt = 0 } = error;
      this.#options.log.warn({ repositoryId: repository.id, kind, trouble }, 'the configuration could not be read');
      this.#holds.holdUnread(repository, Math.max(now + Math.max(this.#doubtPauseMs, 1), retryAt));
      return undefined;
    }
  }

  async #serve(repository: KnownRepository, due: DueDelivery, signal: AbortSignal): Promise<void> {
    const { db, clientOf, identity } = this.#options;
    const isLookUp = isInDoubt(due);
    // The change of a post was begun, and meanwhile nothing is to be posted any more.
    if (!isLookUp && due.delivery.withheld !== undefined) return takeBack(db, [due], { notBefore: 0 });
    await this.#refusals.tell(repository, due, { isLookUp }, async () => {
      const [client, ourselves] = [await clientOf(repository), await identity()];
      return isLookUp
        ? this.#lookUp(client, repository, due, ourselves)
        : this.#send(client, repository, due, ourselves, signal);
    });
  }

  /** Looks for what may stand. What does not waits to be sent again. */
  async #lookUp(
    client: GitHubClient,
    repository: KnownRepository,
    due: DueDelivery,
    ourselves: AppIdentity,
  ): Promise<void> {
    const { db, log, now } = this.#options;
    const posted = await answerOf(findPosted(client, repository, due, ourselves));
    const fields = { deliveryKey: due.delivery.key, repositoryId: repository.id };
    if (posted === undefined) {
      log.info(fields, 'delivery did not arrive');
      return takeBack(db, [due, ...due.children], { trouble: due.delivery.trouble, notBefore: now() });
    }
    log.info({ ...fields, url: posted.receipt.url }, 'delivery had arrived');
    await markSent(db, due.delivery.key, posted.receipt, posted.isWhole ? due.sentDigest : undefined, now());
    await this.#settleChildren(client, repository, due, due.children, posted.receipt.id, ourselves);
  }

  async #send(
    client: GitHubClient,
    repository: KnownRepository,
    due: DueDelivery,
    ourselves: AppIdentity,
    signal: AbortSignal,
  ): Promise<void> {
    const { db, log, now, spacingMs = 1_000 } = this.#options;
    const { delivery, children } = due;
    await pause(Math.max(0, Math.min(spacingMs, this.#wroteAt + spacingMs - now())), signal);
    if (signal.aborted) return;
    const begun = await markSending(db, [due, ...children], {
      now: now(),
      notBefore: now() + this.#doubtPauseMs,
      countsAs: delivery.receipt === undefined ? delivery.content.kind : 'edit',
    });
    // Another content is planned since it was read: its turn comes again.
    if (!begun) return;
    this.#wroteAt = now();
    const outgoing = {
      delivery,
      parentReceipt: due.parentReceipt,
      isInDoubt: delivery.state === 'sending',
      children: children.map(child => child.delivery),
    };
    const sent = await answerOf(sendDelivery(client, repository, outgoing, ourselves));
    await markSent(db, delivery.key, sent.receipt, sent.isWhole ? due.digest : undefined, now());
    log.info({ deliveryKey: delivery.key, repositoryId: repository.id, url: sent.receipt.url }, 'delivery sent');
    if (repository.trouble !== undefined) await noteTrouble(db, repository.id, undefined);
    this.#holds.release(repository);
    await this.#followUp(client, repository, due, sent, ourselves);
  }

  async #followUp(
    client: GitHubClient,
    repository: KnownRepository,
    { children, ...due }: DueDelivery,
    { childKeys, receipt }: Sent,
    ourselves: AppIdentity,
  ): Promise<void> {
    const went = children.filter(({ delivery }) => childKeys.includes(delivery.key));
    const stayed = children.filter(child => !went.includes(child));
    if (stayed.length > 0) await takeBack(this.#options.db, stayed, { notBefore: 0 });
    await this.#settleChildren(client, repository, due, went, receipt.id, ourselves);
  }

  /** Notes what GitHub calls the comments of a review. One that is not found stays in doubt, and is looked for among all comments later. */
  async #settleChildren(
    client: GitHubClient,
    repository: KnownRepository,
    { delivery: { content } }: Due,
    children: readonly Due[],
    reviewId: number,
    ourselves: AppIdentity,
  ): Promise<void> {
    if (content.kind !== 'review' || children.length === 0) return;
    const { db, log, now } = this.#options;
    const keys = children.map(({ delivery }) => delivery.key);
    try {
      const receipts = await answerOf(findCommentsOfReview(client, repository, content, reviewId, keys, ourselves));
      for (const { delivery, digest, sentDigest } of children) {
        const receipt = receipts.get(delivery.key);
        // Of one that was in doubt: what was sent then.
        if (receipt) await markSent(db, delivery.key, receipt, sentDigest ?? digest, now());
      }
    } catch (error) {
      if (!(error instanceof GitHubRefusal)) throw error;
      log.warn({ repositoryId: repository.id, reviewId, trouble: error.message }, 'comments of a review not found yet');
      if (error.kind === 'rate-limited') await this.#refusals.holdInstallation(repository, error);
    }
  }
}

/** A fault in making a request or in reading its answer is no reason to send anything twice, or to stop for the others. */
async function answerOf<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GitHubRefusal) throw error;
    const words = error instanceof Error ? error.message : 'unknown trouble';
    throw new GitHubRefusal('doubtful', `fault of Faultline's own: ${words}`, { cause: error });
  }
}

/** Those with a higher id first: in turns, whatever one of them has to be sent. */
function startBehind(repositories: readonly KnownRepository[], id: number): readonly KnownRepository[] {
  return [...repositories.filter(each => each.id > id), ...repositories.filter(each => each.id <= id)];
}
