import type { Log } from '../../domain/log.js';
import { Store } from '../../store/store.js';
import { MailReader } from '../ingest/mail-reader.js';
import { findServerFile, loadServerSettings } from '../settings/load-server-settings.js';
import { makeServerSettings } from '../settings/server-schema.js';
import { findCloneDirectory, findStoreLocation } from '../store-location.js';
import { openDemonstration } from './demonstration.js';
import type { GitHubAccess } from './github-access.js';
import { makeGitHubSurroundings } from './github-surroundings.js';
import type { Pace } from './pace.js';
import { RunningParts } from './running-parts.js';

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
  /** Where a server that nobody has configured shows what it would post. */
  readonly print: (text: string) => void;
  /** Undefined: as GitHub asks for. */
  readonly pace?: Pace | undefined;
}

/**
 * Opens the store, which is made where there is none, and what works over it; a demonstration where there is neither a configuration nor an
 * App. Throws an OperationalError where it cannot be opened.
 */
export async function openServerParts(request: ServerRequest): Promise<ServerParts> {
  const { log } = request;
  const file = findServerFile(request.config, process.env);
  if (file === undefined && request.github === undefined) return openDemonstration(request);
  const settings = file === undefined ? makeServerSettings({}, '.') : await loadServerSettings(file);
  const location = findStoreLocation(request.store, settings.store);
  const store = await Store.open(location, { mayMake: true });
  const reader = new MailReader();
  try {
    await store.lockIntake();
    log.info({ store: store.name, config: file }, 'the store is open');
    const place = { store, reader, cloneFolder: findCloneDirectory(location), diskPollMs: request.pace?.diskPollMs };
    return new RunningParts(makeGitHubSurroundings(place, settings, request));
  } catch (error) {
    await reader.close();
    await store.close();
    throw error;
  }
}
