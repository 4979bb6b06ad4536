import { ApiServer, type SeenRequest } from './api-server.js';
import { appKeys } from './credentials.js';
import { dumpState, type StateDump } from './dump-state.js';
import type { FailureOrder, RequestHook } from './failures.js';
import { FakeRepository } from './fake-repository.js';
import { GitRepository } from './git-repository.js';
import { Hub } from './hub.js';
import { type View, viewInstallation, viewRepositoryShortly } from './view-repository.js';
import type { WebhookDelivery, WebhookMode, Webhooks } from './webhooks.js';
import { type Access, type App, type Installation, type Limits, type Repo, World } from './world.js';

export interface FakeGitHubOptions {
  /** Milliseconds since the epoch; the machine's clock where it is not said. */
  readonly now?: () => number;
  readonly slug?: string;
  /** Where webhooks go; can be said later. */
  readonly webhookUrl?: string;
}

export interface NewRepository {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch?: string;
  readonly isPrivate?: boolean;
  readonly hasIssues?: boolean;
  /** A first commit on the default branch. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** When its first commit was made, in seconds since the epoch; others follow a minute apart. The same for all where it is not said. */
  readonly firstCommitAt?: number;
  /** A git repository on this machine whose branches it has. */
  readonly from?: string;
  /** Not given to the App. */
  readonly isStrange?: boolean;
}

const permissions: Record<string, Access> = {
  checks: 'write',
  contents: 'read',
  issues: 'write',
  metadata: 'read',
  pull_requests: 'write',
};

/**
 * GitHub on loopback, as far as the App uses it: with state, with GitHub's own description of its API held against every request and
 * answer, with webhooks, and with failures by script.
 */
export class FakeGitHub {
  /** `http://127.0.0.1:1234`, when it listens. REST is here and below /api/v3, GraphQL at /graphql and /api/graphql. */
  url = '';
  readonly #hub: Hub;
  readonly #server: ApiServer;

  constructor({ now = Date.now, slug = 'faultline', webhookUrl }: FakeGitHubOptions = {}) {
    this.#hub = new Hub(new World(world => makeApp(world, slug), now));
    this.#server = new ApiServer(this.#hub);
    this.#hub.webhooks.url = webhookUrl;
  }

  async start(): Promise<void> {
    this.url = `http://127.0.0.1:${await this.#server.listen()}`;
    this.#hub.world.apiUrl = this.url;
  }

  async close(): Promise<void> {
    await this.#server.close();
    await this.#hub.webhooks.close();
    for (const { git } of this.#hub.world.repositories.values()) git.close();
  }

  get app(): App {
    return this.#hub.world.app;
  }

  /** The state itself: for what no helper tells. */
  get world(): World {
    return this.#hub.world;
  }

  get limits(): Limits {
    return this.#hub.world.limits;
  }

  /** Requests, answers, queries and webhooks that do not fit GitHub's descriptions. Tests hold it empty. */
  get violations(): readonly string[] {
    return this.#hub.violations;
  }

  /** The environment in which an App is this one's. */
  environment(): Record<string, string> {
    const { app } = this;
    return {
      APP_ID: String(app.id),
      PRIVATE_KEY: app.privateKey,
      WEBHOOK_SECRET: app.webhookSecret,
      GHE_HOST: new URL(this.url).host,
      GHE_PROTOCOL: 'http',
    };
  }

  /** The App is installed on an account, without repositories, or has been before. */
  addInstallation(owner: string): Installation {
    const { world } = this.#hub;
    const account = world.user(owner, 'Organization');
    const known = [...world.installations.values()].find(each => each.account.id === account.id);
    if (known !== undefined) return known;
    const id = world.nextId('installation');
    const installation = {
      id,
      account,
      permissions: { ...permissions },
      repositoryIds: new Set<number>(),
      suspendedAt: undefined,
    };
    world.installations.set(id, installation);
    this.#tellInstallation(installation, 'created', { repositories: [], requester: null });
    return installation;
  }

  /** A repository, given to the App unless it is strange. */
  async addRepository(order: NewRepository): Promise<FakeRepository> {
    const { world } = this.#hub;
    if (this.url === '') throw new Error('start() comes first');
    const { defaultBranch = 'master', isPrivate = false, hasIssues = true } = order;
    const repo: Repo = {
      id: world.nextId('repository'),
      owner: world.user(order.owner, 'Organization'),
      name: order.name,
      git: new GitRepository(order.firstCommitAt),
      defaultBranch,
      isPrivate,
      isArchived: false,
      hasIssues,
      labels: new Map(),
      issues: new Map(),
      checkRuns: [],
      checkSuiteIds: new Map(),
      roles: new Map(),
      createdAt: world.timestamp(),
    };
    world.repositories.set(repo.id, repo);
    if (order.from !== undefined) await repo.git.borrow(order.from);
    if (order.files !== undefined) {
      const author = { name: 'Ada Example', email: 'ada@example.com' };
      repo.git.setRef(`refs/heads/${defaultBranch}`, await repo.git.commit([], order.files, 'first commit', author));
    }
    const repository = new FakeRepository(this.#hub, repo);
    if (order.isStrange !== true) repository.giveTo(this.addInstallation(order.owner));
    return repository;
  }

  suspendInstallation(owner: string): void {
    const installation = this.addInstallation(owner);
    installation.suspendedAt = this.#hub.world.timestamp();
    this.#tellInstallation(installation, 'suspend', {});
  }

  unsuspendInstallation(owner: string): void {
    const installation = this.addInstallation(owner);
    installation.suspendedAt = undefined;
    this.#tellInstallation(installation, 'unsuspend', {});
  }

  /** The account throws the App out. */
  removeInstallation(owner: string): void {
    const installation = this.addInstallation(owner);
    this.#tellInstallation(installation, 'deleted', { repositories: this.#repositoriesOf(installation) });
    this.#hub.world.installations.delete(installation.id);
  }

  /** `checks`. Tokens that were handed out lose it too. */
  removePermission(name: string, owner?: string): void {
    this.#changePermissions(owner, granted => {
      delete granted[name];
    });
  }

