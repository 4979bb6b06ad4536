import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { FakeRepository } from '../../support/github/fake-repository.js';
import { closeSituation, openSituation, type Situation, settingsOf } from '../../support/situation.js';
import { larder, makePatchMail, makeReviewMail } from '../../support/story.js';

let situation: Situation;
let repository: FakeRepository;

const message = `${larder.title}\n\nSigned-off-by: Tove Lindqvist <tove@example.com>`;

beforeAll(async () => {
  situation = await openSituation(settingsOf('lists: [linux-larder], post: [check, review, issue], remarks: true'), {
    files: { [larder.path]: larder.before },
  });
  ({ repository } = situation);
}, 20_000);
afterEach(() => expect(situation.fake.violations).toEqual([]));
afterAll(() => closeSituation(situation));

const idle = () => situation.server.idle();
const reviewsOf = (number: number) => repository.issue(number).pull?.reviews ?? [];

test('a remark that comes after the review is added, and the review goes on saying what was found', async () => {
  const [sha = ''] = await repository.pushCommits('first', [{ files: { [larder.path]: larder.converted }, message }]);
  const patch = makePatchMail(repository.directory, sha, { id: 'first-1@example.com', version: 1 });
  situation.server.deliver(patch);
  await idle();
  const number = await repository.openPullRequest({ head: 'first', title: larder.title });
  await idle();
  const [review] = reviewsOf(number);
  expect(review?.body).toContain('Found in 1 patch: **1 error**');

  const line = '+\tkaddr = kmap_local_page';
  situation.server.deliver(makeReviewMail(patch, { id: 'hal-1@example.org', line, words: 'Is this fast?' }));
  await idle();
  expect(repository.reviewComments(number).map(each => each.line)).toEqual([15, 14]);
  expect(review?.body).toContain('Found in 1 patch: **1 error**');
}, 20_000);
