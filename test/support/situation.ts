import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppServer } from './app-server.js';
import { FakeGitHub, type NewRepository } from './github/fake-github.js';
import type { FakeRepository } from './github/fake-repository.js';

/** The App over a GitHub with one mirror, `example/linux`. */
export interface Situation {
  readonly fake: FakeGitHub;
  readonly repository: FakeRepository;
  readonly server: AppServer;
  /** Where the server has its store. */
  readonly folder: string;
}

/** `settings`: of the server, as in AppServer. */
export async function openSituation(settings: string, order: Partial<NewRepository> = {}): Promise<Situation> {
  const fake = new FakeGitHub();
  await fake.start();
  const repository = await fake.addRepository({
    owner: 'example',
    name: 'linux',
    files: { README: 'a mirror\n' },
    ...order,
  });
  const folder = mkdtempSync(join(tmpdir(), 'faultline-test-'));
  const server = await AppServer.start(fake, folder, settings);
  await server.idle();
  return { fake, repository, server, folder };
}

export async function closeSituation({ server, fake, folder }: Situation): Promise<void> {
  await server.stop();
  await fake.close();
  rmSync(folder, { recursive: true, force: true });
}

/** What the mirror is configured to, in the server's file. */
export function settingsOf(words: string): string {
  return `repositories: {example/linux: {${words}}}\n`;
}
