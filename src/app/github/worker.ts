import type { Job } from '../../domain/job.js';
import { limits } from '../../domain/limits.js';
import { OperationalError } from '../../domain/operational-error.js';
import { GitHubRefusal } from '../../reporters/github/github-client.js';
import { pause } from '../../sources/wait.js';
import { hasNews, type ListedRepository, orderNews } from '../../store/github/family-news.js';
import { endJob, failJob, nextDueAt, orderJobs, postponeJob, resumeJobs, takeJob } from '../../store/github/jobs.js';
import { forgetSettingsDigests, listRepositories, noteTrouble } from '../../store/github/repositories.js';
import { forgetWebhooks } from '../../store/github/webhooks.js';
import { describeFailure } from '../describe-failure.js';
import type { GitHubTools } from './github-tools.js';
import type { MissedWebhooks } from './missed-webhooks.js';
import type { Outbox } from './outbox.js';
import type { Pace } from './pace.js';
import { runJob } from './run-job.js';

const longestPauseMs = 3_600_000;
/** Every so often all is compared with what GitHub says: webhooks get lost. */
const reconcileEveryMs = 3_600_000;
const dayMs = 86_400_000;

/** What the worker does besides jobs. */
export interface WorkerParts {
  readonly outbox: Pick<Outbox, 'sendDue'>;
  /** Undefined where no App is configured: then GitHub is not asked for anything. */
  readonly missed?: Pick<MissedWebhooks, 'fetch' | 'listInstallations'> | undefined;
  readonly pace: Pick<Pace, 'retryPauseMs' | 'restMs'>;
}

/** The one loop in which all work of the App is done: jobs, then what they made to be posted. */
export class Worker {
  readonly #tools: GitHubTools;
  readonly #parts: WorkerParts;
  /** When all is compared with GitHub next. */
  #reconcilesAt = 0;
  #waker = new AbortController();
  #isAlive = false;

  constructor(tools: GitHubTools, parts: WorkerParts) {
    this.#tools = tools;
    this.#parts = parts;
  }

  /** Whether it is at work: false before it runs and behind its end. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** There may be work: it need not rest to its end. */
  wake(): void {
    this.#waker.abort();
  }

