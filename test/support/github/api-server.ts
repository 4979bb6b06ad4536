import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readAsker } from './credentials.js';
import { type AnyRoute, Failures, type HookResult, type RequestHook } from './failures.js';
import { splitOnce } from './git-objects.js';
import { answerQuery, faultOfQuery, type GraphqlRequest } from './graphql-server.js';
import type { Answer, Asker, RouteTable } from './handler.js';
import { type Hub, Refusal } from './hub.js';
import { admit, type Matched, matchRoute } from './router.js';
import { isGranted, routesOfApp, type Token } from './routes-of-app.js';
import { routesOfChecks } from './routes-of-checks.js';
import { routesOfCommits } from './routes-of-commits.js';
import { routesOfIssues } from './routes-of-issues.js';
import { routesOfPulls } from './routes-of-pulls.js';
import { routesOfRepository } from './routes-of-repository.js';
import type { View } from './view-repository.js';
import type { Repo } from './world.js';

/** A request that came, and what was answered: for tests to look at. */
export interface SeenRequest {
  readonly route: AnyRoute;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** 0: the connection was cut. */
  readonly status: number;
  /** It was carried out, whatever the client was told. */
  readonly tookEffect: boolean;
}

interface Incoming {
  readonly method: string;
  /** Below the API. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly accept: string;
  /** The address without parameters, as the client wrote it. */
  readonly address: string;
  /** `/api/v3` of a GitHub of one's own, or nothing. */
  readonly prefix: string;
}

/** Answers requests to the REST and GraphQL API. */
export class ApiServer {
  readonly tokens = new Map<string, Token>();
  readonly manifests = new Map<string, View>();
  readonly seen: SeenRequest[] = [];
  readonly failures = new Failures();
  readonly rateLimit = { limit: 5000, remaining: 5000, resetAt: 0 };
  hook: RequestHook | undefined;
  readonly #hub: Hub;
  readonly #routes: RouteTable;
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  constructor(hub: Hub) {
    this.#hub = hub;
    const tables = [routesOfRepository, routesOfCommits, routesOfPulls, routesOfIssues, routesOfChecks];
    this.#routes = Object.assign({}, routesOfApp(this.tokens, this.manifests), ...tables) as RouteTable;
  }

