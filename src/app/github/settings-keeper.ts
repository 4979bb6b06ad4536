import type { ChosenSettings, MirrorSettings, ParsedSettings } from '../../domain/mirror-settings.js';
import type { Repository } from '../../domain/repository.js';
import type { ServerSettings } from '../../domain/server-settings.js';
import type { GitHubClient } from '../../reporters/github/github-client.js';
import { readFileAt } from '../../reporters/github/read-repository.js';
import { chooseSettings, findServerEntry, settingsFiles } from '../settings/choose-settings.js';
import { parseMirrorSettings } from '../settings/parse-settings.js';

/** What is configured for the mirrors: read when it is first asked for, and again behind `forget`. */
export class SettingsKeeper {
  readonly #server: ServerSettings;
  readonly #clientOf: (repository: Repository) => Promise<GitHubClient>;
  readonly #known = new Map<number, Promise<ChosenSettings>>();

  constructor(server: ServerSettings, clientOf: (repository: Repository) => Promise<GitHubClient>) {
    this.#server = server;
    this.#clientOf = clientOf;
  }

  /** Throws a GitHubRefusal where GitHub does not answer. */
  of(repository: Repository): Promise<ChosenSettings> {
    const known = this.#known.get(repository.id);
    if (known !== undefined) return known;
    const reading = this.#read(repository);
    this.#known.set(repository.id, reading);
    // What could not be read is asked for again.
    reading.catch(() => this.#known.delete(repository.id));
    return reading;
  }

  /** The file of a repository may be another one now. */
  forget(repositoryId: number): void {
    this.#known.delete(repositoryId);
  }

  async #read(repository: Repository): Promise<ChosenSettings> {
    const server = findServerEntry(this.#server, repository);
    if (server !== undefined) return chooseSettings({ server });
    const client = await this.#clientOf(repository);
    const { owner: ownersFile, repository: ownFile } = settingsFiles;
    const shelf = { owner: repository.owner, name: ownersFile.repository };
    const owner = await readSettings(client, shelf, ownersFile.path);
    if (owner !== undefined) return chooseSettings({ owner });
    return chooseSettings({ repository: await readSettings(client, repository, ownFile.path) });
  }
}

async function readSettings(
  client: GitHubClient,
  repository: Pick<Repository, 'owner' | 'name'>,
  path: string,
): Promise<ParsedSettings<MirrorSettings> | undefined> {
  const file = await readFileAt(client, repository, undefined, path);
  if (file === undefined) return undefined;
  if (file.ok) return parseMirrorSettings(file.text, path);
  return { mistakes: [{ file: path, line: 1, path: '', found: file.reason, expected: 'a readable file' }] };
}
