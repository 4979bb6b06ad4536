import { describe, expect, test } from '@jest/globals';
import {
  listInstallationRepositories,
  readBranchHead,
  readFileAt,
  readPermission,
  readRepository,
} from '../../../src/reporters/github/read-repository.js';
import { GitHubTable, paged } from '../../support/github-table.js';

const linux = { owner: 'octo', name: 'linux' };
const sha = 'a'.repeat(40);

function repositoryOf(id: number) {
  return { id, name: `mirror-${id}`, owner: { login: 'octo' }, default_branch: 'master', archived: id === 2 };
}

describe('a repository', () => {
  test('is found by its number, under whatever name it has now', async () => {
    const client = new GitHubTable({
      'GET /repositories/{repository_id}': ({ repository_id: id }) => repositoryOf(Number(id)),
    });
    expect(await readRepository(client, 2, 77)).toEqual({
      id: 2,
      installationId: 77,
      owner: 'octo',
      name: 'mirror-2',
      defaultBranch: 'master',
      isArchived: true,
    });
    expect(await readRepository(new GitHubTable({}), 2, 77)).toBeUndefined();
  });

  test('is one of those of an installation', async () => {
    const all = Array.from({ length: 130 }, (_, index) => repositoryOf(index + 1));
    const route = paged(all, repositories => ({ total_count: all.length, repositories }));
    const client = new GitHubTable({ 'GET /installation/repositories': route });
    const { repositories, notRead } = await listInstallationRepositories(client, 77);
    expect([repositories.length, repositories.at(-1)?.id, notRead]).toEqual([130, 130, undefined]);
  });
});

describe('a file of a repository', () => {
  const route = 'GET /repos/{owner}/{repo}/contents/{path}';
  const file = {
    type: 'file',
    size: 12,
    sha,
    encoding: 'base64',
    content: Buffer.from('post: {}\n# \u00e9').toString('base64'),
  };

  test('comes as text, at the default branch where none is named', async () => {
    const client = new GitHubTable({ [route]: () => file });
    expect(await readFileAt(client, linux, undefined, '.github/faultline.yml')).toEqual({
      ok: true,
      sha,
      text: 'post: {}\n# \u00e9',
    });
    await readFileAt(client, linux, sha, 'faultline.yml');
    expect(client.requests.map(({ parameters }) => [parameters.path, 'ref' in parameters])).toEqual([
      ['.github/faultline.yml', false],
      ['faultline.yml', true],
    ]);
  });

  test('is not there where nothing is, or something else', async () => {
    for (const data of [[file], { ...file, type: 'submodule' }])
      expect(await readFileAt(new GitHubTable({ [route]: () => data }), linux, sha, 'x')).toBeUndefined();
    expect(await readFileAt(new GitHubTable({}), linux, sha, 'x')).toBeUndefined();
  });

  test('that is too large for a configuration is told to be', async () => {
    const client = new GitHubTable({ [route]: () => ({ ...file, size: 2_000_000, encoding: 'none', content: '' }) });
    const reason = 'it has 2000000 bytes, and at most 100000 are read';
    expect(await readFileAt(client, linux, sha, 'x')).toEqual({ ok: false, sha, reason });
  });
});

describe('the branches of a repository', () => {
  test('are asked for one by one', async () => {
    const client = new GitHubTable({ 'GET /repos/{owner}/{repo}/git/ref/{ref}': () => ({ object: { sha } }) });
    expect(await readBranchHead(client, linux, 'next/7')).toBe(sha);
    expect(client.requests[0]?.parameters).toMatchObject({ ref: 'heads/next/7' });
    expect(await readBranchHead(new GitHubTable({}), linux, 'none')).toBeUndefined();
  });
});

test.each([
  ['admin', 'admin'],
  ['maintain', 'write'],
  ['write', 'write'],
  ['triage', 'read'],
  ['read', 'read'],
  ['none', 'none'],
  ['a role of the organisation', 'none'],
  [undefined, 'none'],
])('who has %s may %s', async (permission, expected) => {
  const route = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission';
  const client = new GitHubTable(permission === undefined ? {} : { [route]: () => ({ permission }) });
  expect(await readPermission(client, linux, 'nora')).toBe(expected);
});
