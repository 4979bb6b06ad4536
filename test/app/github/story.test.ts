import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AppServer } from '../../support/app-server.js';
import { FakeGitHub } from '../../support/github/fake-github.js';
import type { FakeRepository } from '../../support/github/fake-repository.js';
import { larder, makePatchMail } from '../../support/story.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';

const folder = makeTemporaryDirectory();
const fake = new FakeGitHub();
let repository: FakeRepository;
let server: AppServer;

const settings = `
repositories:
  example/linux:
    lists: [linux-larder]
    post: [check, review, issue]
    remarks: true
`;

beforeAll(async () => {
  await fake.start();
  repository = await fake.addRepository({ owner: 'example', name: 'linux', files: { [larder.path]: larder.before } });
  server = await AppServer.start(fake, folder, settings);
  await server.idle();
});
afterAll(async () => {
  await server.stop();
  await fake.close();
});

const [v1, v2] = ['20261128.1-1-tove@example.com', '20261128.2-1-tove@example.com'];

test('a conversion by mail, its second version, the same as a pull request, its repair, and its landing', async () => {
  const message = `${larder.title}\n\nSigned-off-by: Tove Lindqvist <tove@example.com>`;
  const start = repository.tip();
  const [lossy = ''] = await repository.pushCommits('lossy', [{ files: { [larder.path]: larder.converted }, message }]);
  const [sound = ''] = await repository.pushCommits('sound', [{ files: { [larder.path]: larder.repaired }, message }], {
    from: start,
  });

  server.deliver(makePatchMail(repository.directory, lossy, { id: v1, version: 1 }));
  await server.idle();
  expect(repository.issues).toMatchObject([
    { title: larder.title, isOpen: true, labels: expect.anything(), comments: [] },
  ]);
  console.log(repository.issues[0]?.body);

  server.deliver(makePatchMail(repository.directory, sound, { id: v2, version: 2, inReplyTo: v1 }));
  await server.idle();
  expect(repository.issues).toMatchObject([{ isOpen: false, stateReason: 'completed' }]);
  console.log(
    repository.issues[0]?.body,
    repository.issues[0]?.comments.map(each => each.body),
  );

  const number = await repository.openPullRequest({ head: 'lossy', title: larder.title });
  await server.idle();
  const [comment] = repository.reviewComments(number);
  console.log(comment, repository.checkRuns);
  expect(comment?.body).toContain('```suggestion');

  await repository.applySuggestion(comment?.id ?? 0);
  await server.idle();
  console.log(
    repository.reviewComments(number).map(each => each.body),
    repository.checkRuns,
  );
  expect(repository.checkRuns.at(-1)).toMatchObject({ conclusion: 'success' });

  await repository.pushCommits('master', [
    { files: { [larder.path]: larder.repaired }, message: `${message}\nLink: https://lore.kernel.org/r/${v2}` },
  ]);
  await server.idle();
  console.log(repository.issues[0]?.body, repository.issues[0]?.labels);
  expect(fake.violations).toEqual([]);
}, 60_000);
