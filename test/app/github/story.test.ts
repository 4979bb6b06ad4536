import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AppServer } from '../../support/app-server.js';
import { FakeGitHub } from '../../support/github/fake-github.js';
import type { FakeRepository } from '../../support/github/fake-repository.js';
import { larder, makePatchMail, makeReviewMail } from '../../support/story.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';

const folder = makeTemporaryDirectory();
const fake = new FakeGitHub();
let repository: FakeRepository;
let server: AppServer;

beforeAll(async () => {
  await fake.start();
  repository = await fake.addRepository({ owner: 'example', name: 'linux', files: { [larder.path]: larder.before } });
  const settings = `
mirrors: {example/linux: ${repository.directory}}
repositories:
  example/linux:
    lists: [linux-larder]
    post: [check, review, issue]
    remarks: true
`;
  server = await AppServer.start(fake, folder, settings);
  await server.idle();
}, 20_000);
afterAll(async () => {
  await server.stop();
  await fake.close();
});

test('a conversion comes by mail, is sent again, is proposed as a pull request, is mended there, and lands', async () => {
  const [v1, v2] = ['20261128.1-1-tove@example.com', '20261128.2-1-tove@example.com'];
  const message = `${larder.title}\n\nSigned-off-by: Tove Lindqvist <tove@example.com>`;
  const from = repository.tip();
  const [lossy = ''] = await repository.pushCommits('lossy', [{ files: { [larder.path]: larder.converted }, message }]);
  const [sound = ''] = await repository.pushCommits('sound', [{ files: { [larder.path]: larder.repaired }, message }], {
    from,
  });

  const first = makePatchMail(repository.directory, lossy, { id: v1, version: 1 });
  server.deliver(first);
  server.deliver(
    makeReviewMail(first, {
      id: 'hal-1@example.org',
      line: '+\tkaddr = kmap_local_page',
      words: 'Does this still fail fast?',
    }),
  );
  await server.idle();
  const [issue] = repository.issues;
  expect(issue).toMatchObject({ title: larder.title, isOpen: true, comments: [] });
  expect([...(issue?.labels ?? [])].sort()).toEqual([
    'list: linux-larder',
    'rule: kmap/lost-pagefault-disable',
    'state: open',
  ]);
  expect(issue?.body).toContain(`https://lore.kernel.org/r/${v1}/`);
  // The line that gave the guarantee, where the mirror has it for ever.
  expect(issue?.body).toContain(`/example/linux/blob/${from}/${larder.path}#L14`);

  server.deliver(makePatchMail(repository.directory, sound, { id: v2, version: 2, inReplyTo: v1 }));
  await server.idle();
  expect(repository.issues).toHaveLength(1);
  expect(issue).toMatchObject({ isOpen: false, stateReason: 'completed' });
  expect(issue?.body).toContain('**Closed.** What was found is gone in v2.');
  expect(issue?.comments.map(each => each.body)).toEqual([expect.stringContaining('1 finding is gone.')]);

  const number = await repository.openPullRequest({ head: 'lossy', title: larder.title });
  await server.idle();
  const [comment, remark, ...others] = repository.reviewComments(number);
  expect(others).toEqual([]);
  expect(comment).toMatchObject({ path: larder.path, line: 15 });
  expect(comment?.body).toContain(
    '```suggestion\n\tpagefault_disable();\n\tleft = __copy_from_user_inatomic(kaddr + offset, buf, len);\n\tpagefault_enable();\n```',
  );
  expect(remark).toMatchObject({ path: larder.path, line: 14 });
  expect(remark?.body).toContain('**Hal Moreau** said');
  expect(remark?.body).toContain('Does this still fail fast?');
  expect(repository.checkRuns).toMatchObject([{ name: 'faultline', conclusion: 'neutral', title: '1 error' }]);
  expect(repository.checkRuns[0]?.summary).toContain(`https://lore.kernel.org/r/${v1}/`);

  const repair = await repository.applySuggestion(comment?.id ?? 0);
  await server.idle();
  expect(repository.reviewComments(number)).toHaveLength(2);
  expect(comment?.body).toContain(`**Fixed** in ${repair.slice(0, 12)}.`);
  expect(repository.checkRuns.at(-1)).toMatchObject({ headSha: repair, conclusion: 'success', title: 'nothing found' });

  const landing = `${message}\nLink: https://lore.kernel.org/r/${v2}`;
  await repository.pushCommits('master', [{ files: { [larder.path]: larder.repaired }, message: landing }]);
  await server.idle();
  expect(issue?.body).toContain(`**Closed.** Applied as ${repository.tip().slice(0, 12)}, with nothing open.`);
  expect([...(issue?.labels ?? [])]).toContain('state: applied');
  expect(issue?.comments).toHaveLength(1);
  expect(fake.violations).toEqual([]);
}, 60_000);
