import { once } from 'node:events';
import type { Log } from '../../domain/log.js';
import { resumeJobs } from '../../store/github/jobs.js';
import { keepWebhooks } from '../../store/github/webhooks.js';
import { Store } from '../../store/store.js';
import { findStoreLocation } from '../store-location.js';
import type { GitHubAccess } from './github-access.js';
import { readWebhook } from './read-webhook.js';
import { WebhookTaker } from './take-webhooks.js';

/** What works behind the server. */
export interface ServerWorker {
  /** Works until the signal is aborted, and brings what is begun to its end. Rejects where it cannot go on. */
  run(signal: AbortSignal): Promise<void>;
  /** Whether it goes on: false where it has stopped, or stands still. */
  isAlive(): boolean;
  /** There are new jobs. */
  wake(): void;
}

/** What a server needs of Faultline. */
export interface ServerParts {
  /** Resolves when a webhook is stored. `id`: X-GitHub-Delivery; `event`: X-GitHub-Event. Rejects with a WebhookRefusal where it is not. */
  takeWebhook(id: string, event: string, payload: unknown): Promise<void>;
  /** Rejects where the store does not answer. */
  askStore(): Promise<void>;
  readonly worker: ServerWorker;
  /** Ends all; only when no webhook is on its way, and the worker has ended. */
  close(): Promise<void>;
}

/** What a server was asked for. */
export interface ServerRequest {
  /** Undefined: as the environment says. */
  readonly store?: string | undefined;
  /** The file with the settings of the server; undefined: none. */
  readonly config?: string | undefined;
  /** Undefined where no App was named: nothing can be read from GitHub, nor posted. */
  readonly github: GitHubAccess | undefined;
  readonly log: Log;
}

/** Opens the store, which is made where there is none, and what works over it. Throws an OperationalError where it cannot be opened. */
export async function openServerParts({ store: asked, log }: ServerRequest): Promise<ServerParts> {
  const store = await Store.open(findStoreLocation(asked), { mayMake: true });
  const resumed = await resumeJobs(store.db);
  log.info({ store: store.name, resumed }, 'the store is open');
  const worker = idleWorker();
  const taker = new WebhookTaker(async webhooks => {
    const { fresh, jobs } = await keepWebhooks(store.db, webhooks, Date.now());
    log.debug({ webhooks: webhooks.length, fresh, jobs }, 'webhooks stored');
    if (jobs > 0) worker.wake();
  });
  return {
    takeWebhook: async (id, event, payload) => {
      const { webhook, strangeness } = readWebhook(id, event, payload);
      if (strangeness !== undefined)
        log.warn({ deliveryId: id, webhook: webhook.name, strangeness }, 'webhook not understood');
      await taker.take(webhook);
    },
    askStore: async () => {
      await store.db.selectFrom('job').select('key').limit(1).execute();
    },
    worker,
    close: async () => {
      await taker.settle();
      await store.close();
    },
  };
}

/** Stands where the worker over the job table will. */
function idleWorker(): ServerWorker {
  let isRunning = false;
  return {
    run: async signal => {
      isRunning = true;
      if (!signal.aborted) await once(signal, 'abort');
      isRunning = false;
    },
    isAlive: () => isRunning,
    wake: () => undefined,
  };
}
