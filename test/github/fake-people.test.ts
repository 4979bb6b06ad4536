import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { runGit } from '../support/git.js';
import { FakeClient } from '../support/github/fake-client.js';
import { FakeGitHub } from '../support/github/fake-github.js';
import type { FakeRepository } from '../support/github/fake-repository.js';
import { WebhookReceiver } from '../support/github/webhook-receiver.js';
import { makeTemporaryDirectory } from '../support/temporary.js';

const file = `${Array.from({ length: 30 }, (_, index) => `line ${index + 1}`).join('\n')}\n`;
const clone = makeTemporaryDirectory();
const louder = file.replace('line 3\n', 'LINE 3\n');

let fake: FakeGitHub;
let receiver: WebhookReceiver;
let repository: FakeRepository;

beforeAll(async () => {
  fake = new FakeGitHub();
  await fake.start();
  receiver = new WebhookReceiver(fake.app.webhookSecret);
  await receiver.start();
  fake.webhookUrl = receiver.url;
});
afterAll(async () => {
  await fake.close();
  await receiver.close();
});
beforeEach(async () => {
  const name = `linux-${fake.world.repositories.size}`;
  repository = await fake.addRepository({ owner: 'example', name, files: { 'mm/page.c': file } });
  await taken();
});
afterEach(() => {
  fake.webhookMode = 'send';
  expect(fake.violations).toEqual([]);
});

async function taken(): Promise<readonly string[]> {
  await fake.settled();
  return receiver.take();
}

async function openPull(): Promise<number> {
  await repository.commitFiles('topic', { 'mm/page.c': louder }, 'mm: louder');
  return repository.openPullRequest({ head: 'topic', title: 'mm: louder' });
}

test('what people do is told, signed, in the order in which it happened', async () => {
  const number = await openPull();
  await fake.settled();
  expect(receiver.received.every(({ isSigned }) => isSigned)).toBe(true);
  expect(receiver.received[2]?.payload).toMatchObject({
    number,
    repository: { id: repository.id },
    installation: { id: expect.any(Number) },
  });
  expect(await taken()).toEqual(['push', 'check_suite.requested', 'pull_request.opened']);
  await repository.commitFiles('topic', { 'mm/page.c': louder.replace('line 9', 'LINE 9') }, 'mm: more');
  await repository.editPullRequest(number, { title: 'mm: louder and louder' });
  await repository.setDraft(number, true);
  await repository.setDraft(number, false);
  repository.addComment(number, '/faultline help');
  const comment = await repository.addReviewComment(number, { path: 'mm/page.c', line: 3, body: 'why?' });
  await repository.replyTo(comment, 'because');
  await repository.closeIssue(number);
  await repository.reopenIssue(number);
  expect(await taken()).toEqual([
    ...[
      'push',
      'check_suite.requested',
      'pull_request.synchronize',
      'pull_request.edited',
      'pull_request.converted_to_draft',
    ],
    ...['pull_request.ready_for_review', 'issue_comment.created', 'pull_request_review_comment.created'],
    ...['pull_request_review.submitted', 'pull_request_review_comment.created'],
    ...['pull_request.closed', 'pull_request.reopened'],
  ]);
});

test('a suggestion is applied to its lines, and the comment is outdated by it', async () => {
  const number = await openPull();
  const body = ['better:', '```suggestion', 'LINE 3!', 'line 3a', '```'].join('\n');
  const comment = await repository.addReviewComment(number, { path: 'mm/page.c', line: 3, body });
  const sha = await repository.applySuggestion(comment);
  expect(repository.issue(number).pull?.headSha).toBe(sha);
  const content = await repository.repo.git.readFile(sha, 'mm/page.c');
  expect(content?.toString()).toBe(file.replace('line 3\n', 'LINE 3!\nline 3a\n'));
  const client = new FakeClient(fake);
  const told = await client.ask(`GET /repos/${repository.fullName}/pulls/${number}/comments`);
  expect(told.data).toMatchObject([{ id: comment, line: null, position: null, original_line: 3 }]);
});

test('a comment moves with its line', async () => {
  const number = await openPull();
  const comment = await repository.addReviewComment(number, { path: 'mm/page.c', line: 3, body: 'here' });
  await repository.commitFiles('topic', { 'mm/page.c': `line 0\n${louder}` }, 'mm: a line above');
  const told = await new FakeClient(fake).ask(`GET /repos/${repository.fullName}/pulls/comments/${comment}`);
  expect(told.data).toMatchObject({ line: 4, original_line: 3, commit_id: repository.tip('topic') });
});

test('a rebase keeps what the commits change, also in a file that the base changed', async () => {
  const number = await openPull();
  await repository.commitFiles('master', { 'mm/page.c': file.replace('line 29', 'LINE 29') }, 'mm: the end');
  const head = await repository.rebasePullRequest(number);
  const git = (args: readonly string[]) => runGit(repository.directory, args).trim();
  expect(git(['rev-parse', `${head}~`])).toBe(repository.tip());
  expect(git(['show', `${head}:mm/page.c`])).toBe(louder.replace('line 29', 'LINE 29').trim());
  expect(git(['log', '-1', '--format=%an %s', head])).toBe('Ada Example mm: louder');
  expect(git(['fsck', '--strict', '--no-dangling'])).toBe('');
});

test.each(['merge', 'squash', 'rebase'] as const)('a pull request lands: %s', async method => {
  const number = await openPull();
  await taken();
  const sha = await repository.mergePullRequest(number, method);
  expect(await taken()).toEqual(['push', 'check_suite.requested', 'pull_request.closed']);
  expect(repository.tip()).toBe(sha);
  expect(repository.issue(number)).toMatchObject({ isOpen: false, pull: { mergeSha: sha } });
});

