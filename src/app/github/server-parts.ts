import type { Log } from '../../domain/log.js';
import type { Repository } from '../../domain/repository.js';
import type { ServerSettings } from '../../domain/server-settings.js';
import { type GitHubClient, GitHubRefusal } from '../../reporters/github/github-client.js';
import { makeGitHubClient } from '../../reporters/github/octokit-client.js';
import { KeptBlobs } from '../../store/github/blobs.js';
import { findRepository } from '../../store/github/repositories.js';
import { keepWebhooks } from '../../store/github/webhooks.js';
import { Store } from '../../store/store.js';
import { ingestInto } from '../ingest/ingest.js';
import { MailReader } from '../ingest/mail-reader.js';
import { findServerFile, loadServerSettings } from '../settings/load-server-settings.js';
import { unconfiguredSettings } from '../settings/mirror-schema.js';
import { makeServerSettings } from '../settings/server-schema.js';
import { findCloneDirectory, findStoreLocation } from '../store-location.js';
import { KnownIdentity } from './app-identity.js';
import type { GitHubAccess } from './github-access.js';
import type { GitHubTools } from './github-tools.js';
import { MissedWebhooks } from './missed-webhooks.js';
import { Outbox } from './outbox.js';
import { readWebhook } from './read-webhook.js';
import { SettingsKeeper } from './settings-keeper.js';
import { WebhookTaker } from './take-webhooks.js';
import { CodeRooms } from './use-code.js';
import { Worker } from './worker.js';

/** What works behind the server. */
export interface ServerWorker {
  /** Works until the signal is aborted, and brings what is begun to its end. Rejects where it cannot go on. */
  run(signal: AbortSignal): Promise<void>;
  /** Whether it goes on: false where it has stopped, or stands still. */
  isAlive(): boolean;
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
  /** The file with the settings of the server; undefined: the usual one, where it is there. */
  readonly config?: string | undefined;
  /** Undefined where no App was named: nothing can be read from GitHub, nor posted. */
  readonly github: GitHubAccess | undefined;
  /** Where people read GitHub, without a slash at its end. */
  readonly githubUrl: string;
  readonly version: string;
  readonly log: Log;
  /** Milliseconds between two writes to GitHub; undefined: as GitHub asks for. */
  readonly spacingMs?: number | undefined;
}

const archiveUrl = 'https://lore.kernel.org/r';
/** The worker looks for work at least so often. */
const restMs = 10_000;

/** Opens the store, which is made where there is none, and what works over it. Throws an OperationalError where it cannot be opened. */
export async function openServerParts(request: ServerRequest): Promise<ServerParts> {
  const { log } = request;
  const file = findServerFile(request.config, process.env);
  const settings = file === undefined ? makeServerSettings({}, '.') : await loadServerSettings(file);
  const location = findStoreLocation(request.store, settings.store);
  const store = await Store.open(location, { mayMake: true });
  const reader = new MailReader();
  try {
    await store.lockIntake();
    log.info({ store: store.name, config: file }, 'the store is open');
    return new OpenParts({ store, reader, cloneFolder: findCloneDirectory(location) }, settings, request);
  } catch (error) {
    await reader.close();
    await store.close();
    throw error;
  }
}

class OpenParts implements ServerParts {
  readonly worker: ServerWorker;
  readonly #place: { readonly store: Store; readonly reader: MailReader; readonly cloneFolder: string };
  readonly #settings: ServerSettings;
  readonly #log: Log;
  readonly #code: CodeRooms;
  readonly #jobs: Worker;
  readonly #taker: WebhookTaker;

  constructor(place: OpenParts['#place'], settings: ServerSettings, request: ServerRequest) {
    this.#place = place;
    this.#settings = settings;
    this.#log = request.log;
    const { db } = place.store;
    const now = Date.now;
    const clients = new Clients(request.github, now);
    const clientOf = (repository: Repository) => clients.ofInstallation(repository.installationId);
    this.#code = new CodeRooms(settings.mirrors, new KeptBlobs(db, now), clientOf);
    const tools: GitHubTools = {
      db,
      log: request.log,
      judge: place.reader,
      clientOf,
      clientOfInstallation: id => clients.ofInstallation(id),
      settings: new SettingsKeeper(settings, clientOf),
      withCode: this.#code.use,
      version: request.version,
      addresses: { github: request.githubUrl, archive: archiveUrl },
      quietMinutes: settings.quietMinutes,
      now,
    };
    this.#jobs = new Worker(tools, {
      outbox: makeOutbox(tools, clients, request.spacingMs),
      missed: request.github && new MissedWebhooks(() => clients.ofApp(), tools),
      restMs,
    });
    this.#taker = new WebhookTaker(async webhooks => {
      const { fresh, jobs } = await keepWebhooks(db, webhooks, now());
      request.log.debug({ webhooks: webhooks.length, fresh, jobs }, 'webhooks stored');
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
    await this.#place.store.db.selectFrom('job').select('key').limit(1).execute();
  }

  async close(): Promise<void> {
    await this.#taker.settle();
    await this.#code.close();
    await this.#place.reader.close();
    await this.#place.store.close();
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
    const { sources } = this.#settings;
    if (sources.length === 0) return;
    const words = {
      report: () => undefined,
      warn: (trouble: string) => this.#log.warn({ trouble }, 'a list could not be read'),
      settled: () => this.#jobs.wake(),
    };
    await ingestInto(this.#place, { locations: sources, isFollowing: true }, words, signal);
  }
}

/** GitHub's API with the rights of installations and of the App. */
class Clients {
  readonly #github: GitHubAccess | undefined;
  readonly #now: () => number;

  constructor(github: GitHubAccess | undefined, now: () => number) {
    this.#github = github;
    this.#now = now;
  }

  async ofInstallation(id: number): Promise<GitHubClient> {
    return makeGitHubClient(await this.#access().clientOf(id), this.#now);
  }

  async ofApp(): Promise<GitHubClient> {
    return makeGitHubClient(await this.#access().appClient(), this.#now);
  }

  #access(): GitHubAccess {
    if (this.#github !== undefined) return this.#github;
    throw new GitHubRefusal('forbidden', 'no App is named: set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET');
  }
}

function makeOutbox(tools: GitHubTools, clients: Clients, spacingMs: number | undefined): Outbox {
  const { db, log, now, settings } = tools;
  const identity = new KnownIdentity(() => clients.ofApp());
  return new Outbox({
    db,
    log,
    now,
    clientOf: tools.clientOf,
    identity: () => identity.read(),
    settingsOf: async id => {
      const repository = await findRepository(db, id);
      return repository === undefined ? unconfiguredSettings : (await settings.of(repository)).settings;
    },
    ...(spacingMs === undefined ? {} : { spacingMs }),
  });
}
