import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type ListedDelivery, listDeliveries } from '../../../src/store/github/deliveries.js';
import { listFailedJobs } from '../../../src/store/github/jobs.js';
import { findRepository } from '../../../src/store/github/repositories.js';
import type { FakeRepository } from '../../support/github/fake-repository.js';
import { writeShelves } from '../../support/shelves.js';
import { closeSituation, openSituation, type Situation } from '../../support/situation.js';

let situation: Situation;

const message = 'mm: use kmap_local_page()\n\nSigned-off-by: Ada Example <ada@example.com>';
const files = { 'mm/shelf.c': writeShelves({ top: 'atomic' }), '.github/faultline.yml': 'post: [check, review]\n' };

beforeAll(async () => {
  situation = await openSituation('', { files });
}, 20_000);
afterEach(() => expect(situation.fake.violations).toEqual([]));
afterAll(() => closeSituation(situation));

const idle = () => situation.server.idle();

/** A mirror of an owner of its own. */
async function addMirror(owner: string, settings = files['.github/faultline.yml']): Promise<FakeRepository> {
  const order = { owner, name: 'linux', files: { ...files, '.github/faultline.yml': settings } };
  const repository = await situation.fake.addRepository(order);
  await idle();
  return repository;
}

async function propose(repository: FakeRepository, branch = 'lossy'): Promise<number> {
  await repository.commitFiles(branch, { 'mm/shelf.c': writeShelves({ top: 'converted' }) }, message);
  return repository.openPullRequest({ head: branch, title: 'mm: use kmap_local_page()' });
}

const known = ({ id }: FakeRepository) => findRepository(situation.server.store.db, id);

function expectTold(repository: FakeRepository, number: number): void {
  const head = repository.issue(number).pull?.headSha;
  expect(repository.checkRuns.filter(each => each.headSha === head)).toMatchObject([{ title: '1 error' }]);
  expect(repository.reviewComments(number)).toHaveLength(1);
}

async function deliveriesOf({ id }: FakeRepository): Promise<readonly ListedDelivery[]> {
  const all: ListedDelivery[] = [];
  for await (const shown of listDeliveries(situation.server.store.db, { repositoryId: id })) all.push(shown);
  return all;
}

test('while the App is suspended nothing is done; then all that happened meanwhile', async () => {
  const repository = await addMirror('sleepy');
  situation.fake.suspendInstallation('sleepy');
  await idle();
  const number = await propose(repository);
  await idle();
  expect(await known(repository)).toMatchObject({ trouble: 'suspended' });
  expect(repository.checkRuns).toEqual([]);
  situation.fake.unsuspendInstallation('sleepy');
  await idle();
  expect(await known(repository)).toMatchObject({ trouble: undefined });
  expectTold(repository, number);
}, 20_000);

test('renamed and transferred it is the same repository', async () => {
  const repository = await addMirror('before');
  const first = await propose(repository);
  await idle();
  repository.rename('linux-next');
  await idle();
  expect(await known(repository)).toMatchObject({ owner: 'before', name: 'linux-next' });
  const second = await propose(repository, 'renamed');
  await idle();
  expectTold(repository, second);

  situation.fake.addInstallation('behind');
  repository.transfer('behind');
  await idle();
  expect(await known(repository)).toMatchObject({ owner: 'behind', trouble: undefined });
  const third = await propose(repository, 'transferred');
  await idle();
  for (const number of [first, second, third]) expectTold(repository, number);
}, 20_000);

test('transferred to whom has no App, or thrown out, it is left alone', async () => {
  const repository = await addMirror('leaving');
  repository.transfer('stranger');
  const other = await addMirror('angry');
  situation.fake.removeInstallation('angry');
  await idle();
  const posts = situation.fake.posts().length;
  for (const each of [repository, other]) {
    await propose(each);
    await idle();
    expect(await known(each)).toMatchObject({ trouble: 'removed' });
  }
  expect(situation.fake.posts()).toHaveLength(posts);
  expect(await listFailedJobs(situation.server.store.db)).toEqual([]);
}, 20_000);

test('an archive is left alone until it is opened again', async () => {
  const repository = await addMirror('dusty');
  repository.archive();
  const number = await propose(repository);
  await idle();
  expect(await known(repository)).toMatchObject({ isArchived: true });
  expect(repository.checkRuns).toEqual([]);
  repository.unarchive();
  await idle();
  expectTold(repository, number);
}, 20_000);

test('without a permission nothing is posted, and it is told; granted again, it goes on', async () => {
  const repository = await addMirror('strict');
  situation.fake.removePermission('checks', 'strict');
  const number = await propose(repository);
  await idle();
  expect(repository.checkRuns).toEqual([]);
  expect(await known(repository)).toMatchObject({ trouble: 'Resource not accessible by integration' });
  expect(await deliveriesOf(repository)).toContainEqual(
    expect.objectContaining({
      delivery: expect.objectContaining({ state: 'planned', trouble: 'Resource not accessible by integration' }),
      repository: expect.objectContaining({ trouble: 'Resource not accessible by integration' }),
    }),
  );
  situation.fake.grantPermission('checks', 'write', 'strict');
  await idle();
  expectTold(repository, number);
}, 20_000);

test('what may not be read is not guessed; granted again, it is looked at', async () => {
  const repository = await addMirror('secret');
  situation.fake.removePermission('contents', 'secret');
  await idle();
  const number = await propose(repository);
  await idle();
  expect(await known(repository)).toMatchObject({ trouble: 'Resource not accessible by integration' });
  expect(repository.checkRuns).toEqual([]);
  situation.fake.grantPermission('contents', 'read', 'secret');
  await idle();
  expectTold(repository, number);
}, 20_000);

test('reading stops before the limit is used up, and goes on when it is there again', async () => {
  const repository = await addMirror('greedy');
  const { rateLimit } = situation.fake;
  Object.assign(rateLimit, { remaining: 250, resetAt: Date.now() + 3_000 });
  const number = await propose(repository);
  await situation.fake.settled();
  const { db } = situation.server.store;
  const trouble = () => db.selectFrom('job').select('trouble').where('trouble', 'is not', null).executeTakeFirst();
  while ((await trouble()) === undefined) await pause(20);
  expect((await trouble())?.trouble).toMatch(
    /^only \d+ of 5000 requests an hour are left, which are kept for posting$/,
  );
  expect(repository.checkRuns).toEqual([]);
  while ((await trouble()) !== undefined) await pause(50);
  await idle();
  expectTold(repository, number);
}, 20_000);

test('no more is posted in an hour than the mirror wants', async () => {
  const repository = await addMirror('calm', 'post: [check]\ncaps: {posts-per-hour: 2}\n');
  for (const branch of ['one', 'two', 'three']) await propose(repository, branch);
  await situation.server.idle({ held: 1 });
  expect(repository.checkRuns).toHaveLength(2);
  const kept = (await deliveriesOf(repository)).filter(({ delivery }) => delivery.content.kind === 'check-run');
  expect(kept.map(({ delivery }) => delivery.state).sort()).toEqual(['planned', 'sent', 'sent']);
}, 20_000);
