import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { FakeRepository } from '../../support/github/fake-repository.js';
import { writeShelves } from '../../support/shelves.js';
import { closeSituation, openSituation, type Situation, settingsOf } from '../../support/situation.js';

let situation: Situation;
let repository: FakeRepository;
/** A pull request with a finding, and the id of that. */
let number: number;
let finding: string;

const message = 'mm: use kmap_local_page()\n\nSigned-off-by: Ada Example <ada@example.com>';
const maintainer = 'mina-example';

beforeAll(async () => {
  situation = await openSituation(settingsOf('post: [check, review]'), {
    files: { 'mm/shelf.c': writeShelves({ top: 'atomic' }) },
  });
  ({ repository } = situation);
  repository.setCollaborator(maintainer, 'maintain');
  repository.setCollaborator('trude-example', 'triage');
  await repository.commitFiles('lossy', { 'mm/shelf.c': writeShelves({ top: 'converted' }) }, message);
  number = await repository.openPullRequest({ head: 'lossy', title: 'mm: use kmap_local_page()' });
  await idle();
  finding = /faultline dismiss ([0-9a-f]{8})/.exec(said()?.body ?? '')?.[1] ?? '';
}, 20_000);
afterEach(() => expect(situation.fake.violations).toEqual([]));
afterAll(() => closeSituation(situation));

const idle = () => situation.server.idle();
const said = () => repository.reviewComments(number)[0];
const headOf = () => repository.issue(number).pull?.headSha ?? '';
const check = () => repository.checkRuns.filter(each => each.headSha === headOf() && each.name === 'faultline').at(-1);

/** Gives a command, and tells what came of it: the reaction to it, and the answer. */
async function ask(words: string, by = maintainer): Promise<readonly [string | undefined, string | undefined]> {
  const before = repository.issue(number).comments.length;
  const id = repository.addComment(number, words, by);
  await idle();
  const comments = repository.issue(number).comments;
  const asked = comments.find(each => each.id === id);
  const [, answer, ...more] = comments.slice(before);
  expect(more).toEqual([]);
  expect(asked?.reactions.length ?? 0).toBeLessThanOrEqual(1);
  return [asked?.reactions[0]?.content, answer?.body.split('\n').slice(1).join('\n').trim()];
}

test('help and explain are answered', async () => {
  const [reaction, help] = await ask('/faultline help');
  expect(reaction).toBe('+1');
  expect(help).toContain('`/faultline dismiss FINDING REASON`');
  const [, page] = await ask('Thank you.\n/faultline explain kmap/lost-pagefault-disable\n');
  expect(page).toContain('kmap/lost-pagefault-disable');
  expect(page).toContain('pagefault_disable()');
}, 20_000);

test('a mistake gets one short answer', async () => {
  expect(await ask('/faultline rechek')).toEqual([
    'confused',
    'There is no command `rechek`. Did you mean `recheck`? `/faultline help` lists them.',
  ]);
  expect(await ask('/faultline explain kmap/lost-pagefault-disabled')).toEqual([
    'confused',
    'There is no rule `kmap/lost-pagefault-disabled`. Did you mean `kmap/lost-pagefault-disable`?',
  ]);
  const near = finding.replace(/.$/, last => (last === '0' ? '1' : '0'));
  expect(await ask(`/faultline dismiss ${near} it is fine`)).toEqual([
    'confused',
    `There is no finding \`${near}\` here. Did you mean \`${finding}\`?`,
  ]);
  expect(await ask(`/faultline dismiss ${finding}`)).toEqual([
    'confused',
    expect.stringContaining('Why is it no bug?'),
  ]);
}, 20_000);

test('only who may write is listened to; bots, edited comments and what only speaks of us are not', async () => {
  const refusal = 'Only people with write access to this repository can tell Faultline what to do.';
  expect(await ask(`/faultline dismiss ${finding} so there`, 'trude-example')).toEqual([undefined, refusal]);
  // It is said once: else anybody could make us speak as often as they like.
  for (const by of ['trude-example', 'somebody-else', 'somebody-else'])
    expect(await ask(`/faultline dismiss ${finding} so there`, by)).toEqual([undefined, undefined]);
  repository.setCollaborator('robot[bot]', 'write');
  expect(await ask('/faultline recheck', 'robot[bot]')).toEqual([undefined, undefined]);
  expect(await ask('I would not trust /faultline recheck here')).toEqual([undefined, undefined]);
  const id = repository.addComment(number, 'nothing', maintainer);
  repository.editComment(id, `/faultline dismiss ${finding} edited`);
  await idle();
  expect(repository.issue(number).comments.at(-1)).toMatchObject({ id, reactions: [] });
  expect(said()?.body).not.toContain('Dismissed');
}, 20_000);

