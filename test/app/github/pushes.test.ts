import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { FakeRepository } from '../../support/github/fake-repository.js';
import { writePatchMail } from '../../support/patch-mails.js';
import { writeShelves } from '../../support/shelves.js';
import { closeSituation, openSituation, type Situation, settingsOf } from '../../support/situation.js';

let situation: Situation;
let repository: FakeRepository;

const converted = writeShelves({ top: 'converted' });
const author = { name: 'Tove Lindqvist', email: 'tove@example.com' };
/** More than GitHub lists of a push. */
const mergeWindow = Array.from({ length: 2_100 }, (_, index) => ({
  files: { MAINTAINERS: `${index}\n` },
  message: `MAINTAINERS: line ${index}`,
}));

beforeAll(async () => {
  const paths = ['mm/linked.c', 'mm/equal.c', 'mm/late.c'];
  const files = Object.fromEntries(paths.map(path => [path, writeShelves({ top: 'atomic' })]));
  situation = await openSituation(settingsOf('lists: [linux-larder], post: [check, issue]'), {
    files,
    firstCommitAt: Math.floor(Date.now() / 1_000) - 86_400,
  });
  ({ repository } = situation);
}, 20_000);
afterEach(() => expect(situation.fake.violations).toEqual([]));
afterAll(() => closeSituation(situation));

const idle = () => situation.server.idle();

/** A conversion of a file comes by mail. Returns its title and its Message-ID. */
async function send(path: string, sentAt = Date.now()): Promise<{ readonly title: string; readonly id: string }> {
  const title = `${path}: use kmap_local_page()`;
  const id = `20261128.${path.replace(/\W/g, '-')}@example.com`;
  const branch = `mail-${path}`;
  const [sha = ''] = await repository.pushCommits(branch, [{ files: { [path]: converted }, message: title, author }]);
  situation.server.deliver(writePatchMail(repository.directory, sha, { id, title, sentAt }));
  return { title, id };
}

const issueOf = (title: string) => repository.issues.find(each => each.title === title && each.pull === undefined);
const landedOn = (sha: string) => repository.checkRuns.filter(each => each.headSha === sha);

test('a commit whose Link or patch-id is that of a series has a check that tells what is open', async () => {
  const linked = await send('mm/linked.c');
  // What was committed before a patch was sent has not taken it.
  const equal = await send('mm/equal.c', Date.now() - 2 * 86_400_000);
  await idle();
  expect(issueOf(linked.title)).toMatchObject({ isOpen: true });
  const [link = '', same = ''] = await repository.pushCommits('master', [
    {
      files: { 'mm/linked.c': `${converted}\n` },
      message: `${linked.title}\n\nLink: https://lore.kernel.org/r/${linked.id}`,
      author,
    },
    { files: { 'mm/equal.c': converted }, message: equal.title, author },
  ]);
  await idle();
  for (const sha of [link, same])
    expect(landedOn(sha)).toMatchObject([
      { name: 'faultline/landed', conclusion: 'neutral', title: 'landed with 1 error' },
    ]);
  expect(issueOf(linked.title)?.body).toContain(': applied');
  expect(issueOf(linked.title)?.isOpen).toBe(true);
}, 20_000);

test('a merge window of thousands of commits, pushed by force, costs a bounded number of requests', async () => {
  const { title, id } = await send('mm/late.c');
  await idle();
  const seen = situation.fake.requests.length;
  const landing = {
    files: { 'mm/late.c': converted },
    message: `${title}\n\nLink: https://lore.kernel.org/r/${id}`,
    author,
  };
  // On what was there before all that is known: what was looked at last is gone.
  const [root = ''] = await repository.pushCommits('other', [
    { files: { README: 'another history\n' }, message: 'other' },
  ]);
  const made = await repository.pushCommits('master', [...mergeWindow, landing], { from: root });
  await idle();
  expect(landedOn(made.at(-1) ?? '')).toMatchObject([{ title: 'landed with 1 error' }]);
  expect(situation.fake.requests.length - seen).toBeLessThan(80);
}, 60_000);