  /** Resolves to the port. */
  async listen(): Promise<number> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBody(request);
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    if (request.method === 'POST' && url.pathname.endsWith('/settings/apps/new')) {
      return void response.writeHead(302, { location: this.#takeManifest(url, text) }).end();
    }
    const [, prefix = '', path = ''] = /^(\/api(?:\/v3)?(?=\/))?(\/.*)$/.exec(url.pathname) ?? [];
    const incoming = {
      method: request.method ?? 'GET',
      path,
      prefix,
      query: Object.fromEntries(url.searchParams),
      body: text === '' ? undefined : parseJson(text),
      accept: request.headers.accept ?? '',
      address: `${url.origin}${url.pathname}`,
    };
    const answer = await this.#answer(incoming, request.headers.authorization);
    if (answer === 'cut') response.destroy();
    else this.#send(incoming, answer, request.headers['if-none-match'], response);
  }

  async #answer(incoming: Incoming, authorization: string | undefined): Promise<Answer | 'cut'> {
    try {
      const asker = readAsker(this.#hub.world, this.tokens, authorization);
      this.#count(asker);
      return incoming.path === '/graphql'
        ? await this.#answerGraphql(incoming, asker)
        : await this.#answerRest(incoming, asker);
    } catch (error) {
      if (error instanceof Refusal) return { status: error.status, body: error.body, headers: error.headers };
      // A mistake of the fake itself: tests must see it.
      return this.#violation(`${incoming.method} ${incoming.path}: ${error instanceof Error ? error.stack : error}`);
    }
  }

  async #answerRest(incoming: Incoming, asker: Asker): Promise<Answer | 'cut'> {
    const { world } = this.#hub;
    const { method, body, query } = incoming;
    const matched = matchRoute(method, this.#byName(incoming.path));
    if (matched === undefined) return this.#violation(`no operation ${method} ${incoming.path}`);
    const fault = this.#hub.description.faultOfRequest(matched.route, { path: matched.path, query, body });
    if (fault?.isTooMuch === true) throw new Refusal(422, `Invalid request.\n\n${fault.words}`);
    if (fault !== undefined) return this.#violation(fault.words);
    const carryOut = async (): Promise<Answer> => {
      const { entry, repository, moved } = admit(world, this.#routes, matched, asker);
      if (moved !== undefined) return redirect(incoming, matched, moved);
      const { address, accept } = incoming;
      const call = { hub: this.#hub, world, asker, query, body, address, accept, user: world.app.bot, ...matched };
      // Routes on no repository look at none.
      return entry.handle(call, repository as Repo);
    };
    return this.#carryOut(incoming, matched, carryOut);
  }

  async #answerGraphql(incoming: Incoming, asker: Asker): Promise<Answer | 'cut'> {
    const fault = faultOfQuery(incoming.body);
    if (fault !== undefined) return this.#violation(fault);
    if (asker.kind !== 'installation') throw new Refusal(401, 'This endpoint requires you to be authenticated.');
    const { installation, permissions } = asker;
    const mayRead = (repository: Repo) =>
      isGranted(permissions, 'contents:read') &&
      (installation.repositoryIds.has(repository.id) || !repository.isPrivate);
    const { limit, remaining, resetAt } = this.#rate();
    const rate = { limit, remaining, used: limit - remaining, resetAt: new Date(resetAt).toISOString() };
    const request = incoming.body as GraphqlRequest;
    const carryOut = async () => ({ status: 200, body: await answerQuery(this.#hub.world, request, mayRead, rate) });
    return this.#carryOut(incoming, { route: 'POST /graphql', path: {} }, carryOut);
  }

  /** Carries a request out, between the failures and hooks of tests. */
  async #carryOut(
    { method, query, body }: Incoming,
    { route, path }: { readonly route: AnyRoute; readonly path: Readonly<Record<string, string>> },
    carryOut: () => Promise<Answer>,
  ): Promise<Answer | 'cut'> {
    const exchange = { route, method, path, query, body };
    const note = (answer: Answer | 'cut', tookEffect: boolean) => {
      this.seen.push({ route, path, query, body, status: answer === 'cut' ? 0 : answer.status, tookEffect });
      return answer;
    };
    const before =
      this.failures.hook({ ...exchange, phase: 'before' }) ?? (await this.hook?.({ ...exchange, phase: 'before' }));
    if (before !== undefined) return note(before, false);
    const answer = await carryOut().catch((error: unknown) => {
      if (error instanceof Refusal) return { status: error.status, body: error.body, headers: error.headers };
      throw error;
    });
    const fault = route === 'POST /graphql' ? undefined : this.#faultOfAnswer(route, answer);
    if (fault !== undefined) return note(this.#violation(fault), true);
    const isDone = answer.status < 300;
    const after: HookResult =
      // What was refused has taken no effect.
      (isDone ? this.failures.hook({ ...exchange, phase: 'after', answer }) : undefined) ??
      (await this.hook?.({ ...exchange, phase: 'after', answer }));
    return note(after ?? answer, isDone);
  }

  #faultOfAnswer(route: Matched['route'], { status, body, headers = {} }: Answer): string | undefined {
    const [contentType = ''] = (headers['content-type'] ?? 'application/json').split(';');
    // As the client will read it.
    const read = body instanceof Buffer || body === undefined ? body : (JSON.parse(JSON.stringify(body)) as unknown);
    return this.#hub.description.faultOfAnswer(route, status, contentType, read);
  }

  #send(incoming: Incoming, answer: Answer, known: string | undefined, response: ServerResponse): void {
    const { body, status } = answer;
    const bytes = body instanceof Buffer ? body : Buffer.from(body === undefined ? '' : JSON.stringify(body));
    const etag = `W/"${createHash('sha256').update(bytes).digest('hex')}"`;
    const isKnown = incoming.method === 'GET' && status === 200 && known === etag;
    const { limit, remaining, resetAt } = this.#rate();
    response.writeHead(isKnown ? 304 : status, {
      ...(isKnown ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      ...(incoming.method === 'GET' && status === 200 ? { etag } : {}),
      'x-github-request-id': randomBytes(8).toString('hex'),
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-used': String(limit - remaining),
      'x-ratelimit-reset': String(Math.ceil(resetAt / 1000)),
      'x-ratelimit-resource': incoming.path === '/graphql' ? 'graphql' : 'core',
      ...answer.headers,
    });
    response.end(isKnown ? undefined : bytes);
  }

  #count(asker: Asker): void {
    if (asker.kind !== 'installation') return;
    const rate = this.#rate();
    if (rate.remaining === 0) {
      throw new Refusal(403, `API rate limit exceeded for installation ID ${asker.installation.id}.`);
    }
    this.rateLimit.remaining -= 1;
  }

  #rate() {
    const now = this.#hub.world.now();
    if (this.rateLimit.resetAt <= now)
      Object.assign(this.rateLimit, { remaining: this.rateLimit.limit, resetAt: now + 3_600_000 });
    return this.rateLimit;
  }

  /** Of a repository by its number, which GitHub writes where it sends clients on. */
  #byName(path: string): string {
    const [, id, rest = ''] = /^\/repositories\/(\d+)(\/.*)?$/.exec(path) ?? [];
    if (id === undefined) return path;
    const repository = this.#hub.world.repositories.get(Number(id));
    if (repository === undefined) throw new Refusal(404, 'Not Found');
    return `/repos/${repository.owner.login}/${repository.name}${rest}`;
  }

  #violation(words: string): Answer {
    this.#hub.violations.push(words);
    return { status: 500, body: { message: words } };
  }

  /** What GitHub's page does when a person says yes to a manifest. Returns where their browser is sent. */
  #takeManifest(url: URL, text: string): string {
    const manifest = parseJson(new URLSearchParams(text).get('manifest') ?? '') as View | undefined;
    if (typeof manifest?.url !== 'string' || typeof manifest.redirect_url !== 'string') {
      this.#hub.violations.push('a manifest needs url and redirect_url');
    }
    const code = `code-${this.#hub.world.nextId('manifest')}`;
    this.manifests.set(code, manifest ?? {});
    const to = new URL(String(manifest?.redirect_url));
    to.searchParams.set('code', code);
    const state = url.searchParams.get('state');
    if (state !== null) to.searchParams.set('state', state);
    return to.href;
  }
}

/** Reading goes on elsewhere for ever; what changes something is to be sent there once more as it is. */
function redirect({ prefix, address, method, query }: Incoming, matched: Matched, moved: Repo): Answer {
  const [, rest] = splitOnce(address, `/repos/${matched.path.owner}/${matched.path.repo}`);
  const parameters = new URLSearchParams(query).toString();
  const url = `${new URL(address).origin}${prefix}/repositories/${moved.id}${rest}${parameters && `?${parameters}`}`;
  const isRead = method === 'GET';
  const message = isRead ? 'Moved Permanently' : 'Temporary Redirect';
  const body = { message, url, documentation_url: 'https://docs.github.com/rest' };
  return { status: isRead ? 301 : 307, body, headers: { location: url } };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Then it is text, which fits no description.
    return text;
  }
}