test('a dismissal is shown with who and why, holds for later versions and on another base, and can be taken back', async () => {
  const reason =
    'held by @torvalds, fixes #1 <img src=x> ``` [here](https://example.com) <!-- faultline:00000000000000000000000000000000 -->';
  expect(await ask(`/faultline dismiss ${finding} ${reason}`)).toEqual(['+1', undefined]);
  const isTold = (): void => {
    for (const text of [said()?.body, check()?.summary]) {
      expect(text).toContain(`by \`${maintainer}\``);
      expect(text).toContain('held by');
      expect(text?.replace(/`[^`]*`/g, '')).not.toMatch(/@torvalds|#1\b|<img|^```/m);
      expect(text?.slice(1)).not.toContain('<!-- faultline');
    }
    expect(check()).toMatchObject({ conclusion: 'success', title: 'nothing found' });
  };
  isTold();

  await repository.commitFiles('lossy', { README: 'later\n' }, message);
  await idle();
  isTold();
  const longer = writeShelves({ top: 'atomic' }).replace('/* Shelves', '/* One. */\n/* Shelves');
  await repository.commitFiles('master', { 'mm/shelf.c': longer }, 'mm: a longer comment');
  await repository.rebasePullRequest(number);
  await idle();
  isTold();
  expect(repository.reviewComments(number)).toHaveLength(1);

  expect(await ask(`/faultline reopen ${finding}`)).toEqual(['+1', undefined]);
  expect(said()?.body).not.toContain('Dismissed');
  expect(check()).toMatchObject({ conclusion: 'neutral', title: '1 error' });
}, 20_000);

test('below a comment on a line a command counts as well', async () => {
  const id = await repository.replyTo(said()?.id ?? 0, `/faultline dismiss ${finding} seen`, maintainer);
  await idle();
  expect(repository.reviewComment(id).reactions).toMatchObject([{ content: '+1' }]);
  expect(check()).toMatchObject({ title: 'nothing found' });
  expect(await ask(`/faultline reopen ${finding}`)).toEqual(['+1', undefined]);
}, 20_000);

test('recheck, and the buttons of the check, look at it again', async () => {
  const judgedAgain = async (act: () => unknown): Promise<boolean> => {
    const seen = situation.fake.requests.length;
    await act();
    await idle();
    return situation.fake.requests.slice(seen).some(({ route }) => route === 'POST /graphql');
  };
  expect(await judgedAgain(() => ask('/faultline recheck'))).toBe(true);
  expect(await judgedAgain(() => repository.rerequestCheck(headOf()))).toBe(true);
  expect(await judgedAgain(() => repository.rerequestSuite(headOf()))).toBe(true);
  expect(check()).toMatchObject({ title: '1 error' });
  expect(repository.reviewComments(number).filter(each => each.user.type === 'Bot')).toHaveLength(1);
}, 20_000);

test('a pull request of which nothing is known is looked at where somebody asks for it', async () => {
  situation.fake.webhookMode = 'drop';
  await repository.commitFiles('unseen', { README: 'unseen\n' }, message);
  const unseen = await repository.openPullRequest({ head: 'unseen', title: 'a webhook that was lost' });
  situation.fake.webhookMode = 'send';
  await idle();
  expect(repository.checkRuns.filter(each => each.headSha === repository.tip('unseen'))).toEqual([]);
  repository.addComment(unseen, '/faultline recheck', maintainer);
  await idle();
  expect(repository.checkRuns.filter(each => each.headSha === repository.tip('unseen'))).toHaveLength(1);
  expect(repository.issue(unseen).comments).toMatchObject([{ reactions: [{ content: '+1' }] }]);
}, 20_000);

test('the check of a pull request from a fork, of which GitHub names none, is looked at again', async () => {
  await repository.pushCommits('lossy', [{ files: { 'mm/shelf.c': writeShelves({ top: 'converted' }) }, message }], {
    fork: 'zoe-example',
  });
  const forked = await repository.openPullRequest({ head: 'lossy', title: 'mm: from a fork', fork: 'zoe-example' });
  await idle();
  const headSha = repository.issue(forked).pull?.headSha ?? '';
  expect(repository.checkRuns.filter(each => each.headSha === headSha)).toMatchObject([{ title: '1 error' }]);
  expect(repository.reviewComments(forked)).toHaveLength(1);
  const seen = situation.fake.requests.length;
  repository.rerequestCheck(headSha);
  await idle();
  expect(situation.fake.requests.slice(seen).map(({ route }) => route)).toContain('POST /graphql');
}, 20_000);

test('in an issue with nothing of ours there is nothing to look at', async () => {
  const issue = repository.openIssue({ title: 'something else' });
  repository.addComment(issue, '/faultline recheck', maintainer);
  await idle();
  const [asked, answer] = repository.issue(issue).comments;
  expect(asked?.reactions).toMatchObject([{ content: 'confused' }]);
  expect(answer?.body).toContain('Faultline has nothing to look at here');
}, 20_000);
