import { limits } from '../../domain/limits.js';
import { type GitHubAnswer, type GitHubClient, GitHubRefusal } from './github-client.js';
import { refusalOf, refusalOfAnswer, refusalOfGraphql } from './refusals.js';

/** What of an octokit is used here. Its own retries and throttling have to be off: a POST that was answered 502 may have taken effect. */
export interface OctokitLike {
  readonly request: (route: string, parameters?: Record<string, unknown>) => Promise<OctokitAnswer>;
  readonly graphql: (query: string, variables?: Record<string, unknown>) => Promise<unknown>;
}

interface OctokitAnswer {
  readonly status: number;
  readonly data: unknown;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  /** The address that was asked. */
  readonly url?: string | undefined;
}

/** The API with the rights of an octokit. `now`: milliseconds since the epoch, for limits that tell how long they last. */
export function makeGitHubClient(octokit: OctokitLike, now: () => number): GitHubClient {
  return {
    request: async (route, parameters = {}) => {
      try {
        return await requestFollowing(octokit, route, parameters, now);
      } catch (error) {
        const unchanged = unchangedOf(error);
        if (unchanged) return unchanged;
        throw refusalOf(error, now());
      }
    },
    graphql: async (query, variables) => {
      try {
        return await octokit.graphql(query, { ...variables, request: transportOptions() });
      } catch (error) {
        if (!isGraphqlError(error)) throw refusalOf(error, now());
        // Some of what was asked for is there: a path of many that names nothing is no failure.
        if (error.data !== null && error.data !== undefined) return error.data;
        throw refusalOfGraphql(error, now());
      }
    },
  };
}

/**
 * A renamed or transferred repository answers 301 to a GET and 307 to anything else, with its address by number. fetch() would follow
 * by itself, but make a GET of a POST that is answered 301 or 302, whose answer then reads like success; so it is done here, with the
 * same method and parameters, and only within the same server.
 */
async function requestFollowing(
  octokit: OctokitLike,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  now: () => number,
): Promise<GitHubAnswer> {
  let [asked, options] = [route, { ...parameters }];
  for (let hops = 0; ; hops += 1) {
    const answer = await octokit.request(asked, { ...options, request: transportOptions() });
    if (answer.status < 300 || answer.status === 304) return answerOf(answer);
    const target = targetOf(answer);
    if (target === undefined || hops >= limits.redirectsMax) throw refusalOfAnswer(answer, now());
    // The names that stood in the address stand in the new one already; left among the parameters they would go into the body.
    const named = [...asked.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
    options = Object.fromEntries(Object.entries(options).filter(([name]) => !named.includes(name)));
    asked = `${asked.slice(0, asked.indexOf(' '))} ${target}`;
  }
}

/** Where a redirect leads to, without the query, which stands among the parameters; undefined where it leads to another server. */
function targetOf({ status, headers, url }: OctokitAnswer): string | undefined {
  const { location } = headers;
  if (![301, 302, 307, 308].includes(status) || typeof location !== 'string' || url === undefined) return undefined;
  if (!URL.canParse(location, url)) return undefined;
  const target = new URL(location, url);
  return target.origin === new URL(url).origin ? `${target.origin}${target.pathname}` : undefined;
}

function transportOptions(): Readonly<Record<string, unknown>> {
  return { redirect: 'manual', signal: AbortSignal.timeout(limits.githubTimeoutMs) };
}

/** octokit throws on 304, which is the answer to a conditional request. */
function unchangedOf(error: unknown): GitHubAnswer | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error && 'response' in error)) return undefined;
  return error.status === 304 && isAnswer(error.response) ? answerOf(error.response) : undefined;
}

function isAnswer(value: unknown): value is OctokitAnswer {
  return typeof value === 'object' && value !== null && 'status' in value && 'headers' in value && 'data' in value;
}

function answerOf({ status, data, headers }: OctokitAnswer): GitHubAnswer {
  const words = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), String(value)] as const],
  );
  return { status, data, headers: Object.fromEntries(words) };
}

function isGraphqlError(error: unknown): error is { readonly data?: unknown; readonly errors: unknown } {
  return !(error instanceof GitHubRefusal) && typeof error === 'object' && error !== null && 'errors' in error;
}
