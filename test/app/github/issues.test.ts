import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { listDeliveries } from '../../../src/store/github/deliveries.js';
import type { FakeRepository } from '../../support/github/fake-repository.js';
import { type ListedPatch, writePatchMail } from '../../support/patch-mails.js';
import { type ShelfState, writeShelves } from '../../support/shelves.js';
import { closeSituation, openSituation, type Situation } from '../../support/situation.js';

let situation: Situation;
let repository: FakeRepository;
/** Without issues, and with room for one a day. */
let silent: FakeRepository;
let capped: FakeRepository;

const dayMs = 86_400_000;
const files = Object.fromEntries(
  ['clean', 'late', 'part', 'other', 'proposed', 'stale', 'super', 'landed', 'closed', 'told', 'answered'].map(name => [
    `mm/${name}.c`,
    writeShelves({ [name]: 'atomic', more: 'atomic' }),
  ]),
);

beforeAll(async () => {
  situation = await openSituation(
    `repositories:
  example/linux: {lists: [linux-larder], post: [check, review, issue]}
  example/silent: {lists: [linux-silent], post: [issue]}
  example/capped: {lists: [linux-capped], post: [issue], caps: {issues-per-day: 1}}
`,
    { files, firstCommitAt: Math.floor((Date.now() - dayMs) / 1_000) },
  );
  ({ repository } = situation);
  silent = await situation.fake.addRepository({ owner: 'example', name: 'silent', files, hasIssues: false });
  capped = await situation.fake.addRepository({ owner: 'example', name: 'capped', files });
  await idle();
}, 20_000);
afterEach(() => expect(situation.fake.violations).toEqual([]));
afterAll(() => closeSituation(situation));

const idle = (held = 0) => situation.server.idle({ held });
const titleOf = (name: string) => `mm: ${name}: use kmap_local_page()`;
const issuesOf = (name: string, of = repository) =>
  of.issues.filter(each => each.pull === undefined && each.title.includes(`mm: ${name}:`));

/** A patch of `mm/NAME.c` comes by mail. Returns its commit, on a branch of its own. */
async function send(
  name: string,
  state: ShelfState,
  patch: Partial<ListedPatch> & { readonly more?: ShelfState } = {},
): Promise<string> {
  const { more = 'atomic', ...words } = patch;
  const text = writeShelves({ [name]: state, more });
  const id = words.id ?? `${name}-${words.version ?? 1}@example.com`;
  const from = repository.tip();
  const branch = `mail-${id}`;
  const author = { name: 'Tove Lindqvist', email: 'tove@example.com' };
  const [sha = ''] = await repository.pushCommits(
    branch,
    [{ files: { [`mm/${name}.c`]: text }, message: titleOf(name), author }],
    { from },
  );
  situation.server.deliver(writePatchMail(repository.directory, sha, { id, title: titleOf(name), ...words }));
  return sha;
}

test('only a series of which something is to be said has an issue, and only in time', async () => {
  await send('clean', 'repaired');
  await send('stale', 'converted', { sentAt: Date.now() - 300 * dayMs });
  await send('super', 'converted');
  await send('super', 'repaired', { version: 2, inReplyTo: 'super-1@example.com' });
  await send('told', 'converted');
  await idle();
  for (const name of ['clean', 'stale', 'super']) expect(issuesOf(name)).toEqual([]);
  expect(issuesOf('told')).toMatchObject([{ isOpen: true, title: titleOf('told') }]);
}, 30_000);

test('an earlier version that comes later makes no second issue; an incomplete series is waited for', async () => {
  await send('late', 'converted', { version: 2, inReplyTo: 'late-1@example.com' });
  await send('part', 'converted', { id: 'part-1@example.com', number: '1/2' });
  await idle();
  expect(issuesOf('late')).toHaveLength(1);
  expect(issuesOf('part')).toEqual([]);
  await send('late', 'converted');
  await send('other', 'repaired', { id: 'part-2@example.com', number: '2/2', inReplyTo: 'part-1@example.com' });
  await idle();
  expect(issuesOf('late')).toMatchObject([{ comments: [] }]);
  expect(issuesOf('part')).toHaveLength(1);
}, 30_000);

