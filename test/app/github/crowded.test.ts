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
