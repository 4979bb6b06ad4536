import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { FakeRepository } from '../../support/github/fake-repository.js';
import { writeShelves } from '../../support/shelves.js';
import { closeSituation, openSituation, type Situation, settingsOf } from '../../support/situation.js';

let situation: Situation;
let repository: FakeRepository;

const message = 'mm: use kmap_local_page()\n\nSigned-off-by: Ada Example <ada@example.com>';
const names = Array.from({ length: 60 }, (_, index) => `shelf_${index}`);
const allOf = (state: 'atomic' | 'converted') => Object.fromEntries(names.map(name => [name, state]));

beforeAll(async () => {
  const files = {
    'mm/shelf.c': writeShelves({ top: 'atomic', low: 'atomic' }),
    'mm/many.c': writeShelves(allOf('atomic')),
  };
  situation = await openSituation(settingsOf('post: [check, review], threshold: note, rules: {kmap/deprecated: off}'), {
    files,
  });
  ({ repository } = situation);
}, 20_000);
afterEach(() => expect(situation.fake.violations).toEqual([]));
afterAll(() => closeSituation(situation));

const idle = () => situation.server.idle();
const checksOf = (headSha: string) => repository.checkRuns.filter(each => each.headSha === headSha);
const reviewsOf = (number: number) => repository.issue(number).pull?.reviews ?? [];
const headOf = (number: number) => repository.issue(number).pull?.headSha ?? '';

async function propose(branch: string, ...changes: readonly Readonly<Record<string, string>>[]): Promise<number> {
  await repository.pushCommits(
    branch,
    changes.map(files => ({ files, message })),
  );
  return repository.openPullRequest({ head: branch, title: 'mm: use kmap_local_page()' });
}

test('what stays is not said again on the next push, what is new is added, and what is fixed is edited', async () => {
  const number = await propose('staying', { 'mm/shelf.c': writeShelves({ top: 'converted', low: 'atomic' }) });
  await idle();
  const [first] = repository.reviewComments(number);
  expect(repository.reviewComments(number)).toHaveLength(1);
  expect(checksOf(headOf(number))).toMatchObject([{ name: 'faultline', conclusion: 'neutral', title: '1 error' }]);
  const said = first?.body;

  await repository.commitFiles(
    'staying',
    { 'mm/shelf.c': writeShelves({ top: 'converted', low: 'converted' }) },
    message,
  );
  await idle();
  const [, second] = repository.reviewComments(number);
  expect(repository.reviewComments(number)).toHaveLength(2);
  expect(first?.body).toBe(said);
  expect(second?.body).not.toContain('Fixed');
  expect(checksOf(headOf(number))).toMatchObject([{ title: '2 errors' }]);

  const repair = await repository.commitFiles(
    'staying',
    { 'mm/shelf.c': writeShelves({ top: 'repaired', low: 'converted' }) },
    message,
  );
  await idle();
  expect(repository.reviewComments(number)).toHaveLength(2);
  expect(first?.body).toContain(`**Fixed** in ${repair.slice(0, 12)}.`);
  expect(second?.body).not.toContain('Fixed');
  expect(checksOf(headOf(number))).toMatchObject([{ title: '1 error' }]);
  expect(reviewsOf(number)).toHaveLength(2);
}, 20_000);

test('a draft has its check only; the review comes when it is ready', async () => {
  await repository.commitFiles('draft', { 'mm/shelf.c': writeShelves({ top: 'converted', low: 'atomic' }) }, message);
  const number = await repository.openPullRequest({ head: 'draft', title: 'a draft', isDraft: true });
  await idle();
  expect(checksOf(headOf(number))).toHaveLength(1);
  expect(reviewsOf(number)).toEqual([]);
  await repository.setDraft(number, false);
  await idle();
  expect(repository.reviewComments(number)).toHaveLength(1);
  expect(checksOf(headOf(number))).toHaveLength(1);
}, 20_000);

test('a finding on a line that GitHub does not show is told on the file; on no file of the diff, in the review', async () => {
  const back = { 'mm/shelf.c': writeShelves({ top: 'atomic', low: 'atomic' }) };
  const lossy = { 'mm/shelf.c': writeShelves({ top: 'converted', low: 'atomic' }) };
  const longer = { 'mm/shelf.c': `${back['mm/shelf.c']}\n/* The end. */\n` };
  const number = await propose('outside', lossy, longer);
  const other = await propose('reverted', { ...lossy, README: 'changed\n' }, back);
  await idle();
  expect(repository.reviewComments(number)).toMatchObject([{ subjectType: 'file', path: 'mm/shelf.c' }]);
  expect(repository.reviewComments(other)).toEqual([]);
  expect(reviewsOf(other)).toMatchObject([
    { body: expect.stringContaining('1 finding that GitHub shows no line for') },
  ]);

  await repository.commitFiles('reverted', { README: 'changed again\n' }, message);
  await idle();
  expect(checksOf(headOf(other))).toMatchObject([{ title: '1 note' }]);
  expect(reviewsOf(other)).toHaveLength(1);
}, 20_000);

