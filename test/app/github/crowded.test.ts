import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FakeRepository } from '../../support/github/fake-repository.js';
import { writeShelves } from '../../support/shelves.js';
import { closeSituation, openSituation, type Situation, settingsOf } from '../../support/situation.js';

let situation: Situation;
let repository: FakeRepository;

beforeAll(async () => {
  situation = await openSituation(settingsOf('post: [check, review], caps: {posts-per-hour: 1}'), {
    files: { 'mm/shelf.c': writeShelves({ top: 'atomic' }) },
  });
  ({ repository } = situation);
}, 20_000);
afterAll(() => closeSituation(situation));

/** The kinds of what is known of, by their states. */
async function states(): Promise<readonly string[]> {
  const { db } = situation.server.store;
  const rows = await db.selectFrom('delivery').select(['kind', 'state']).orderBy('kind').execute();
  return rows.map(({ kind, state }) => `${kind}: ${state}`);
}

test('what waits for its turn is not posted on a pull request that was closed meanwhile, and waits again when it is reopened', async () => {
  const { server, fake } = situation;
  await repository.commitFiles('lossy', { 'mm/shelf.c': writeShelves({ top: 'converted' }) }, 'mm: convert it');
  const number = await repository.openPullRequest({ head: 'lossy', title: 'mm: convert it' });
  await server.idle({ held: 2 });
  const waiting = ['check-run: sent', 'review: planned', 'review-comment: planned'];
  expect(await states()).toEqual(waiting);
  await repository.closeIssue(number);
  await server.idle();
  expect(await states()).toEqual(['check-run: sent', 'review: withheld', 'review-comment: withheld']);
  await repository.reopenIssue(number);
  await server.idle({ held: 2 });
  expect(await states()).toEqual(waiting);
  expect(fake.violations).toEqual([]);
}, 20_000);

test('reading stops before the limits of the installation are used up, which leaves the rest to posting', async () => {
  const { server, fake } = situation;
  Object.assign(fake.rateLimit, { remaining: 302, resetAt: Date.now() + 3_600_000 });
  const seen = fake.requests.length;
  await repository.commitFiles('other', { README: 'changed\n' }, 'README: change it');
  const number = await repository.openPullRequest({ head: 'other', title: 'README: change it' });
  await server.idle({ held: 2 });
  expect(fake.requests.length - seen).toBeLessThan(5);
  const { db } = server.store;
  const job = await db.selectFrom('job').selectAll().where('subject', '=', `${number}`).executeTakeFirstOrThrow();
  expect(job).toMatchObject({ state: 'waiting', due_at: Math.ceil(fake.rateLimit.resetAt / 1_000) * 1_000 });
  expect(job.trouble).toContain('which are kept for posting');
}, 20_000);
