import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ProbotOctokit } from 'probot';
import { GitHubRefusal } from '../../../src/reporters/github/github-client.js';
import { makeGitHubClient } from '../../../src/reporters/github/octokit-client.js';

interface Scripted {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const now = 1_714_978_800_000;
const asked: { method: string; path: string; body: string }[] = [];
let answers: (Scripted | 'break')[] = [];
let address = '';
const server = createServer((request, response) => {
  let body = '';
  request.on('data', chunk => {
    body += chunk;
  });
  request.on('end', () => {
    asked.push({ method: request.method ?? '', path: request.url ?? '', body });
    const answer = answers.shift() ?? { status: 500 };
    if (answer === 'break') return request.socket.destroy();
    const { status, headers = {}, body: data = {} } = answer;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    return response.end(status === 304 ? undefined : JSON.stringify(data));
  });
});

beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  address = `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
});
afterAll(() => new Promise(resolve => server.close(resolve)));

function clientFor(...scripted: readonly (Scripted | 'break')[]) {
  answers = [...scripted];
  asked.length = 0;
  const Quiet = ProbotOctokit.defaults((options: Record<string, unknown>) => ({
    ...options,
    retry: { enabled: false },
    throttle: { enabled: false },
  }));
  const octokit = new Quiet({ baseUrl: address, auth: { token: 'ghs_secretsecretsecret' } });
  return makeGitHubClient(octokit, () => now);
}

const place = { owner: 'example', repo: 'linux' };

async function refusalFor(...scripted: readonly (Scripted | 'break')[]): Promise<GitHubRefusal> {
  const outcome: unknown = await clientFor(...scripted)
    .request('POST /repos/{owner}/{repo}/issues', { ...place, title: 'x' })
    .catch(error => error);
  if (!(outcome instanceof GitHubRefusal)) throw new Error('it was not refused');
  return outcome;
}

const said = (message: string) => ({ message });
const cases: readonly [string, Scripted | 'break', Partial<GitHubRefusal>][] = [
  ['502', { status: 502, body: said('Server Error') }, { kind: 'doubtful', status: 502, message: 'Server Error' }],
  ['a broken connection', 'break', { kind: 'doubtful', status: undefined }],
  ['404', { status: 404, body: said('Not Found') }, { kind: 'not-found' }],
  ['410', { status: 410, body: said('Issues has been disabled in this repository.') }, { kind: 'gone' }],
  [
    '422 with what is wrong',
    {
      status: 422,
      body: { message: 'Validation Failed', errors: ['body is too long', { field: 'line', code: 'invalid' }] },
    },
    { kind: 'unprocessable', message: 'Validation Failed: body is too long; line invalid' },
  ],
  ['409', { status: 409, body: said('Conflict') }, { kind: 'wrong' }],
  ['401', { status: 401, body: said('Bad credentials') }, { kind: 'forbidden' }],
  [
    'a missing permission',
    { status: 403, body: said('Resource not accessible by integration') },
    { kind: 'forbidden' },
  ],
  [
    'a locked conversation',
    { status: 403, body: said('Unable to create comment because issue is locked.') },
    { kind: 'unprocessable' },
  ],
  [
    'a secondary limit in words only',
    { status: 403, body: said('You have exceeded a secondary rate limit.') },
    { kind: 'rate-limited', retryAt: undefined },
  ],
  [
    'Retry-After in seconds',
    { status: 403, headers: { 'retry-after': '60' }, body: said('wait') },
    { kind: 'rate-limited', retryAt: now + 60_000 },
  ],
  [
    'Retry-After as a time',
    { status: 429, headers: { 'retry-after': new Date(now + 5_000).toUTCString() } },
    { kind: 'rate-limited', retryAt: now + 5_000 },
  ],
  [
    'Retry-After of a year',
    { status: 429, headers: { 'retry-after': '31536000' } },
    { kind: 'rate-limited', retryAt: now + 86_400_000 },
  ],
  [
    'the primary limit',
    { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${now / 1_000 + 90}` } },
    { kind: 'rate-limited', retryAt: now + 90_000 },
  ],
  [
    'what looks like a token in its words',
    { status: 422, body: said('bad ghs_abcdefghijklmnop12') },
    { kind: 'unprocessable', message: 'bad [token]' },
  ],
  ['a page of a proxy', { status: 503, headers: { 'content-type': 'text/html' } }, { kind: 'doubtful', status: 503 }],
];

test.each(cases)('%s is told for what it is', async (_, answer, expected) => {
  const refusal = await refusalFor(answer);
  expect(refusal).toMatchObject(expected);
  expect(JSON.stringify([refusal.message, refusal.stack, String(refusal.cause)])).not.toContain('secretsecret');
  expect(asked).toHaveLength(1);
});

test('a renamed repository takes the same POST at its new address', async () => {
  const location = `${address}/repositories/1/issues`;
  const moved = { status: 307, headers: { location }, body: said('Temporary Redirect') };
  const client = clientFor(moved, { status: 201, body: { id: 5 } });
  const answer = await client.request('POST /repos/{owner}/{repo}/issues', { ...place, title: 'x' });
  expect(answer).toMatchObject({ status: 201, data: { id: 5 } });
  expect(asked[1]).toEqual({ method: 'POST', path: '/repositories/1/issues', body: '{"title":"x"}' });
});

test('a POST that is answered 301 stays a POST, and a GET keeps its parameters', async () => {
  const moved = { status: 301, headers: { location: '/repositories/1/issues?page=2' } };
  await clientFor(moved, { status: 201 }).request('POST /repos/{owner}/{repo}/issues', { ...place, title: 'x' });
  expect(asked[1]).toMatchObject({ method: 'POST', body: '{"title":"x"}' });
  await clientFor(moved, { status: 200, body: [] }).request('GET /repos/{owner}/{repo}/issues', { ...place, page: 2 });
  expect(asked[1]).toMatchObject({ method: 'GET', path: '/repositories/1/issues?page=2' });
});

test('no request follows to another server, or for ever', async () => {
  const away = { status: 307, headers: { location: 'http://127.0.0.2:1/repositories/1/issues' } };
  expect(await refusalFor(away)).toMatchObject({ kind: 'not-found', status: 307 });
  const loop = { status: 301, headers: { location: '/repositories/1/issues' } };
  expect(await refusalFor(...Array.from({ length: 9 }, () => loop))).toMatchObject({ kind: 'not-found', status: 301 });
  expect(asked).toHaveLength(4);
});

test('304 is an answer', async () => {
  const client = clientFor({ status: 304 });
  const answer = await client.request('GET /repos/{owner}/{repo}', { ...place, headers: { 'if-none-match': '"x"' } });
  expect(answer.status).toBe(304);
});

test('GraphQL gives what there is of the data, and refuses where there is none', async () => {
  const missing = { type: 'NOT_FOUND', message: 'Could not resolve' };
  const partial = { status: 200, body: { data: { repository: { a: null } }, errors: [missing] } };
  expect(await clientFor(partial).graphql('query { x }', { name: 'linux' })).toEqual({ repository: { a: null } });
  const refused = async (body: unknown) =>
    clientFor({ status: 200, body })
      .graphql('query { x }', {})
      .catch(error => error);
  expect(await refused({ data: null, errors: [missing] })).toMatchObject({ kind: 'not-found' });
  expect(await refused({ errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] })).toMatchObject({
    kind: 'rate-limited',
  });
  expect(await refused({ data: null, errors: [{ message: 'Something went wrong' }] })).toMatchObject({
    kind: 'doubtful',
  });
});