test('a head that is pushed to the base is merged', async () => {
  const number = await openPull();
  await repository.pushTo('master', repository.tip('topic'));
  expect(repository.issue(number).pull?.mergedAt).toBeDefined();
});

test('a push lists its commits with their files, and a pull request without its branch is closed', async () => {
  const number = await openPull();
  await repository.pushCommits('topic', [
    { files: { 'a.c': 'a\n', 'b.c': 'b\n' }, message: 'two files' },
    { files: { 'a.c': 'A\n', 'b.c': undefined }, message: 'one of them' },
  ]);
  const push = fake.deliveries.findLast(({ event }) => event === 'push');
  expect(push?.payload.commits).toMatchObject([
    { message: 'two files', added: ['a.c', 'b.c'], modified: [], removed: [] },
    { message: 'one of them', added: [], modified: ['a.c'], removed: ['b.c'] },
  ]);
  await taken();
  await repository.pushTo('topic', undefined);
  expect(await taken()).toEqual(['push', 'pull_request.closed']);
  expect(repository.issue(number).isOpen).toBe(false);
});

test('a fork has branches of its own, of which no push is told', async () => {
  await repository.pushCommits('topic', [{ files: { a: 'a\n' }, message: 'a' }], { fork: 'carol' });
  const number = await repository.openPullRequest({ head: 'topic', fork: 'carol', title: 'a', author: 'carol' });
  expect(await taken()).toEqual(['pull_request.opened']);
  const pull = await new FakeClient(fake).ask(`GET /repos/${repository.fullName}/pulls/${number}`);
  expect(pull.data).toMatchObject({ head: { label: 'carol:topic', repo: { owner: { login: 'carol' } } } });
});

test('many commits at once are as good as few', async () => {
  const commits = Array.from({ length: 100 }, (_, index) => ({
    files: { [`f${index}`]: 'x'.repeat(index * 30) },
    message: `${index}`,
  }));
  await repository.pushCommits('master', commits);
  expect(runGit(repository.directory, ['fsck', '--strict', '--no-dangling'])).toBe('');
  expect(runGit(repository.directory, ['rev-list', '--count', 'master']).trim()).toBe('101');
});

test('the branches of a repository on this machine are borrowed', async () => {
  const borrowed = await fake.addRepository({ owner: 'example', name: 'borrowed', from: repository.directory });
  expect(borrowed.tip()).toBe(repository.tip());
  expect((await borrowed.repo.git.readFile(borrowed.tip(), 'mm/page.c'))?.toString()).toBe(file);
  runGit(clone, ['clone', '--quiet', '--bare', borrowed.directory, '.']);
  expect(runGit(clone, ['rev-parse', 'master']).trim()).toBe(borrowed.tip());
});

test('what happens to the repository and to the App is told', async () => {
  repository.rename(`renamed-${repository.id}`);
  repository.archive();
  repository.unarchive();
  await repository.pushTo('next', repository.tip());
  repository.setDefaultBranch('next');
  repository.takeAway();
  repository.giveTo(fake.addInstallation('example'));
  fake.suspendInstallation('example');
  await repository.pushTo('next', undefined);
  fake.unsuspendInstallation('example');
  fake.removePermission('issues', 'example');
  fake.grantPermission('issues', 'write', 'example');
  expect(await taken()).toEqual([
    ...[
      'repository.renamed',
      'repository.archived',
      'repository.unarchived',
      'push',
      'check_suite.requested',
      'repository.edited',
    ],
    ...['installation_repositories.removed', 'installation_repositories.added', 'installation.suspend'],
    ...['installation.unsuspend', 'installation.new_permissions_accepted', 'installation.new_permissions_accepted'],
  ]);
  repository.transfer('elsewhere');
  expect(await taken()).toEqual(['repository.transferred', 'installation_repositories.removed']);
});

test('webhooks are held, mixed, doubled, lost and found again', async () => {
  fake.webhookMode = 'hold';
  const number = await openPull();
  repository.addComment(number, 'c');
  expect(await taken()).toEqual([]);
  await fake.webhooks.release(held => [...held].reverse());
  expect(await taken()).toEqual(['issue_comment.created', 'pull_request.opened', 'check_suite.requested', 'push']);

  fake.webhookMode = 'double';
  repository.addComment(number, 'd');
  await fake.settled();
  expect(new Set(receiver.received.map(({ guid }) => guid)).size).toBe(1);
  expect(await taken()).toHaveLength(2);

  fake.webhookMode = 'drop';
  repository.addComment(number, 'e');
  const client = new FakeClient(fake);
  const failed = await client.asApp('GET /app/hook/deliveries?status=failure&per_page=1');
  const [{ id, guid, status_code }] = failed.data as [{ id: number; guid: string; status_code: number }];
  expect(status_code).toBe(0);
  expect((await client.asApp(`GET /app/hook/deliveries/${id}`)).data).toMatchObject({
    request: { payload: { comment: { body: 'e' } } },
  });
  expect((await client.asApp(`POST /app/hook/deliveries/${id}/attempts`)).status).toBe(202);
  await fake.settled();
  expect(receiver.received.map(each => each.guid)).toEqual([guid]);
  const [newest] = (await client.asApp('GET /app/hook/deliveries')).data as [{ redelivery: boolean; guid: string }];
  expect(newest).toMatchObject({ redelivery: true, guid });
});

test('only the events that the App asks for are sent, and those of its installations and of checks', async () => {
  fake.webhooks.events = ['issue_comment'];
  const number = await openPull();
  repository.addComment(number, 'c');
  repository.takeAway();
  expect(await taken()).toEqual([
    'check_suite.requested',
    'issue_comment.created',
    'installation_repositories.removed',
  ]);
  fake.webhooks.events = undefined;
});
