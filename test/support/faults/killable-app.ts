import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Store } from '../../../src/store/store.js';
import { isIdle } from '../app-idle.js';
import { findFreePort, writeConfiguration, writeMail } from '../app-server.js';
import type { FakeGitHub } from '../github/fake-github.js';
import { hasCompared } from './scene.js';
import type { ServerOrder } from './served-process.js';

const script = fileURLToPath(new URL('./served-process.js', import.meta.url));

/** The App as a process of its own, which is started again whenever it was killed. */
export class KillableApp {
  readonly #fake: FakeGitHub;
  readonly #folder: string;
  readonly #config: string;
  #child: ChildProcess | undefined;
  #store: Store | undefined;
  #mails = 0;
  /** How many requests there had been by then. */
  #startedAt = 0;
  /** How often it was started. */
  starts = 0;

  constructor(fake: FakeGitHub, folder: string, settings: string) {
    this.#fake = fake;
    this.#folder = folder;
    this.#config = writeConfiguration(folder, settings);
  }

  /** Until it is ready, or was killed before. `commitsMax`: it ends behind so many commits of its database. */
  async start(commitsMax?: number): Promise<this> {
    this.starts += 1;
    this.#startedAt = this.#fake.requests.length;
    const child = await takeProcess();
    this.#child = child;
    const port = await findFreePort();
    const environment = { ...this.#fake.environment(), PORT: String(port), LOG_LEVEL: 'fatal' };
    const order: ServerOrder = { environment, config: this.#config, commitsMax };
    child.send(order);
    const url = `http://127.0.0.1:${port}`;
    this.#fake.webhookUrl = `${url}/api/github/webhooks`;
    while (isAlive(child)) {
      const answer = await fetch(`${url}/readyz`).catch(() => undefined);
      if (answer?.ok) return this;
      await pause(20);
    }
    return this;
  }

  deliver(mail: string): void {
    this.#mails += 1;
    writeMail(this.#folder, this.#mails, mail);
  }

  /** Ends the process as it is. Resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.#child === undefined || !isAlive(this.#child)) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  /** Resolves when there is nothing to be done any more. */
  async idle(): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      if (this.#child === undefined || !isAlive(this.#child)) await this.start();
      await this.#fake.settled();
      this.#store ??= await Store.open(join(this.#folder, 'store'));
      const isQuiet = hasCompared(this.#fake, this.#startedAt) && (await isIdle(this.#store.db, this.#mails));
      quiet = isQuiet && isAlive(this.#child) ? quiet + 1 : 0;
      await pause(20);
    }
  }

  /** How often its database was committed to by the process that runs now. */
  async countCommits(): Promise<number> {
    if (this.#child === undefined) return 0;
    const answer = once(this.#child, 'message');
    this.#child.send('count');
    const [told] = (await answer) as [{ readonly commits: number }];
    return told.commits;
  }

  async stop(): Promise<void> {
    this.#fake.webhookUrl = undefined;
    await this.kill();
    await this.#store?.close();
  }
}

function isAlive(child: ChildProcess | undefined): boolean {
  return child !== undefined && child.exitCode === null && child.signalCode === null;
}

let spare: Promise<ChildProcess> | undefined;

/** One that is loaded; the next is loaded meanwhile. */
async function takeProcess(): Promise<ChildProcess> {
  const child = await (spare ?? loadProcess());
  spare = loadProcess();
  return child;
}

async function loadProcess(): Promise<ChildProcess> {
  const child = fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await once(child, 'message');
  return child;
}

/** No process is kept ready any more. */
export async function endSpareProcess(): Promise<void> {
  const child = await spare;
  spare = undefined;
  if (child === undefined) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
