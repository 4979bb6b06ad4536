import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AppServer } from '../../support/app-server.js';
import { FakeGitHub } from '../../support/github/fake-github.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';

const folder = makeTemporaryDirectory();
const fake = new FakeGitHub();
let server: AppServer;

beforeAll(async () => {
  await fake.start();
}, 20_000);
afterAll(async () => {
  await server.stop();
  await fake.close();
});

test('at the start all is compared, also where GitHub does not tell which webhooks were missed', async () => {
  const repository = await fake.addRepository({ owner: 'example', name: 'linux', files: { README: 'a mirror\n' } });
  await repository.commitFiles('waiting', { README: 'changed\n' }, 'README: change it');
  await repository.openPullRequest({ head: 'waiting', title: 'README: change it' });
  fake.failNext({ route: 'GET /app/hook/deliveries', answer: '502 before' });
  server = await AppServer.start(fake, folder, 'repositories: {example/linux: {post: [check]}}\n');
  await server.idle();
  expect(fake.failuresLeft).toBe(0);
  expect(repository.checkRuns).toMatchObject([{ conclusion: 'success', headSha: repository.tip('waiting') }]);
  expect(fake.violations).toEqual([]);
}, 20_000);
