import { beforeAll, expect, test } from '@jest/globals';
import { type ReviewRequest, reviewMails } from '../../src/app/review-mails.js';
import type { Review } from '../../src/domain/review.js';
import { reviewSeries } from '../../src/review/review-series.js';
import { CodeTexts } from '../../src/tree/code-texts.js';
import { openMirror } from '../../src/tree/git-mirror.js';
import { writeFixtureMails } from '../support/fixture-mails.js';
import { makeTemporaryDirectory } from '../support/temporary.js';

const { paths: all, mirror } = writeFixtureMails(makeTemporaryDirectory());
// A sample: patches of one file are still many, and follow each other. `.ci/run` takes every third.
const every = Number(process.env.SAME_REVIEW_EVERY ?? 7);
const paths = all.filter((_, index) => index % every === 0);
let reviews: readonly Review[] = [];

beforeAll(async () => {
  reviews = await reviewAll({ paths });
});

test('there is something to review', () => {
  expect(reviews).toHaveLength(paths.length);
  expect(reviews.filter(review => review.findings.length > 0).length).toBeGreaterThan(20);
  expect(reviews.flatMap(review => review.problems)).toEqual([]);
});

test('several threads find what one finds', async () => {
  expect(await reviewAll({ paths, jobs: 3 })).toEqual(reviews);
});

test('what was read before does not matter', async () => {
  const backwards = await reviewAll({ paths: paths.toReversed() });
  expect(new Set(backwards.map(show))).toEqual(new Set(reviews.map(show)));
});

test('it makes no difference how much is kept', async () => {
  const tree = await openMirror(mirror);
  const little = new CodeTexts(20_000);
  for (const review of reviews) {
    const { series } = review;
    const alone = await reviewSeries(series, { tree, remarks: [] });
    const behindOthers = await reviewSeries(series, { tree, texts: little, remarks: [] });
    expect([show(alone), show(behindOthers)]).toEqual([show(review), show(review)]);
  }
  await tree.close();
});

async function reviewAll(request: ReviewRequest): Promise<readonly Review[]> {
  const { run } = await reviewMails({ mirror, ...request }, () => undefined);
  return run.reviews;
}

function show(review: Review): string {
  return JSON.stringify(review);
}
