import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { FakeRepository } from '../../support/github/fake-repository.js';
import { writePatchMail } from '../../support/patch-mails.js';
import { writeShelves } from '../../support/shelves.js';
import { closeSituation, openSituation, type Situation, settingsOf } from '../../support/situation.js';
import { larder, makePatchMail, makeReviewMail } from '../../support/story.js';

let situation: Situation;
let repository: FakeRepository;

const message = `${larder.title}\n\nSigned-off-by: Tove Lindqvist <tove@example.com>`;

/** The copy stands so far from the mapping that a hunk does not show it. */
function shelf(state: 'atomic' | 'converted'): string {
  return writeShelves({ top: state }, { linesApart: 8 });
}

beforeAll(async () => {
  situation = await openSituation(settingsOf('lists: [linux-larder], post: [check, review, issue], remarks: true'), {
    files: { [larder.path]: larder.before, 'mm/shelf.c': shelf('atomic') },
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
  expect(review?.body).toContain('Found in 1 patch: **1 warning**');

  const line = '+\tkaddr = kmap_local_page';
  situation.server.deliver(makeReviewMail(patch, { id: 'hal-1@example.org', line, words: 'Is this fast?' }));
  await idle();
  expect(repository.reviewComments(number).map(each => each.line)).toEqual([15, 14]);
  expect(review?.body).toContain('Found in 1 patch: **1 warning**');
}, 20_000);

test('a version that could not be read has mended nothing: the issue stays as it is, and nobody is told that a finding is gone', async () => {
  const [sha = ''] = await repository.pushCommits('second', [{ files: { 'mm/shelf.c': shelf('converted') }, message }]);
  const id = 'second-1@example.com';
  situation.server.deliver(makePatchMail(repository.directory, sha, { id, version: 1 }));
  await idle();
  const issue = repository.issues.at(-1);
  expect(issue).toMatchObject({ isOpen: true, comments: [] });
  expect(issue?.body).toContain('| open |');

  // The next version lies on code that the mirror has not got.
  const other = (state: 'atomic' | 'converted') => ({
    'mm/shelf.c': shelf(state).replaceAll('char *kaddr;', 'char *kaddr = NULL;').replaceAll('/* 1 */', '/* one */'),
  });
  const strange = await situation.fake.addRepository({
    owner: 'stranger',
    name: 'tree',
    files: other('atomic'),
    isStrange: true,
  });
  const again = await strange.commitFiles('again', other('converted'), message);
  const next = { id: 'second-2@example.com', version: 2, inReplyTo: id };
  situation.server.deliver(makePatchMail(strange.directory, again, next));
  await idle();
  expect(issue?.body).toContain('v2 (this one)');
  expect(issue?.body).toContain('only the visible hunks were read');
  expect(issue?.body).toContain('| open |');
  expect(issue).toMatchObject({ isOpen: true, comments: [] });
}, 20_000);

test('a pull request that only names a series in its text does not keep it from having its issue', async () => {
  const known = repository.issues.length;
  const body = ['third-1@example.com', 'third-2@example.com']
    .map(id => `https://lore.kernel.org/r/${id}`)
    .join(' and ');
  await repository.commitFiles('naming', { README: 'no patch of theirs\n' }, 'README: say something');
  await repository.openPullRequest({ head: 'naming', title: 'README: say something', body });
  await idle();

  const sound = shelf('converted').replace('\tleft = __copy', '\tpagefault_disable();\n\tleft = __copy');
  const files = { 'mm/shelf.c': sound.replace('(kaddr + offset, buf, len);', '$&\n\tpagefault_enable();') };
  const title = 'mm: fill shelves without kmap_atomic()';
  const [first = ''] = await repository.pushCommits('third', [{ files, message: title }]);
  const [second = ''] = await repository.pushCommits('fourth', [
    { files: { 'mm/shelf.c': shelf('converted') }, message: title },
  ]);
  const mail = { id: 'third-1@example.com', title };
  situation.server.deliver(writePatchMail(repository.directory, first, mail));
  await idle();
  expect(repository.issues).toHaveLength(known + 1);
  const next = { id: 'third-2@example.com', title, version: 2, inReplyTo: mail.id };
  situation.server.deliver(writePatchMail(repository.directory, second, next));
  await idle();
  expect(repository.issues).toHaveLength(known + 2);
  expect(repository.issues.at(-1)).toMatchObject({ title, isOpen: true });
}, 20_000);

test('on another base a line outside of all hunks is told where it stands there', async () => {
  await repository.commitFiles('apart', { 'mm/shelf.c': shelf('converted') }, message);
  const number = await repository.openPullRequest({ head: 'apart', title: larder.title });
  await idle();
  const lineOf = (): number => {
    const headSha = repository.issue(number).pull?.headSha;
    const told = repository.checkRuns.find(each => each.headSha === headSha)?.annotations[0]?.message ?? '';
    return Number(/line (\d+) after the patch: __copy_from/.exec(told)?.[1]);
  };
  const line = lineOf();
  expect(line).toBeGreaterThan(13);
  const longer = shelf('atomic').replace('\t/* 6 */', '\t/* 5 and a half */\n\t/* 6 */');
  await repository.commitFiles('master', { 'mm/shelf.c': longer }, 'mm: a comment between');
  await repository.rebasePullRequest(number);
  await idle();
  expect(lineOf()).toBe(line + 1);
}, 20_000);