test('what a person has closed stays closed', async () => {
  await send('closed', 'converted');
  await idle();
  const [issue] = issuesOf('closed');
  await repository.closeIssue(issue?.number ?? 0);
  await send('closed', 'converted', { version: 2, more: 'converted', inReplyTo: 'closed-1@example.com' });
  await idle();
  expect(issuesOf('closed')).toMatchObject([{ isOpen: false, comments: [{ user: { type: 'Bot' } }] }]);
  expect(issue?.body).toContain('v2');
}, 30_000);

test('a finding is dismissed in an issue as in a pull request, for later versions as well', async () => {
  repository.setCollaborator('mina-example', 'write');
  await send('answered', 'converted');
  await idle();
  const [issue] = issuesOf('answered');
  const finding = /`([0-9a-f]{8})`/.exec(issue?.body ?? '')?.[1];
  repository.addComment(issue?.number ?? 0, `/faultline dismiss ${finding} all callers hold it`, 'mina-example');
  await idle();
  expect(issue?.comments[0]?.reactions).toMatchObject([{ content: '+1' }]);
  expect(issue).toMatchObject({ isOpen: false, stateReason: 'not_planned' });
  expect(issue?.body).toContain('by `mina-example`: all callers hold it');
  await send('answered', 'converted', { version: 2, inReplyTo: 'answered-1@example.com' });
  repository.addComment(issue?.number ?? 0, '/faultline recheck', 'mina-example');
  await idle();
  expect(issuesOf('answered')).toMatchObject([{ isOpen: false }]);
  expect(issue?.body).toContain('dismissed by `mina-example`');
  repository.addComment(issue?.number ?? 0, `/faultline reopen ${finding}`, 'mina-example');
  await idle();
  expect(issue?.isOpen).toBe(true);
}, 30_000);

test('a series that is proposed as a pull request has no issue, whichever comes first', async () => {
  const text = writeShelves({ proposed: 'converted', more: 'atomic' });
  await repository.commitFiles('proposed', { 'mm/proposed.c': text }, titleOf('proposed'));
  const number = await repository.openPullRequest({ head: 'proposed', title: titleOf('proposed') });
  await idle();
  await send('proposed', 'converted');
  await idle();
  expect(issuesOf('proposed')).toEqual([]);
  const head = repository.issue(number).pull?.headSha;
  const check = repository.checkRuns.filter(each => each.headSha === head).at(-1);
  expect(check?.summary).toContain('https://lore.kernel.org/r/proposed-1@example.com/');
}, 30_000);

test('what has landed before it was looked at has no issue; the commit tells of what is open', async () => {
  const text = writeShelves({ landed: 'converted', more: 'atomic' });
  const message = `${titleOf('landed')}\n\nLink: https://lore.kernel.org/r/landed-1@example.com`;
  const commit = await repository.commitFiles('master', { 'mm/landed.c': text }, message);
  await idle();
  const { parents } = await repository.repo.git.readCommit(commit);
  const [sha = ''] = await repository.pushCommits(
    'mail-landed',
    [{ files: { 'mm/landed.c': text }, message: titleOf('landed') }],
    { from: parents[0] ?? '' },
  );
  situation.server.deliver(
    writePatchMail(repository.directory, sha, { id: 'landed-1@example.com', title: titleOf('landed') }),
  );
  await idle();
  expect(issuesOf('landed')).toEqual([]);
  expect(repository.checkRuns.filter(each => each.headSha === commit)).toMatchObject([
    { name: 'faultline/landed', title: 'landed with 1 error' },
  ]);
}, 30_000);

test('where issues are switched off, what would have been said stays with the deliveries', async () => {
  await send('told', 'converted', {
    id: 'told-silent@example.com',
    list: 'linux-silent',
    title: 'mm: quiet: use kmap_local_page()',
  });
  await idle();
  const all = [];
  for await (const { delivery } of listDeliveries(situation.server.store.db, { repositoryId: silent.id }))
    all.push(delivery);
  expect(all).toMatchObject([
    { state: 'failed', trouble: 'issues are switched off in this repository', content: { kind: 'issue' } },
  ]);
}, 30_000);

test('no more issues are opened in a day than the mirror wants', async () => {
  await send('clean', 'converted', {
    id: 'one@example.com',
    list: 'linux-capped',
    title: 'mm: one: use kmap_local_page()',
  });
  await send('other', 'converted', {
    id: 'two@example.com',
    list: 'linux-capped',
    title: 'mm: two: use kmap_local_page()',
  });
  await idle(1);
  expect([...issuesOf('one', capped), ...issuesOf('two', capped)]).toHaveLength(1);
}, 30_000);
