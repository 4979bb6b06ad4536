import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Failure } from '../support/github/failures.js';
import { FakeClient } from '../support/github/fake-client.js';
import { FakeGitHub } from '../support/github/fake-github.js';
import type { FakeRepository } from '../support/github/fake-repository.js';

const at = '/repos/example/linux';
const route = 'POST /repos/{owner}/{repo}/issues';
let now = Date.parse('2024-01-01T00:00:00Z');
let fake: FakeGitHub;
let client: FakeClient;
let repository: FakeRepository;

beforeAll(async () => {
  fake = new FakeGitHub({ now: () => now });
  await fake.start();
  client = new FakeClient(fake);
  repository = await fake.addRepository({ owner: 'example', name: 'linux', files: { a: 'a\n' } });
});
afterAll(() => fake.close());
afterEach(() => {
  fake.onRequest(undefined);
  expect(fake.failuresLeft).toBe(0);
  expect(fake.violations).toEqual([]);
});

/** Status of the answer, 0 where none came; and how many issues were made. */
async function post(answer: Failure, retryAfterSeconds?: number) {
  const before = repository.issues.length;
  fake.failNext({ route, answer, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) });
  const { status, headers } = await client
    .ask(`POST ${at}/issues`, { title: answer })
    .catch(() => ({ status: 0, headers: new Headers() }));
  return { status, made: repository.issues.length - before, retryAfter: headers.get('retry-after') };
}

test.each([
  ['502 after', 502, 1],
  ['502 before', 502, 0],
  ['cut after', 0, 1],
  ['cut before', 0, 0],
  ['secondary limit', 403, 0],
  ['429', 429, 0],
  ['forbidden', 403, 0],
  ['not found', 404, 0],
  ['gone', 410, 0],
  ['unprocessable', 422, 0],
] as const)('a failure by script: %s', async (failure, status, made) => {
  expect(await post(failure)).toMatchObject({ status, made });
  expect((await client.ask(`POST ${at}/issues`, { title: 'again' })).status).toBe(201);
});

test('a limit says when to come again, if it says so', async () => {
  expect((await post('secondary limit')).retryAfter).toBeNull();
  expect((await post('secondary limit with Retry-After', 7)).retryAfter).toBe('7');
});

test('an answer of a test is given so often', async () => {
  fake.failNext({ route: '*', times: 2, answer: { status: 503, body: { message: 'maintenance' } } });
  const statuses = [];
  for (let time = 0; time < 3; time += 1) statuses.push((await client.ask(`GET ${at}`)).status);
  expect(statuses).toEqual([503, 503, 200]);
});

test('a hook sees each request before and after, and may break it off', async () => {
  const seen: string[] = [];
  fake.onRequest(({ phase, route: asked, answer }) => {
    seen.push(`${phase} ${asked} ${answer?.status ?? ''}`);
    return phase === 'after' ? 'cut' : undefined;
  });
  await expect(client.ask(`POST ${at}/issues`, { title: 'hooked' })).rejects.toThrow();
  expect(seen).toEqual([`before ${route} `, `after ${route} 201`]);
  expect(fake.posts().at(-1)).toMatchObject({ route, body: { title: 'hooked' }, status: 0, tookEffect: true });
});

test('tokens and limits run out, and come again', async () => {
  const first = await client.ask(`GET ${at}`);
  expect(first.headers.get('x-ratelimit-reset')).toBe(String(fake.rateLimit.resetAt / 1000));
  fake.rateLimit.remaining = 0;
  const refused = await client.ask(`GET ${at}`);
  expect([refused.status, refused.headers.get('x-ratelimit-remaining')]).toEqual([403, '0']);
  now += 3_600_001;
  expect((await client.ask(`GET ${at}`)).status).toBe(401);
  client.forgetToken();
  expect((await client.ask(`GET ${at}`)).status).toBe(200);
});

test('what is known already is not sent again', async () => {
  const first = await client.ask(`GET ${at}/labels`);
  const again = await client.ask(`GET ${at}/labels`, undefined, { 'if-none-match': first.headers.get('etag') ?? '' });
  expect([again.status, again.data]).toEqual([304, '']);
});

test('two runs that said the same have the same state, whoever came first', async () => {
  const dumps = [];
  for (const order of [
    ['a', 'b'],
    ['b', 'a'],
  ]) {
    const other = new FakeGitHub();
    await other.start();
    const there = await other.addRepository({ owner: 'example', name: 'linux', files: { a: 'a\n' } });
    const sender = new FakeClient(other);
    const number = there.openIssue({ title: 'by a person' });
    for (const body of order) {
      await sender.ask(`POST ${at}/issues/${number}/comments`, { body });
      await sender.ask(`POST ${at}/issues`, { title: body, body: `see #issuecomment-${Date.now()}` });
      await sender.ask(`POST ${at}/check-runs`, { name: body, head_sha: there.tip(), conclusion: 'neutral' });
    }
    expect(other.violations).toEqual([]);
    dumps.push(other.state());
    await other.close();
  }
  expect(dumps[0]).toEqual(dumps[1]);
  expect(dumps[0]?.[0]).toMatchObject({
    repository: 'example/linux',
    issues: [
      { title: 'a' },
      { title: 'b' },
      { title: 'by a person', number: 1, comments: [{ body: 'a' }, { body: 'b' }] },
    ],
    checkRuns: [{ name: 'a' }, { name: 'b' }],
  });
});
