import type { Repository } from '../../domain/repository.js';
import type { ServerSettings } from '../../domain/server-settings.js';
import { type GitHubClient, GitHubRefusal } from '../../reporters/github/github-client.js';
import { makeGitHubClient } from '../../reporters/github/octokit-client.js';
import { watchRate } from '../../reporters/github/watch-rate.js';
import { KeptBlobs } from '../../store/github/blobs.js';
import { findRepository } from '../../store/github/repositories.js';
import { unconfiguredSettings } from '../settings/mirror-schema.js';
import { KnownIdentity } from './app-identity.js';
import type { GitHubAccess } from './github-access.js';
import type { GitHubTools } from './github-tools.js';
import { MissedWebhooks } from './missed-webhooks.js';
import { Outbox } from './outbox.js';
import { type Pace, usualPace } from './pace.js';
import type { ServedPlace, Surroundings } from './running-parts.js';
import type { ServerRequest } from './server-parts.js';
import { SettingsKeeper } from './settings-keeper.js';
import { CodeRooms } from './use-code.js';

const archiveUrl = 'https://lore.kernel.org/r';

/** A server over GitHub: what is planned there is posted. */
export function makeGitHubSurroundings(
  place: ServedPlace,
  settings: ServerSettings,
  { github, githubUrl, version, log, pace = usualPace }: ServerRequest,
): Surroundings {
  const { db } = place.store;
  const now = Date.now;
  const clients = new Clients(github, now);
  const clientOf = async (repository: Repository) => clients.readerOf(repository.installationId);
  const code = new CodeRooms(settings.mirrors, new KeptBlobs(db, now), clientOf);
  const tools: GitHubTools = {
    db,
    log,
    judge: place.reader,
    clientOf,
    clientOfInstallation: async id => clients.readerOf(id),
    clientOfApp: () => clients.ofApp(),
    settings: new SettingsKeeper(settings, clientOf),
    withCode: code.use,
    version,
    addresses: { github: githubUrl, archive: archiveUrl },
    quietMinutes: settings.quietMinutes,
    now,
  };
  const missed = github && new MissedWebhooks(() => clients.ofApp(), tools);
  return {
    place,
    sources: settings.sources,
    tools,
    worker: { outbox: makeOutbox(tools, clients, pace), missed, pace },
    close: () => code.close(),
  };
}

/** GitHub's API with the rights of installations and of the App. */
class Clients {
  readonly #github: GitHubAccess | undefined;
  readonly #now: () => number;
  readonly #readers = new Map<number, GitHubClient>();

  constructor(github: GitHubAccess | undefined, now: () => number) {
    this.#github = github;
    this.#now = now;
  }

  async ofInstallation(id: number): Promise<GitHubClient> {
    return makeGitHubClient(await this.#access().clientOf(id), this.#now);
  }

  /** For reading, which stops before what is left of the limits is used up: posting has to go on. */
  readerOf(id: number): GitHubClient {
    const known = this.#readers.get(id);
    if (known !== undefined) return known;
    const client: GitHubClient = {
      request: async (route, parameters) => (await this.ofInstallation(id)).request(route, parameters),
      graphql: async (query, variables) => (await this.ofInstallation(id)).graphql(query, variables),
    };
    const reader = watchRate(client, this.#now);
    this.#readers.set(id, reader);
    return reader;
  }

  async ofApp(): Promise<GitHubClient> {
    return makeGitHubClient(await this.#access().appClient(), this.#now);
  }

  #access(): GitHubAccess {
    if (this.#github !== undefined) return this.#github;
    throw new GitHubRefusal('forbidden', 'no App is named: set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET');
  }
}

function makeOutbox(tools: GitHubTools, clients: Clients, pace: Pace): Outbox {
  const { db, log, now, settings } = tools;
  const identity = new KnownIdentity(() => clients.ofApp());
  return new Outbox({
    db,
    log,
    now,
    clientOf: repository => clients.ofInstallation(repository.installationId),
    identity: () => identity.read(),
    settingsOf: async id => {
      const repository = await findRepository(db, id);
      return repository === undefined ? unconfiguredSettings : (await settings.of(repository)).settings;
    },
    spacingMs: pace.spacingMs,
    doubtPauseMs: pace.doubtPauseMs,
  });
}