  /** Works until the signal aborts; what is begun is brought to its end. Rejects where the store cannot be used any more. */
  async run(signal: AbortSignal): Promise<void> {
    this.#isAlive = true;
    const stop = (): void => this.wake();
    signal.addEventListener('abort', stop);
    try {
      await resumeJobs(this.#tools.db);
      while (!signal.aborted) {
        this.#waker = new AbortController();
        const next = await this.workThrough(signal);
        const restMs = Math.max(
          0,
          Math.min(this.#parts.pace.restMs, (next ?? Number.POSITIVE_INFINITY) - this.#tools.now()),
        );
        await pause(restMs, this.#waker.signal);
      }
    } finally {
      signal.removeEventListener('abort', stop);
      this.#isAlive = false;
    }
  }

  /** Does all that is due. Gives when the next is: milliseconds since the epoch; undefined where nothing waits. */
  async workThrough(signal: AbortSignal): Promise<number | undefined> {
    await this.#reconcile();
    await this.#handOutNews();
    for (let job = await this.#take(signal); job !== undefined; job = await this.#take(signal)) {
      await this.#do(job);
      await this.#parts.outbox.sendDue(signal);
    }
    const times = [await this.#parts.outbox.sendDue(signal), await nextDueAt(this.#tools.db)];
    if (this.#parts.missed !== undefined) times.push(this.#reconcilesAt);
    const due = times.flatMap(time => time ?? []);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  async #take(signal: AbortSignal): Promise<Job | undefined> {
    return signal.aborted ? undefined : takeJob(this.#tools.db, this.#tools.now());
  }

  /** At start, and from time to time: webhooks that were missed, and whatever they would have told. */
  async #reconcile(): Promise<void> {
    const { db, log, now } = this.#tools;
    const { missed } = this.#parts;
    if (missed === undefined || now() < this.#reconcilesAt) return;
    this.#reconcilesAt = now() + reconcileEveryMs;
    await forgetWebhooks(db, now() - limits.webhookDaysMax * dayMs);
    const compare = async (): Promise<void> => {
      const jobs = (await missed.listInstallations()).map(id => ({
        kind: 'installation' as const,
        subject: String(id),
      }));
      await orderJobs(db, jobs, now());
    };
    // Comparing finds most of what the webhooks would have told: it does not wait for them.
    for (const work of [() => missed.fetch(), compare])
      try {
        await work();
      } catch (error) {
        if (!(error instanceof GitHubRefusal)) throw error;
        log.warn({ kind: error.kind, words: error.message }, 'what was missed could not be asked for');
        // Behind a start nobody else tells what has happened meanwhile.
        this.#reconcilesAt = Math.max(error.retryAt ?? 0, now() + this.#parts.pace.retryPauseMs);
      }
  }

  /** The families that mails have changed, for the repositories that serve their lists. */
  async #handOutNews(): Promise<void> {
    const { db, now } = this.#tools;
    if (!(await hasNews(db))) return;
    const served = await this.#listServed();
    for (;;) {
      const count = await orderNews(db, served, { now: now(), most: limits.newsTogether });
      if (count < limits.newsTogether) return;
    }
  }

  /** The repositories, and the lists that they serve. */
  async #listServed(): Promise<readonly ListedRepository[]> {
    const { db, log, settings } = this.#tools;
    const served: ListedRepository[] = [];
    for (const repository of await listRepositories(db)) {
      if (repository.trouble !== undefined || repository.isArchived) continue;
      try {
        const chosen = await settings.of(repository);
        served.push({ id: repository.id, lists: chosen.settings.lists });
      } catch (error) {
        if (!(error instanceof GitHubRefusal)) throw error;
        log.warn({ repositoryId: repository.id, words: error.message }, 'the configuration could not be read');
        await this.#lookLater(repository.id);
      }
    }
    return served;
  }

  /** Which lists it serves could not be read: what is news to it is found by comparing. */
  async #lookLater(repositoryId: number): Promise<void> {
    const { db, now } = this.#tools;
    await forgetSettingsDigests(db, [repositoryId]);
    await orderJobs(db, [{ kind: 'repository', repositoryId, subject: '' }], now());
  }

  async #do(job: Job): Promise<void> {
    const { db, log, now } = this.#tools;
    try {
      const again = await runJob(job, this.#tools);
      await endJob(db, job, { dueAt: again });
    } catch (error) {
      const trouble = error instanceof GitHubRefusal ? error.message : describeFailure(error);
      const isBug = !(error instanceof GitHubRefusal || error instanceof OperationalError);
      log.warn(
        { job: job.key, attempts: job.attempts, trouble, ...(isBug && { err: error }) },
        'a job came to nothing',
      );
      await this.#settle(job, error, trouble, now());
    }
  }

  async #settle(job: Job, error: unknown, trouble: string, now: number): Promise<void> {
    const { db } = this.#tools;
    const { retryPauseMs } = this.#parts.pace;
    const kind = error instanceof GitHubRefusal ? error.kind : undefined;
    if (kind === 'rate-limited' && error instanceof GitHubRefusal)
      return postponeJob(db, job, { dueAt: error.retryAt ?? now + retryPauseMs, trouble });
    if (kind === 'forbidden' && job.repositoryId !== undefined) await noteTrouble(db, job.repositoryId, trouble);
    const pauseMs = Math.min(longestPauseMs, retryPauseMs * 2 ** (job.attempts - 1));
    if (job.attempts < limits.jobAttemptsMax) return postponeJob(db, job, { dueAt: now + pauseMs, trouble });
    await failJob(db, job, trouble);
  }
}
