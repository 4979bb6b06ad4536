import { describe, expect, test } from '@jest/globals';
import { handledEvents, readWebhook, unaskedEvents } from '../../../src/app/github/read-webhook.js';

const repository = {
  id: 11,
  name: 'larder',
  full_name: 'ada/larder',
  owner: { login: 'ada', type: 'User' },
  default_branch: 'master',
  archived: false,
};
const base = { installation: { id: 40, node_id: 'x' }, repository, sender: { login: 'ada', type: 'User' } };
const noted = { id: 11, installationId: 40, owner: 'ada', name: 'larder', defaultBranch: 'master', isArchived: false };
const headSha = 'c'.repeat(40);

function read(event: string, payload: object) {
  return readWebhook('some-id', event, { ...base, ...payload });
}

function jobsOf(event: string, payload: object) {
  const { webhook, strangeness } = read(event, payload);
  expect(strangeness).toBeUndefined();
  return webhook.jobs.map(({ kind, repositoryId, subject, isForced }) =>
    [kind, repositoryId ?? '-', subject, ...(isForced ? ['forced'] : [])].join(' '),
  );
}

describe('a pull request', () => {
  const pull = { number: 7, title: 'larder: map locally' };

  test.each(['opened', 'synchronize', 'reopened', 'ready_for_review', 'closed'])('%s is looked at', action => {
    expect(read('pull_request', { action, pull_request: pull })).toEqual({
      webhook: {
        id: 'some-id',
        name: `pull_request.${action}`,
        repository: noted,
        lostRepositoryIds: [],
        jobs: [{ kind: 'pull', repositoryId: 11, subject: '7' }],
      },
      strangeness: undefined,
    });
  });

  test('edited is looked at where its base changed', () => {
    const edited = { action: 'edited', pull_request: pull };
    expect(jobsOf('pull_request', { ...edited, changes: { base: { ref: { from: 'next' } } } })).toEqual(['pull 11 7']);
    expect(jobsOf('pull_request', { ...edited, changes: { title: { from: 'x' } } })).toEqual([]);
    expect(jobsOf('pull_request', { action: 'labeled', pull_request: pull })).toEqual([]);
  });
});

describe('a push', () => {
  const commit = (...modified: readonly string[]) => ({ added: [], removed: [], modified });
  const push = (parts: object) => ({
    ref: 'refs/heads/master',
    forced: false,
    commits: [commit('mm/larder.c')],
    ...parts,
  });

  test('to a branch is followed, to a tag not', () => {
    expect(jobsOf('push', push({}))).toEqual(['push 11 refs/heads/master']);
    expect(jobsOf('push', push({ ref: 'refs/heads/users/ada/next' }))).toEqual(['push 11 refs/heads/users/ada/next']);
    expect(jobsOf('push', push({ ref: 'refs/tags/v6.12' }))).toEqual([]);
  });

  test('that may change the settings has them read again', () => {
    const settings = [commit('mm/larder.c'), commit('.github/faultline.yml')];
    expect(jobsOf('push', push({ commits: settings }))).toEqual(['push 11 refs/heads/master', 'repository 11 ']);
    expect(jobsOf('push', push({ ref: 'refs/heads/next', commits: settings }))).toEqual(['push 11 refs/heads/next']);
    expect(jobsOf('push', push({ forced: true }))).toEqual(['push 11 refs/heads/master', 'repository 11 ']);
    const unlisted = Array.from({ length: 2_048 }, () => commit());
    expect(jobsOf('push', push({ commits: unlisted }))).toEqual(['push 11 refs/heads/master', 'repository 11 ']);
    const ofOwner = { repository: { ...repository, name: '.github' }, commits: [commit('faultline.yml')] };
    expect(jobsOf('push', push(ofOwner))).toEqual(['push 11 refs/heads/master', 'installation - 40']);
  });
});

describe('a comment', () => {
  const issue = (body: string | null, parts: object = {}) => ({
    action: 'created',
    issue: { number: 12 },
    comment: { id: 345, body, performed_via_github_app: null },
    ...parts,
  });

  test('is a command where a line of it begins with one', () => {
    expect(jobsOf('issue_comment', issue('/faultline recheck'))).toEqual(['command 11 issue 12 345']);
    expect(jobsOf('issue_comment', issue('Well.\r\n/faultline help\r\n'))).toEqual(['command 11 issue 12 345']);
    const { issue: _, ...rest } = issue('/faultline');
    const onLine = { ...rest, pull_request: { number: 9 } };
    expect(jobsOf('pull_request_review_comment', onLine)).toEqual(['command 11 pull 9 345']);
  });

  test('is none that only speaks of one, was edited, or comes from a program', () => {
    expect(jobsOf('issue_comment', issue('try /faultline recheck'))).toEqual([]);
    expect(jobsOf('issue_comment', issue('> /faultline recheck'))).toEqual([]);
    expect(jobsOf('issue_comment', issue('/faultlines'))).toEqual([]);
    expect(jobsOf('issue_comment', issue('```\n/faultline recheck\n```'))).toEqual([]);
    expect(jobsOf('issue_comment', issue(null))).toEqual([]);
    expect(jobsOf('issue_comment', issue('/faultline help', { action: 'edited' }))).toEqual([]);
    expect(jobsOf('issue_comment', issue('/faultline help', { sender: { type: 'Bot' } }))).toEqual([]);
    const byApp = { comment: { id: 345, body: '/faultline help', performed_via_github_app: { id: 3 } } };
    expect(jobsOf('issue_comment', issue('', byApp))).toEqual([]);
  });
});

