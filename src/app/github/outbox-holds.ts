import type { KnownRepository } from '../../store/github/repositories.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A repository that refuses us is tried again so often, where no webhook tells that anything changed. */
const refusedPauseMs = 6 * hourMs;

/** Until when nothing is sent where. What is known of it by the store as well outlives the process. */
export class OutboxHolds {
  readonly #installations = new Map<number, { readonly until: number; readonly strikes: number }>();
  readonly #repositories = new Map<number, number>();
  /** Of repositories whose configuration could not be read: until when it is not asked for again. */
  readonly #unread = new Map<number, number>();

  /** Nothing goes to a repository before this time; Infinity: until somebody says that it changed. */
  heldUntil({ id, installationId, isArchived, trouble }: KnownRepository): number {
    const installation = this.#installations.get(installationId)?.until ?? 0;
    if (isArchived) return Number.POSITIVE_INFINITY;
    // Who took the trouble out of the store knows better. One whose trouble this process has not met is tried once.
    if (trouble === undefined) this.#repositories.delete(id);
    return Math.max(installation, this.#repositories.get(id) ?? 0, this.#unread.get(id) ?? 0);
  }

  /**
   * GitHub limits an installation; where it does not say for how long, for a minute, and twice as long each time that follows
   * (https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api). Returns until when.
   */
  holdInstallation(installationId: number, retryAt: number | undefined, now: number): number {
    const strikes = (this.#installations.get(installationId)?.strikes ?? 0) + 1;
    const pause = Math.min(minuteMs * 2 ** (strikes - 1), hourMs);
    // Its clock may be some seconds before ours.
    const until = Math.max(retryAt ?? now + pause, now + 1_000);
    this.#installations.set(installationId, { until, strikes });
    return until;
  }

  holdRepository(repositoryId: number, now: number): void {
    this.#repositories.set(repositoryId, now + refusedPauseMs);
  }

  /** How much may be posted to a repository could not be read. */
  holdUnread({ id }: KnownRepository, until: number): void {
    this.#unread.set(id, until);
  }

  /** A write went through. */
  release({ id, installationId }: KnownRepository): void {
    this.#installations.delete(installationId);
    this.#repositories.delete(id);
  }
}
