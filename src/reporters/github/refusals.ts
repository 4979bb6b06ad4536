import { limits } from '../../domain/limits.js';
import { GitHubRefusal, type RefusalKind } from './github-client.js';

/**
 * What an error of octokit means. `now`: milliseconds since the epoch. An answer is known by `response`: where octokit had none, it gives
 * the status 500 all the same. Message and headers are GitHub's; what looks like a token is taken out of them.
 */
export function refusalOf(error: unknown, now: number): GitHubRefusal {
  if (error instanceof GitHubRefusal) return error;
  const answer = answerOf(error);
  if (answer === undefined) return new GitHubRefusal('doubtful', `no answer from GitHub: ${wordsOf(error)}`, {});
  return refusalOfAnswer(answer, now);
}

/** An answer that is no success. */
export interface RefusingAnswer {
  readonly status: number;
  readonly data: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** What such an answer means. `now`: milliseconds since the epoch. */
export function refusalOfAnswer({ status, data, headers }: RefusingAnswer, now: number): GitHubRefusal {
  const message = messageOf(data) ?? `GitHub answers ${status}`;
  const isLimited = (status === 403 || status === 429) && isLimit(message, headers);
  const kind = isLimited || status === 429 ? 'rate-limited' : kindOf(status, message);
  const retryAt = kind === 'rate-limited' || status === 503 ? retryTimeOf(headers, now) : undefined;
  return new GitHubRefusal(kind, message, { status, retryAt });
}

/** What GraphQL's errors mean that came with the status 200 and without data. */
export function refusalOfGraphql(error: unknown, now: number): GitHubRefusal {
  const { errors, headers } = fieldsOf(error);
  const [first] = Array.isArray(errors) ? errors : [];
  const { type, message } = fieldsOf(first);
  const kind = typeof type === 'string' ? (graphqlKinds[type] ?? 'wrong') : 'doubtful';
  const words = typeof message === 'string' ? clean(message) : 'GitHub gives neither data nor a reason';
  const retryAt = kind === 'rate-limited' ? retryTimeOf(fieldsOf(headers), now) : undefined;
  return new GitHubRefusal(kind, words, { status: 200, retryAt });
}

/** Errors that tell no type are those of a query that took too long. */
const graphqlKinds: Readonly<Record<string, RefusalKind>> = {
  RATE_LIMITED: 'rate-limited',
  RATE_LIMIT: 'rate-limited',
  FORBIDDEN: 'forbidden',
  NOT_FOUND: 'not-found',
};

function kindOf(status: number, message: string): RefusalKind {
  if (status >= 500 || status === 408) return 'doubtful';
  // Of one conversation, not of the repository: it was locked by its people, or they blocked us in it.
  if (status === 403 && /\blocked\b/i.test(message)) return 'unprocessable';
  // 401: the App's key was withdrawn, or its clock is wrong; 451: the repository was taken down.
  if (status === 401 || status === 403 || status === 451) return 'forbidden';
  if (status === 404 || (status >= 300 && status < 400)) return 'not-found';
  if (status === 410) return 'gone';
  if (status === 422 || status === 413) return 'unprocessable';
  return 'wrong';
}

/**
 * Of both limits, the secondary one being told in words only
 * (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api).
 */
function isLimit(message: string, headers: RefusingAnswer['headers']): boolean {
  if (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0') return true;
  return /secondary rate|rate limit exceeded|abuse detection/i.test(message);
}

/** Retry-After counts seconds, or names a time (RFC 9110, 10.2.3); the limit's reset is in seconds since the epoch. */
function retryTimeOf(headers: RefusingAnswer['headers'], now: number): number | undefined {
  const after = headers['retry-after'];
  const reset = headers['x-ratelimit-remaining'] === '0' ? headers['x-ratelimit-reset'] : undefined;
  const time = after !== undefined ? timeOfRetryAfter(String(after), now) : Number(reset) * 1_000;
  if (!Number.isFinite(time)) return undefined;
  return Math.min(Math.max(time, now), now + limits.retryAfterMsMax);
}

function timeOfRetryAfter(text: string, now: number): number {
  return /^\d{1,9}$/.test(text) ? now + Number(text) * 1_000 : Date.parse(text);
}

function answerOf(error: unknown): RefusingAnswer | undefined {
  const { response, status } = fieldsOf(error);
  if (response === undefined) return undefined;
  const { data, headers, status: answered } = fieldsOf(response);
  const number = [status, answered].find(each => typeof each === 'number' && each > 0);
  return typeof number === 'number' ? { status: number, data, headers: fieldsOf(headers) } : undefined;
}

/** GitHub's message, and what it says of single fields; octokit's own words for it add an address of a page. */
function messageOf(data: unknown): string | undefined {
  const { message, errors } = fieldsOf(data);
  if (typeof message !== 'string' || message === '') return undefined;
  const details = (Array.isArray(errors) ? errors.slice(0, 5) : []).map(detailOf).filter(words => words !== '');
  return clean(details.length === 0 ? message : `${message}: ${details.join('; ')}`);
}

function detailOf(error: unknown): string {
  if (typeof error === 'string') return error;
  const { message, resource, field, code } = fieldsOf(error);
  if (typeof message === 'string') return message;
  return [resource, field, code].filter(word => typeof word === 'string').join(' ');
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? clean(error.message) : 'unknown trouble';
}

const tokens =
  /\b(?:gh[a-z]_\w{10,}|github_pat_\w+|eyJ[\w-]+\.[\w-]+\.[\w-]+|v1\.[0-9a-f]{40})|\b(?:bearer|token) [\w.-]{20,}/gi;

function clean(text: string): string {
  return text.slice(0, limits.refusalCharsMax).replace(tokens, '[token]');
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
