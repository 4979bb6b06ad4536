import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppServer } from '../app-server.js';
import { FakeGitHub } from '../github/fake-github.js';
import type { FakeRepository } from '../github/fake-repository.js';
import { cellar, larder, pantry } from './story.js';

/** Whether the App has compared all with GitHub since so many requests were seen, or is about to: before that it only seems idle. */
export function hasCompared(fake: FakeGitHub, since: number): boolean {
  return fake.requests.slice(since).some(({ route }) => route === 'GET /installation/repositories');
}

/** What acts upon the App, and how it is waited for. */
export interface ActedApp {
  deliver(mail: string): void;
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** In seconds: commits are not older than the mails of their patches, and the same in all runs. */
const today = Math.floor(Date.now() / 86_400_000) * 86_400;

/** An App over a fake GitHub with one repository, in which a story is told. */
export class Scene {
  readonly fake: FakeGitHub;
  readonly repository: FakeRepository;
  readonly #folder: string;
  app: ActedApp;

  private constructor(fake: FakeGitHub, repository: FakeRepository, folder: string, app: ActedApp) {
    this.fake = fake;
    this.repository = repository;
    this.#folder = folder;
    this.app = app;
  }

  /** `prepare` is called before the App starts, which `start` does. */
  static async open(
    start: (fake: FakeGitHub, folder: string, settings: string) => Promise<ActedApp>,
    prepare: (fake: FakeGitHub) => void = () => undefined,
  ): Promise<Scene> {
    const folder = mkdtempSync(join(tmpdir(), 'faultline-faults-'));
    const fake = new FakeGitHub();
    await fake.start();
    const files = Object.fromEntries([larder, pantry, cellar].map(each => [each.path, each.before]));
    const repository = await fake.addRepository({ owner: 'example', name: 'linux', files, firstCommitAt: today });
    repository.setCollaborator('ada-example', 'write');
    prepare(fake);
    return new Scene(fake, repository, folder, await start(fake, folder, settingsOf(repository)));
  }

  /** Ends the App, and begins it anew over the same store. */
  async restart(): Promise<void> {
    await this.app.stop();
    this.app = await startServer(this.fake, this.#folder, settingsOf(this.repository));
  }

  async close(): Promise<void> {
    await this.app.stop();
    await this.fake.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** In this process. Resolves when it has begun to compare all with GitHub. */
export async function startServer(fake: FakeGitHub, folder: string, settings: string): Promise<ActedApp> {
  const since = fake.requests.length;
  const server = await AppServer.start(fake, folder, settings);
  while (!hasCompared(fake, since)) await pause(10);
  return server;
}

function settingsOf({ fullName }: FakeRepository): string {
  return `repositories:\n  ${fullName}:\n    lists: [linux-larder]\n    post: [check, review, issue]\n`;
}
