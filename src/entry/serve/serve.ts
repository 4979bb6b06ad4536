import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { ServerParts, ServerRequest } from '../../app/github/server-parts.js';
import type { Log } from '../../domain/log.js';
import { packageVersion } from '../package-version.js';
import { HttpServer, type ServerTimes } from './http-server.js';
import { type GitHubConnection, openGitHub, openLog } from './open-github.js';
import type { ServerEnvironment } from './read-environment.js';
import { WebhookEndpoint } from './webhook-endpoint.js';

/** How a server is made. */
export interface ServeRequest {
  readonly environment: ServerEnvironment;
  /** Where options say other than the environment. */
  readonly store?: string | undefined;
  readonly config?: string | undefined;
  /** What works behind the server. */
  openParts(request: ServerRequest): Promise<ServerParts>;
  /** Prints a part of the result. */
  readonly print: (text: string) => void;
  readonly times?: ServerTimes;
  readonly pace?: ServerRequest['pace'];
}

/** The store is asked for so long before it counts as one that does not answer. */
const storeAnswersWithinMs = 2_000;

/**
 * Serves until the signal is aborted: then nothing new is taken, what is begun is brought to its end, and the store is closed. Rejects where
 * it cannot begin, or the worker cannot go on: then it ends as well, so that whoever watches it starts it again.
 */
export async function serve(request: ServeRequest, signal: AbortSignal): Promise<void> {
  const { environment, openParts, ...asked } = request;
  const log = await openLog(environment);
  const { secrets, apiUrl, githubUrl } = environment;
  const github = secrets && (await openGitHub(secrets, apiUrl, log));
  if (github === undefined)
    log.warn({}, 'no App is named, so that no webhooks are taken and nothing is posted: set APP_ID');
  const parts = await openParts({
    store: asked.store ?? environment.store,
    config: asked.config ?? environment.config,
    github,
    githubUrl,
    version: packageVersion(),
    log,
    print: request.print,
    pace: request.pace,
  });
  try {
    const server = await openServer(request, { github, parts, log });
    log.info({ url: server.url, webhookPath: environment.webhookPath }, 'listening');
    await workUntil(signal, parts, server, log);
  } finally {
    await parts.close();
  }
  log.info({}, 'ended');
}

async function openServer(
  { environment, times }: ServeRequest,
  {
    github,
    parts,
    log,
  }: { readonly github: GitHubConnection | undefined; readonly parts: ServerParts; readonly log: Log },
): Promise<HttpServer> {
  const { secrets, webhookPath, host, port } = environment;
  const middleware = await github?.makeMiddleware(webhookPath, (...webhook) => parts.takeWebhook(...webhook));
  const endpoint =
    middleware === undefined || secrets === undefined
      ? undefined
      : new WebhookEndpoint({ secret: secrets.webhookSecret, middleware });
  return HttpServer.open({
    host,
    port,
    webhookPath,
    endpoint,
    findTrouble: () => findTrouble(parts),
    log,
    ...(times === undefined ? {} : { times }),
  });
}

async function workUntil(signal: AbortSignal, { worker }: ServerParts, server: HttpServer, log: Log): Promise<void> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  const work = worker.run(ending.signal).finally(end);
  // It is waited for below, behind the requests.
  work.catch(() => undefined);
  if (!ending.signal.aborted) await once(ending.signal, 'abort');
  log.info({}, 'ending');
  await server.close();
  await work;
  signal.removeEventListener('abort', end);
}

async function findTrouble(parts: ServerParts): Promise<string | undefined> {
  if (!parts.worker.isAlive()) return 'the worker does not go on';
  const late = new AbortController();
  try {
    const answers = await Promise.race([
      parts.askStore().then(() => true),
      setTimeout(storeAnswersWithinMs, false, { signal: late.signal }),
    ]);
    return answers ? undefined : 'the store does not answer in time';
  } catch {
    // The reason is in the log of whatever needed the store; here anybody may read it.
    return 'the store does not answer';
  } finally {
    late.abort();
  }
}