test('what a draft could not be told in a review is told when it is ready, though it was pushed to meanwhile', async () => {
  await repository.pushCommits('quiet', [
    { files: { 'mm/shelf.c': writeShelves({ top: 'converted', low: 'atomic' }), README: 'quiet\n' }, message },
    { files: { 'mm/shelf.c': writeShelves({ top: 'atomic', low: 'atomic' }) }, message },
  ]);
  const number = await repository.openPullRequest({ head: 'quiet', title: 'a draft', isDraft: true });
  await idle();
  await repository.commitFiles('quiet', { README: 'quieter\n' }, message);
  await idle();
  await repository.setDraft(number, false);
  await idle();
  expect(reviewsOf(number)).toMatchObject([
    { body: expect.stringContaining('1 finding that GitHub shows no line for') },
  ]);
}, 20_000);

test('more than fifty annotations are continued in the same check, and as many comments behind the review', async () => {
  const number = await propose('many', { 'mm/many.c': writeShelves(allOf('converted')) });
  await idle();
  const [run, ...others] = checksOf(headOf(number));
  expect(others).toEqual([]);
  expect(run?.title).toBe('60 errors');
  expect(new Set(run?.annotations.map(each => each.start_line)).size).toBe(60);
  expect(run?.annotations).toHaveLength(60);
  expect(repository.reviewComments(number)).toHaveLength(60);
}, 40_000);

test('a rebase of equal patches carries the verdict to the new head: a check, no comment, no analysis, lines moved', async () => {
  const number = await propose('rebased', { 'mm/shelf.c': writeShelves({ top: 'converted', low: 'atomic' }) });
  await idle();
  const [before] = checksOf(headOf(number));
  const old = headOf(number);
  const moved = writeShelves({ top: 'atomic', low: 'atomic' }).replace(
    '/* Shelves',
    '/* One.\n * Two.\n */\n/* Shelves',
  );
  await repository.commitFiles('master', { 'mm/shelf.c': moved }, 'mm: a longer comment');
  await idle();
  const seen = situation.fake.requests.length;
  await repository.rebasePullRequest(number);
  await idle();
  const asked = situation.fake.requests.slice(seen).map(each => each.route);
  expect(asked.filter(route => /graphql|git\/blobs|contents/.test(route))).toEqual([]);
  expect(headOf(number)).not.toBe(old);
  const [after] = checksOf(headOf(number));
  expect(after?.summary).toContain(`Carried over from ${old.slice(0, 12)}: the patches are the same.`);
  expect(after?.annotations.map(each => each.start_line - 3)).toEqual(before?.annotations.map(each => each.start_line));
  expect(repository.reviewComments(number)).toHaveLength(1);
  expect(reviewsOf(number)).toHaveLength(1);
}, 20_000);

test('closed, nothing more is said; reopened, what was pushed meanwhile is looked at', async () => {
  const number = await propose('closed', { README: 'closed\n' });
  await idle();
  expect(checksOf(headOf(number))).toMatchObject([{ conclusion: 'success', title: 'nothing found' }]);
  await repository.closeIssue(number);
  await repository.commitFiles('closed', { 'mm/shelf.c': writeShelves({ top: 'converted', low: 'atomic' }) }, message);
  await idle();
  const head = repository.tip('closed');
  expect(checksOf(head)).toEqual([]);
  expect(repository.reviewComments(number)).toEqual([]);
  await repository.reopenIssue(number);
  await idle();
  expect(checksOf(head)).toMatchObject([{ title: '1 error' }]);
  expect(repository.reviewComments(number)).toHaveLength(1);
}, 20_000);

test('with another base other commits are its own', async () => {
  await repository.commitFiles('below', { 'mm/shelf.c': writeShelves({ top: 'converted', low: 'atomic' }) }, message);
  await repository.pushCommits('above', [{ files: { README: 'above\n' }, message }], { from: repository.tip('below') });
  const number = await repository.openPullRequest({ head: 'above', base: 'below', title: 'on another branch' });
  await idle();
  expect(checksOf(headOf(number))).toMatchObject([{ conclusion: 'success' }]);
  await repository.editPullRequest(number, { base: 'master' });
  await idle();
  expect(checksOf(headOf(number)).at(-1)).toMatchObject({ conclusion: 'neutral', title: '1 error' });
  expect(repository.reviewComments(number)).toHaveLength(1);
}, 20_000);
