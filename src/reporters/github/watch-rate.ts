import { limits } from '../../domain/limits.js';
import { Answered } from './answered.js';
import { type GitHubAnswer, type GitHubClient, GitHubRefusal } from './github-client.js';

/** What is left of one of the two limits of an installation; of GraphQL in points, else in requests. */
interface Allowance {
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds since the epoch: all of it is there again. */
  readonly resetAt: number;
}

/**
 * A client for reading, which stops before the limits of the installation are used up: what is left then is for posting, which does not
 * pass through here. It throws a GitHubRefusal `rate-limited` instead of asking. A server that has no limits tells none.
 *
 * @param now milliseconds since the epoch
 */
export function watchRate(client: GitHubClient, now: () => number): GitHubClient {
  let requests: Allowance | undefined;
  let points: Allowance | undefined;
  const check = (allowance: Allowance | undefined, what: string): void => {
    if (!allowance || allowance.resetAt <= now()) return;
    const reserve = Math.min(limits.requestsReservedMax, Math.floor(allowance.limit / 10));
    if (allowance.remaining > reserve) return;
    const message = `only ${allowance.remaining} of ${allowance.limit} ${what} an hour are left, which are kept for posting`;
    throw new GitHubRefusal('rate-limited', message, { retryAt: allowance.resetAt });
  };
  return {
    async request(route, parameters) {
      check(requests, 'requests');
      const answer = await client.request(route, parameters);
      if ((answer.headers['x-ratelimit-resource'] ?? 'core') === 'core') requests = readHeaders(answer) ?? requests;
      return answer;
    },
    async graphql(query, variables) {
      check(points, 'points of GraphQL');
      const data = await client.graphql(query, variables);
      points = readData(data) ?? points;
      return data;
    },
  };
}

function readHeaders({ headers }: GitHubAnswer): Allowance | undefined {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map(name =>
    Number.parseInt(headers[`x-ratelimit-${name}`] ?? '', 10),
  );
  if (limit === undefined || remaining === undefined || reset === undefined) return undefined;
  if ([limit, remaining, reset].some(Number.isNaN)) return undefined;
  return { limit, remaining, resetAt: reset * 1_000 };
}

function readData(data: unknown): Allowance | undefined {
  const rate = new Answered(data, 'the data').at('rateLimit').optional();
  return (
    rate && {
      limit: rate.at('limit').number(),
      remaining: rate.at('remaining').number(),
      resetAt: rate.at('resetAt').time(),
    }
  );
}
