import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openServerParts } from '../../src/app/github/server-parts.js';
import { readEnvironment, type ServerEnvironment } from '../../src/entry/serve/read-environment.js';
import { serve } from '../../src/entry/serve/serve.js';
import { Store } from '../../src/store/store.js';
import { isIdle } from './app-idle.js';
import type { FakeGitHub } from './github/fake-github.js';

/** Nothing is waited for: the fake sets no pace. */
export const hastyPace = { spacingMs: 0, doubtPauseMs: 0, retryPauseMs: 20, restMs: 50, diskPollMs: 50 };

/** The App as `faultline serve` runs it, over the fake GitHub, with a folder for mails as its only list. */
export class AppServer {
  readonly #fake: FakeGitHub;
  readonly #folder: string;
  readonly #ending = new AbortController();
  readonly #running: Promise<void>;
  #mails: number;
  /** How many requests the fake had seen before. */
  readonly #seen: number;
  #store: Store | undefined;

  private constructor(fake: FakeGitHub, folder: string, running: (signal: AbortSignal) => Promise<void>) {
    this.#fake = fake;
    this.#folder = folder;
    this.#seen = fake.requests.length;
    this.#mails = ['new', 'cur'].flatMap(part => readdirSync(join(folder, 'mails', part))).length;
    this.#running = running(this.#ending.signal);
    this.#running.catch(() => undefined);
  }

  /** `settings`: of the server, without its sources; `folder`: where its store and its mails are, which may have been another one's. */
  static async start(fake: FakeGitHub, folder: string, settings: string): Promise<AppServer> {
    const config = writeConfiguration(folder, settings);
    const port = await findFreePort();
    const environment = readEnvironment({ ...fake.environment(), PORT: String(port), LOG_LEVEL: 'fatal' });
    const server = new AppServer(fake, folder, signal => serveHastily(environment, config, signal));
    const url = `http://127.0.0.1:${port}`;
    await server.#untilReady(url);
    fake.webhookUrl = url + environment.webhookPath;
    return server;
  }

  /** A mail comes from the list. */
  deliver(mail: string): void {
    this.#mails += 1;
    writeMail(this.#folder, this.#mails, mail);
  }

  /** The store, to look into. */
  get store(): Store {
    if (this.#store === undefined) throw new Error('the server does not run');
    return this.#store;
  }

  /** Resolves when there is nothing to be done any more. `held`: deliveries that wait for their hour, or their day. */
  async idle({ held = 0 }: { readonly held?: number } = {}): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      await this.#fake.settled();
      quiet = this.#hasCompared() && (await isIdle(this.store.db, this.#mails, held)) ? quiet + 1 : 0;
      await Promise.race([pause(20), this.#running]);
    }
  }

  async stop(): Promise<void> {
    this.#fake.webhookUrl = undefined;
    this.#ending.abort();
    await this.#running;
    await this.#store?.close();
  }

  async #untilReady(url: string): Promise<void> {
    for (;;) {
      const answer = await Promise.race([fetch(`${url}/readyz`).catch(() => undefined), this.#running]);
      if (answer?.ok) break;
      await Promise.race([pause(20), this.#running]);
    }
    this.#store = await Store.open(join(this.#folder, 'store'));
  }

  /** At its start it asks what was missed; the jobs come of that. */
  #hasCompared(): boolean {
    return this.#fake.requests.slice(this.#seen).some(({ route }) => route === 'GET /app/installations');
  }
}

/** In a folder with mails beside the store. Gives its path. */
export function writeConfiguration(folder: string, settings: string): string {
  // A maildir: what is there is whole.
  for (const part of ['new', 'cur', 'tmp']) mkdirSync(join(folder, 'mails', part), { recursive: true });
  const config = join(folder, 'faultline.yml');
  writeFileSync(config, `sources: [mails]\nstore: store\n${settings}`);
  return config;
}

/** `faultline serve`, without pauses. */
export function serveHastily(environment: ServerEnvironment, config: string, signal: AbortSignal): Promise<void> {
  const parts = { openParts: openServerParts, print: () => undefined, pace: hastyPace };
  return serve({ environment, config, ...parts }, signal);
}

/** Into the maildir of `writeConfiguration`. */
export function writeMail(folder: string, number: number, mail: string): void {
  const name = String(number).padStart(4, '0');
  writeFileSync(join(folder, 'mails', 'tmp', name), mail);
  renameSync(join(folder, 'mails', 'tmp', name), join(folder, 'mails', 'new', name));
}

/** A port on which nobody listens now. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
