import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { FakeClient } from '../support/github/fake-client.js';
import { FakeGitHub } from '../support/github/fake-github.js';

const at = '/repos/example/linux';
let fake: FakeGitHub;
let client: FakeClient;

beforeAll(async () => {
  fake = new FakeGitHub();
  await fake.start();
  client = new FakeClient(fake);
  await fake.addRepository({ owner: 'example', name: 'linux', files: { a: 'a\n' } });
});
afterAll(() => fake.close());

/** The request is answered with 500 and noted in these words. */
async function expectViolation(route: string, body: unknown, words: string) {
  const before = fake.violations.length;
  expect((await client.ask(route, body)).status).toBe(500);
  expect(fake.violations.slice(before)).toEqual([expect.stringContaining(words)]);
}

test('a request that fits no description is noted: no such operation', () =>
  expectViolation(`GET ${at}/traffic`, undefined, 'no operation'));
test('… a parameter that is not there', () =>
  expectViolation(`GET ${at}/pulls?limit=3`, undefined, 'no query parameter limit'));
test('… a parameter of another kind', () => expectViolation(`GET ${at}/pulls?state=merged`, undefined, 'state'));
test('… a body without what it needs', () =>
  expectViolation(`POST ${at}/issues`, { body: 'b' }, "required property 'title'"));
test('… a body with what nobody knows', () =>
  expectViolation(`POST ${at}/issues`, { title: 't', text: 'b' }, 'unknown.text'));
test('… also further in', () => {
  const comments = [{ path: 'a', body: 'b', subject_type: 'file' }];
  return expectViolation(
    `POST ${at}/pulls/1/reviews`,
    { event: 'COMMENT', comments },
    'unknown.comments[].subject_type',
  );
});
test('… a query that the schema does not know', () =>
  expectViolation(
    'POST /graphql',
    { query: '{ repository(owner: "a", name: "b") { content } }' },
    'Cannot query field "content"',
  ));

test('an answer of its own that does not fit is noted too', async () => {
  const repository = await fake.addRepository({ owner: 'example', name: 'odd', files: { a: 'a\n' } });
  const odd = { id: 1, name: 'odd', color: 'ffffff', description: 7 as unknown as string };
  repository.repo.labels.set('odd', odd);
  await expectViolation('GET /repos/example/odd/labels', undefined, 'answer 200: /0/description');
});