  grantPermission(name: string, access: Access, owner?: string): void {
    this.#changePermissions(owner, granted => {
      granted[name] = access;
    });
  }

  /** Tokens that were handed out are good no longer. */
  revokeTokens(): void {
    this.#server.tokens.clear();
  }

  /** A code as GitHub's page gives it to whoever registers an App; POST …/settings/apps/new with a manifest makes one as well. */
  makeManifestCode(manifest: View): string {
    const code = `code-${this.#hub.world.nextId('manifest')}`;
    this.#server.manifests.set(code, manifest);
    return code;
  }

  get rateLimit(): { limit: number; remaining: number; resetAt: number } {
    return this.#server.rateLimit;
  }

  /** The next requests of that route fail so. */
  failNext(order: FailureOrder): void {
    this.#server.failures.add(order);
  }

  /** How many of the ordered failures have not come yet. */
  get failuresLeft(): number {
    return this.#server.failures.pending;
  }

  clearFailures(): void {
    this.#server.failures.clear();
  }

  /** Looks at each request before it is carried out and before its answer is sent; undefined: nobody looks. */
  onRequest(hook: RequestHook | undefined): void {
    this.#server.hook = hook;
  }

  /** All requests, oldest first. */
  get requests(): readonly SeenRequest[] {
    return this.#server.seen;
  }

  /** The requests that changed something, whatever the client was told. */
  posts(): readonly SeenRequest[] {
    const isWrite = ({ route }: SeenRequest) => route.includes('/repos/') && !route.startsWith('GET ');
    return this.#server.seen.filter(each => each.tookEffect && isWrite(each));
  }

  get webhooks(): Webhooks {
    return this.#hub.webhooks;
  }

  get deliveries(): readonly WebhookDelivery[] {
    return this.#hub.webhooks.deliveries;
  }

  set webhookUrl(url: string | undefined) {
    this.#hub.webhooks.url = url;
  }

  set webhookMode(mode: WebhookMode) {
    this.#hub.webhooks.mode = mode;
  }

  /** Resolves when all webhooks that were sent are answered. */
  settled(): Promise<void> {
    return this.#hub.webhooks.settled();
  }

  /** What stands on GitHub, without ids and times. */
  state(): StateDump {
    return dumpState(this.#hub.world);
  }

  #changePermissions(owner: string | undefined, change: (granted: Record<string, Access>) => void): void {
    for (const installation of this.#hub.world.installations.values()) {
      if (owner !== undefined && installation.account.login !== owner) continue;
      const granted = { ...installation.permissions };
      change(granted);
      installation.permissions = granted;
      this.#tellInstallation(installation, 'new_permissions_accepted', {});
    }
  }

  #tellInstallation(installation: Installation, action: string, more: View): void {
    const payload = { installation: viewInstallation(this.#hub.world, installation), ...more };
    this.#hub.webhooks.tell({ event: 'installation', action, installation, sender: installation.account, payload });
  }

  #repositoriesOf({ repositoryIds }: Installation): readonly View[] {
    const all = [...repositoryIds].flatMap(id => this.#hub.world.repositories.get(id) ?? []);
    return all.map(viewRepositoryShortly);
  }
}

function makeApp(world: World, slug: string): App {
  return {
    id: 4242,
    slug,
    name: slug,
    owner: world.user('example-tools', 'Organization'),
    bot: world.user(`${slug}[bot]`),
    webhookSecret: 'a secret of the fake GitHub',
    ...appKeys(),
  };
}
