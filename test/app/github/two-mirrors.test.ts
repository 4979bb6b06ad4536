import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AppServer } from '../../support/app-server.js';
import { FakeGitHub } from '../../support/github/fake-github.js';
import type { FakeRepository } from '../../support/github/fake-repository.js';
import { writePatchMail } from '../../support/patch-mails.js';
import { writeShelves } from '../../support/shelves.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';

const folder = makeTemporaryDirectory();
const fake = new FakeGitHub();
let one: FakeRepository;
let other: FakeRepository;
let server: AppServer;

beforeAll(async () => {
  await fake.start();
  const files = { 'mm/shelf.c': writeShelves({ top: 'atomic' }) };
  one = await fake.addRepository({ owner: 'example', name: 'linux', files });
  other = await fake.addRepository({ owner: 'elsewhere', name: 'linux', files: { ...files, README: 'of others\n' } });
  const words = '{lists: [linux-larder], post: [check, issue]}';
  const settings = `repositories: {example/linux: ${words}, elsewhere/linux: ${words}}\n`;
  server = await AppServer.start(fake, folder, settings);
  await server.idle();
}, 20_000);
afterAll(async () => {
  await server.stop();
  await fake.close();
});

test('a commit is told of what it brought in the mirror that has it, and in no other one', async () => {
  const title = 'mm: fill shelves without kmap_atomic()';
  const files = { 'mm/shelf.c': writeShelves({ top: 'converted' }) };
  const [sha = ''] = await one.pushCommits('lossy', [{ files, message: title }]);
  server.deliver(writePatchMail(one.directory, sha, { id: 'lossy-1@example.com', title }));
  await server.idle();
  expect([one, other].map(({ issues }) => issues.length)).toEqual([1, 1]);
  await one.pushCommits('master', [
    { files, message: `${title}\n\nLink: https://lore.kernel.org/r/lossy-1@example.com` },
  ]);
  await server.idle();
  expect(one.checkRuns).toMatchObject([
    { name: 'faultline/landed', headSha: one.tip(), title: expect.stringContaining('landed with 1 ') },
  ]);
  const { db } = server.store;
  const checks = await db.selectFrom('delivery').select('repository_id').where('kind', '=', 'check-run').execute();
  expect(checks).toEqual([{ repository_id: one.id }]);

  one.setCollaborator('mina-example', 'write');
  const finding = /`([0-9a-f]{8})`/.exec(one.issue(1).body ?? '')?.[1];
  one.addComment(1, `/faultline dismiss ${finding} it never faults`, 'mina-example');
  await server.idle();
  expect(one.issue(1).body).toContain('with nothing open.');
  expect(one.checkRuns).toMatchObject([{ name: 'faultline/landed', title: 'landed with nothing found' }]);
  expect(one.checkRuns[0]?.summary).toContain('it never faults');
  expect(fake.violations).toEqual([]);
}, 20_000);
