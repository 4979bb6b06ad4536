import type { Log } from '../../domain/log.js';
import type { SourceOptions } from '../../sources/open-mail-source.js';
import { keepWebhooks } from '../../store/github/webhooks.js';
import { type IntakePlace, ingestInto } from '../ingest/ingest.js';
import { withSources } from '../ingest/with-sources.js';
import type { GitHubTools } from './github-tools.js';
import { readWebhook } from './read-webhook.js';
import type { ServerParts, ServerWorker } from './server-parts.js';
import { WebhookTaker } from './take-webhooks.js';
import { Worker, type WorkerParts } from './worker.js';

/** What mails are taken into, and what their sources need. */
export type ServedPlace = IntakePlace & SourceOptions;

/** What the parts of a server work with, and what is to be closed behind them. */
export interface Surroundings {
  readonly place: ServedPlace;
  /** Locations of the lists that are read. */
  readonly sources: readonly string[];
  readonly tools: GitHubTools;
  readonly worker: WorkerParts;
  /** Behind all that works, before the store. */
  close(): Promise<void>;
}

/** Webhooks, jobs and lists over one store. */
export class RunningParts implements ServerParts {
  readonly worker: ServerWorker;
  readonly #around: Surroundings;
  readonly #log: Log;
  readonly #jobs: Worker;
  readonly #taker: WebhookTaker;

  constructor(around: Surroundings) {
    this.#around = around;
    const { tools } = around;
    this.#log = tools.log;
    this.#jobs = new Worker(tools, around.worker);
    this.#taker = new WebhookTaker(async webhooks => {
      const { fresh, jobs } = await keepWebhooks(tools.db, webhooks, tools.now());
      tools.log.debug({ webhooks: webhooks.length, fresh, jobs }, 'webhooks stored');
      if (jobs > 0) this.#jobs.wake();
    });
    this.worker = { run: signal => this.#work(signal), isAlive: () => this.#jobs.isAlive };
  }

  async takeWebhook(id: string, event: string, payload: unknown): Promise<void> {
    const { webhook, strangeness } = readWebhook(id, event, payload);
    if (strangeness !== undefined)
      this.#log.warn({ deliveryId: id, webhook: webhook.name, strangeness }, 'webhook not understood');
    await this.#taker.take(webhook);
  }

  async askStore(): Promise<void> {
    await this.#around.tools.db.selectFrom('job').select('key').limit(1).execute();
  }

  async close(): Promise<void> {
    await this.#taker.settle();
    await this.#around.close();
    await this.#around.place.reader.close();
    await this.#around.place.store.close();
  }

  /** The jobs and the lists side by side; where one of them cannot go on, the other is ended as well. */
  async #work(signal: AbortSignal): Promise<void> {
    const failing = new AbortController();
    const either = AbortSignal.any([signal, failing.signal]);
    const together = [this.#jobs.run(either), this.#readLists(either)].map(work =>
      work.catch((error: unknown) => {
        failing.abort();
        throw error;
      }),
    );
    const ends = await Promise.allSettled(together);
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  async #readLists(signal: AbortSignal): Promise<void> {
    const { sources, place } = this.#around;
    if (sources.length === 0) return;
    const words = {
      report: () => undefined,
      warn: (trouble: string) => this.#log.warn({ trouble }, 'a list could not be read'),
      settled: () => this.#jobs.wake(),
    };
    await withSources(sources, place, opened =>
      ingestInto({ ...place, sources: opened }, { isFollowing: true }, words, signal),
    );
  }
}