describe('a check that is asked for again', () => {
  const pulls = [
    { number: 7, base: { repo: { id: 11 } } },
    { number: 8, base: { repo: { id: 99 } } },
  ];

  test.each(['check_run', 'check_suite'])(
    '%s is of the pull requests of this repository, else of the commit',
    event => {
      const payload = (pull_requests: readonly object[]) => ({
        action: 'rerequested',
        [event]: { head_sha: headSha, pull_requests },
      });
      expect(jobsOf(event, payload(pulls))).toEqual(['pull 11 7 forced']);
      expect(jobsOf(event, payload([]))).toEqual([`push 11 ${headSha} forced`]);
      expect(jobsOf(event, { ...payload(pulls), action: 'completed' })).toEqual([]);
    },
  );
});

describe('a repository', () => {
  test.each(['renamed', 'transferred', 'archived', 'unarchived'])('that was %s is noted and looked at', action => {
    const { webhook } = read('repository', { action, repository: { ...repository, name: 'pantry', archived: true } });
    expect(webhook.repository).toEqual({ ...noted, name: 'pantry', isArchived: true });
    expect(webhook.jobs).toEqual([{ kind: 'repository', repositoryId: 11, subject: '' }]);
  });

  test('that was deleted is lost', () => {
    const { webhook } = read('repository', { action: 'deleted' });
    expect(webhook).toMatchObject({ lostRepositoryIds: [11], jobs: [] });
    expect(webhook.repository).toBeUndefined();
  });

  test('that has another default branch is looked at', () => {
    const edited = (changes: object) => jobsOf('repository', { action: 'edited', changes });
    expect(edited({ default_branch: { from: 'main' } })).toEqual(['repository 11 ']);
    expect(edited({ homepage: { from: '' } })).toEqual([]);
  });
});

describe('an installation', () => {
  test.each([
    ['created', 'there'],
    ['unsuspend', 'there'],
    ['new_permissions_accepted', 'there'],
    ['suspend', 'suspended'],
    ['deleted', 'gone'],
  ])('%s is %s', (action, state) => {
    const { webhook } = readWebhook('some-id', 'installation', { action, installation: { id: 40 } });
    expect(webhook.installation).toEqual({ id: 40, state });
    expect(webhook.jobs).toEqual([{ kind: 'installation', subject: '40' }]);
  });

  test('gains and loses repositories', () => {
    const { webhook } = readWebhook('some-id', 'installation_repositories', {
      action: 'removed',
      installation: { id: 40 },
      repositories_added: [],
      repositories_removed: [{ id: 11, full_name: 'ada/larder' }],
    });
    expect(webhook).toMatchObject({ lostRepositoryIds: [11], jobs: [{ kind: 'installation', subject: '40' }] });
    expect(webhook.installation).toBeUndefined();
    expect(jobsOf('installation_repositories', { action: 'added' })).toEqual(['installation - 40']);
  });
});

test('what is unknown, or not as GitHub describes it, orders nothing and says why', () => {
  const strange: readonly (readonly [string, unknown, RegExp])[] = [
    ['star', { ...base, action: 'created' }, /^star is no event/],
    ['constructor', { ...base }, /^constructor is no event/],
    ['installation_novelty', { ...base }, /is no event/],
    ['pull_request', { ...base, action: 'opened' }, /^pull_request is not as/],
    ['pull_request', { ...base, action: 'opened', pull_request: { number: '7' } }, /^pull_request\.number is not as/],
    ['pull_request', { ...base, installation: undefined, action: 'opened' }, /^installation is not as/],
    ['push', { ...base, repository: { ...repository, name: '../../etc' }, ref: 'refs/heads/x' }, /^repository\.name/],
    ['push', { ...base, ref: 'refs/heads/a\u0000b' }, /^ref is not as/],
    ['push', { ...base, action: { toString: 'x' }, ref: 'refs/heads/x' }, /^action is not as/],
    ['push', 'a text', /^the payload is not as/],
    ['push', null, /^the payload is not as/],
  ];
  for (const [event, payload, words] of strange) {
    const { webhook, strangeness } = readWebhook('some-id', event, payload);
    expect(webhook).toMatchObject({ id: 'some-id', lostRepositoryIds: [], jobs: [] });
    expect(webhook.repository).toBeUndefined();
    expect(strangeness).toMatch(words);
  }
});

test('what comes to every App is no surprise', () => {
  for (const event of unaskedEvents) expect(read(event, { action: 'revoked' }).strangeness).toBeUndefined();
  expect(readWebhook('some-id', 'ping', { zen: 'Keep it logically awesome.', hook_id: 1 })).toEqual({
    webhook: { id: 'some-id', name: 'ping', lostRepositoryIds: [], jobs: [] },
    strangeness: undefined,
  });
});

test('the events that are handled are named', () => {
  expect(handledEvents).toEqual([
    'check_run',
    'check_suite',
    'issue_comment',
    'pull_request',
    'pull_request_review_comment',
    'push',
    'repository',
  ]);
});
