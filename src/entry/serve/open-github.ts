import type { IncomingMessage, ServerResponse } from 'node:http';
import { createNodeMiddleware, createProbot, type Logger, Probot, ProbotOctokit } from 'probot';
import type { GitHubAccess } from '../../app/github/github-access.js';
import type { AppSecrets, ServerEnvironment } from './read-environment.js';

export type { Logger } from 'probot';

/** What handles a webhook whose signature was checked: `request.body` holds its text. */
export type WebhookMiddleware = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

/** Stores a webhook. */
export type TakeWebhook = (id: string, event: string, payload: unknown) => Promise<void>;

/** GitHub as Probot brings it. */
export interface GitHubConnection extends GitHubAccess {
  makeMiddleware(path: string, take: TakeWebhook): Promise<WebhookMiddleware>;
}

type OctokitLike = Awaited<ReturnType<GitHubAccess['appClient']>>;

/** Octokits that are kept; each is some kB. */
const clientsMax = 500;

/**
 * Probot's logger, a pino. Errors are logged without what hangs on them: Octokit hangs the whole request there, tokens with it, and the
 * webhooks the whole body.
 */
export async function openLog({ logLevel, logFormat }: ServerEnvironment): Promise<Logger> {
  const format = logFormat ?? (process.stdout.isTTY ? 'pretty' : 'json');
  // Only a Probot makes the logger of Probot; with a token in place of a key this one is ready for nothing else.
  const probot = await new Probot({ githubToken: 'none', logLevel, logFormat: format }).ready();
  return withOneName(probot.log.child({ name: 'faultline' }, { serializers: { err: describeError } }));
}

/** Probot has written its own name twice before ours; some who read JSON refuse an object in which a key stands three times. */
function withOneName(log: Logger): Logger {
  const bindings = Object.getOwnPropertySymbols(log).find(({ description }) => description === 'pino.chindings');
  if (bindings !== undefined)
    Reflect.set(log, bindings, String(Reflect.get(log, bindings)).replaceAll(',"name":"probot"', ''));
  return log;
}

/** Probot over the key of the App. Nothing is asked of GitHub before the first request. */
export async function openGitHub(
  { appId, privateKey, webhookSecret }: AppSecrets,
  apiUrl: string,
  log: Logger,
): Promise<GitHubConnection> {
  const probot = createProbot({
    overrides: { appId, privateKey, secret: webhookSecret, baseUrl: apiUrl, log, Octokit: PlainOctokit },
    // All that it needs is above: nothing of the environment of this process is looked for.
    env: {},
  });
  await probot.ready();
  const clients = new Map<number, OctokitLike>();
  return {
    appClient: async () => clientOf(await probot.auth()),
    clientOf: async installationId => {
      const known = clients.get(installationId);
      if (known !== undefined) return known;
      const [oldest] = clients.keys();
      if (oldest !== undefined && clients.size >= clientsMax) clients.delete(oldest);
      const client = clientOf(await probot.auth(installationId));
      clients.set(installationId, client);
      return client;
    },
    makeMiddleware: async (path, take) => {
      await giveEventsOneOctokit(probot);
      const middleware = await createNodeMiddleware(
        app => app.onAny(({ id, name, payload }) => take(id, name, payload)),
        { probot, webhooksPath: path },
      );
      return async (request, response) => middleware(request, response);
    },
  };
}

/** The outbox decides what is tried again, and how fast: a retry of Octokit's posts twice what did arrive. Only this form switches both off. */
const PlainOctokit = ProbotOctokit.defaults((options: ConstructorParameters<typeof ProbotOctokit>[0]) => ({
  ...options,
  retry: { enabled: false },
  throttle: { ...options?.throttle, enabled: false },
  log: wordsOnly(options?.log),
}));

type OctokitLog = NonNullable<NonNullable<ConstructorParameters<typeof ProbotOctokit>[0]>['log']>;

/** At level debug Probot logs the bodies of requests beside their addresses: only the words go on. */
function wordsOnly(log: OctokitLog | undefined): OctokitLog {
  const say =
    (level: keyof OctokitLog) =>
    (...said: unknown[]) => {
      const words = said
        .map(each => (each instanceof Error ? each.message : each))
        .find(each => typeof each === 'string');
      if (words !== undefined) log?.[level](words);
    };
  return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
}

/** Probot makes an Octokit for every event, and throws where the payload has an odd installation. Ours need none: all get the same. */
async function giveEventsOneOctokit(probot: Probot): Promise<void> {
  const ofEvents = new PlainOctokit();
  const octokit = await probot.auth();
  const authenticate: (...options: unknown[]) => Promise<unknown> = octokit.auth;
  octokit.auth = async (...options: unknown[]) => {
    const [first] = options;
    const isOfEvent = typeof first === 'object' && first !== null && 'type' in first && first.type === 'event-octokit';
    return isOfEvent ? ofEvents : authenticate(...options);
  };
}

function clientOf(octokit: ProbotOctokit): OctokitLike {
  return {
    request: (route, parameters) => octokit.request(route, { ...parameters }),
    graphql: (query, variables) => octokit.graphql(query, { ...variables }),
  };
}

/** What is logged of an error, and of those that it tells of. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const inner = error instanceof AggregateError ? error.errors.map(describeError) : undefined;
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  return { type: error.name, message: error.message, stack: error.stack, errors: inner, cause };
}
