import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { FakeRepository } from '../../support/github/fake-repository.js';
import { usualLimits } from '../../support/github/world.js';
import { writeShelves } from '../../support/shelves.js';
import { closeSituation, openSituation, type Situation, settingsOf } from '../../support/situation.js';

let situation: Situation;
let repository: FakeRepository;

const message = 'mm: use kmap_local_page()\n\nSigned-off-by: Ada Example <ada@example.com>';
const lossy = { 'mm/shelf.c': writeShelves({ top: 'converted' }) };

beforeAll(async () => {
  situation = await openSituation(settingsOf('post: [check, review]'), {
    files: { 'mm/shelf.c': writeShelves({ top: 'atomic' }) },
  });
  ({ repository } = situation);
}, 20_000);
beforeEach(() => {
  Object.assign(situation.fake.limits, usualLimits());
});
afterEach(() => expect(situation.fake.violations).toEqual([]));
afterAll(() => closeSituation(situation));

const idle = () => situation.server.idle();
const checkOf = (number: number) =>
  repository.checkRuns.filter(each => each.headSha === repository.issue(number).pull?.headSha).at(-1);

async function propose(branch: string, changes: readonly Readonly<Record<string, string>>[]): Promise<number> {
  await repository.pushCommits(
    branch,
    changes.map(files => ({ files, message })),
  );
  const number = await repository.openPullRequest({ head: branch, title: branch });
  await idle();
  return number;
}

test('of more commits than GitHub lists it is said that the others were not looked at', async () => {
  situation.fake.limits.pullCommitsMax = 3;
  const small = ['one', 'two', 'three', 'four'].map(word => ({ README: `${word}\n` }));
  const number = await propose('many-commits', small);
  expect(checkOf(number)).toMatchObject({ conclusion: 'neutral', title: 'nothing found, but not all was checked' });
  expect(checkOf(number)?.summary).toContain('only 3 of its 4 commits were read');
}, 20_000);

test('of more files than GitHub lists the commits tell the rest; comments stand where it shows lines', async () => {
  situation.fake.limits.pullFilesMax = 2;
  const others = Object.fromEntries(['a', 'b', 'c'].map(name => [`Documentation/${name}`, `${name}\n`]));
  const number = await propose('many-files', [{ ...others, ...lossy }]);
  expect(checkOf(number)).toMatchObject({ conclusion: 'neutral', title: '1 error; not all was checked' });
  expect(checkOf(number)?.summary).toContain('GitHub lists only 2 of its 4 files');
  expect(repository.reviewComments(number)).toEqual([]);
  expect(repository.issue(number).pull?.reviews).toMatchObject([{ body: expect.stringContaining('shows no line') }]);
}, 20_000);

test('a file of which GitHub gives no patch is read out of its commit, and commented as a whole', async () => {
  situation.fake.limits.patchBytesMax = 100;
  const number = await propose('no-patch', [lossy]);
  expect(checkOf(number)).toMatchObject({ conclusion: 'neutral', title: '1 error' });
  expect(repository.reviewComments(number)).toMatchObject([{ path: 'mm/shelf.c', subjectType: 'file' }]);
}, 20_000);

test('a commit whose diff GitHub does not give is said to be not checked', async () => {
  situation.fake.limits.diffLinesMax = 5;
  const number = await propose('no-diff', [lossy]);
  expect(checkOf(number)).toMatchObject({ conclusion: 'neutral', title: 'nothing found, but not all was checked' });
  expect(checkOf(number)?.summary).toContain('GitHub does not give its diff');
}, 20_000);

test('a merge inside is not looked into, and that is said', async () => {
  const number = await propose('merging', [lossy]);
  const { git } = repository.repo;
  const other = await repository.commitFiles('master', { README: 'moved on\n' }, 'master moves on');
  const head = repository.tip('merging');
  const { tree, author } = await git.readCommit(other);
  await repository.pushTo('merging', git.commitTree(tree, [head, other], "Merge branch 'master'", author, author));
  await idle();
  expect(checkOf(number)).toMatchObject({ conclusion: 'neutral' });
  expect(checkOf(number)?.title).toContain('not all was checked');
  expect(checkOf(number)?.summary).toContain('it is a merge, whose own changes are not looked at');
  expect(repository.reviewComments(number)).toHaveLength(1);
  expect(repository.reviewComments(number)[0]?.body).not.toContain('**Fixed**');
}, 20_000);
