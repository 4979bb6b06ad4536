import { beforeAll, describe, expect, test } from '@jest/globals';
import { limits } from '../../../src/domain/limits.js';
import { ApiMirror } from '../../../src/reporters/github/api-mirror.js';
import { openMirror } from '../../../src/tree/git-mirror.js';
import type { CommitScan } from '../../../src/tree/scan-commits.js';
import { runGit } from '../../support/git.js';
import { GitHubCode } from '../../support/github-code.js';
import { GitHubTable, paged, refuse } from '../../support/github-table.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';

const directory = makeTemporaryDirectory();
const code = new GitHubCode(directory);
const repository = { owner: 'octo', name: 'linux' };
const routes = {
  commit: 'GET /repos/{owner}/{repo}/commits/{ref}',
  commits: 'GET /repos/{owner}/{repo}/commits',
  compare: 'GET /repos/{owner}/{repo}/compare/{basehead}',
};

function git(...args: readonly string[]): string {
  return runGit(directory, args).trim();
}

const messages = [
  'jar: begin',
  'jar: keep the lid\n on\n\nLink: https://lore.kernel.org/r/why@example.org is why.\n\nLink: https://lore.kernel.org/r/jar.2@example.org\nMessage-Id:\n <jar.3@example.org>\nSigned-off-by: Nora Lind <nora@example.org>',
  'jar: no trailers\n\nLink: https://lore.kernel.org/r/jar.4@example.org\nis what one reads of it\nand nothing else\nat all',
  'jar: r\u00e9d',
];

/** Ids of commits: `main` of a history with a merge, oldest first; `side` that is merged in; `other` that leads elsewhere. */
let main: readonly string[] = [];
let other = '';

beforeAll(() => {
  runGit(directory, ['init', '-q', '--bare']);
  const stream = (ref: string, time: number, mark: number, message: string, parents: readonly number[]): string =>
    [
      `commit refs/heads/${ref}`,
      `mark :${mark}`,
      `committer Bo Sand <bo@example.com> ${time} +0000`,
      `data ${Buffer.byteLength(message)}\n${message}`,
      ...parents.map((parent, index) => `${index === 0 ? 'from' : 'merge'} :${parent}`),
      `M 100644 inline jar.c\ndata 2\n${mark}\n`,
      '',
    ].join('\n');
  const [first = '', second = '', third = '', fourth = ''] = messages;
  runGit(
    directory,
    ['fast-import', '--quiet', '--force'],
    [
      stream('master', 1_900_000_001, 1, first, []),
      stream('master', 1_900_000_002, 2, second, [1]),
      stream('side', 1_900_000_003, 3, third, [1]),
      stream('master', 1_900_000_004, 4, 'Merge side', [2, 3]),
      stream('master', 1_900_000_005, 5, fourth, [4]),
      stream('other', 1_900_000_006, 6, 'jar: elsewhere', [2]),
    ].join(''),
  );
  main = git('rev-list', '--reverse', 'master').split('\n');
  other = git('rev-parse', 'other');
});

function makeClient(): GitHubTable {
  return new GitHubTable({
    ...code.routes,
    [routes.commits]: ({ sha, ...rest }) =>
      paged(
        git('rev-list', `${sha}`)
          .split('\n')
          .map(id => code.commit(id)),
      )(rest),
    [routes.compare]: ({ basehead, ...rest }) => {
      const [base, head] = `${basehead}`.split('...');
      if (![...main, other].includes(`${base}`)) return refuse('not-found', 404);
      const ids = git('rev-list', '--reverse', `${base}..${head}`).split('\n').filter(Boolean);
      return paged(
        ids.map(id => code.commit(id)),
        commits => ({ status: 'ahead', total_commits: ids.length, commits }),
      )(rest);
    },
  });
}

function read(scan: CommitScan): Extract<CommitScan, { ok: true }> {
  if (!scan.ok) throw new Error(scan.reason);
  return scan;
}

describe('the history of a branch', () => {
  test.each([undefined, 0, 1, 'other'] as const)('behind %s is told as by a git mirror', async from => {
    const cursor = from === 'other' ? other : from === undefined ? undefined : main[from];
    const api = read(await new ApiMirror(makeClient(), repository).scanCommits('master', cursor));
    const mirror = await openMirror(directory);
    const local = read(await mirror.scanCommits('master', cursor));
    await mirror.close();
    const byId = (scan: typeof api) => [...scan.commits].sort((a, b) => a.id.localeCompare(b.id));
    expect(byId(api)).toEqual(byId(local));
    expect([api.cursor, api.isCut, api.notRead]).toEqual([local.cursor, false, undefined]);
  });

  test('names the mails of its commits', async () => {
    const { commits } = read(await new ApiMirror(makeClient(), repository).scanCommits('refs/heads/master', undefined));
    expect(commits.flatMap(({ messageIds }) => messageIds)).toEqual(['jar.2@example.org', 'jar.3@example.org']);
  });

  test('that did not go on costs one request', async () => {
    const client = makeClient();
    const tip = main.at(-1);
    expect(await new ApiMirror(client, repository).scanCommits('master', tip)).toEqual({
      ok: true,
      commits: [],
      cursor: tip,
      isCut: false,
    });
    expect(client.requests).toHaveLength(1);
  });

  test('is told anew where the commit that was looked at last is gone', async () => {
    const gone = read(await new ApiMirror(makeClient(), repository).scanCommits('master', 'd'.repeat(40)));
    expect([gone.commits.length, gone.cursor, gone.notRead]).toEqual([5, main.at(-1), undefined]);
    const cut = read(await new ApiMirror(makeClient(), repository, 2).scanCommits('master', 'd'.repeat(40)));
    expect(cut.commits.map(({ id }) => id)).toEqual(main.slice(-2));
    expect(cut.notRead).toBe('the commit that was looked at last is gone: only the newest 2 commits were looked at');
  });

  test('is not told of a branch that is not there', async () => {
    expect(await new ApiMirror(makeClient(), repository).scanCommits('none', undefined)).toEqual({
      ok: false,
      reason: 'it is not there',
    });
  });

  test('throws where waiting may help', async () => {
    const client = new GitHubTable({
      ...code.routes,
      [routes.compare]: () => refuse('rate-limited', 403, 'slow down'),
    });
    await expect(new ApiMirror(client, repository).scanCommits('master', main[0])).rejects.toMatchObject({
      kind: 'rate-limited',
    });
  });
});

test('of a merge window the newest commits are read, and how many were left out is told', async () => {
  const commit = (number: number) => ({
    sha: number.toString(16).padStart(40, '0'),
    commit: { message: `${number}`, author: null, committer: null },
    parents: [],
  });
  const commits = Array.from({ length: 12_345 }, (_, index) => commit(index));
  const client = new GitHubTable({
    [routes.commit]: () => commit(12_344),
    [routes.compare]: paged(commits, page => ({ total_commits: commits.length, commits: page })),
  });
  const scan = read(await new ApiMirror(client, repository).scanCommits('master', 'd'.repeat(40)));
  expect(scan.notRead).toBe('7400 of 12345 new commits were not looked at, the oldest');
  expect([scan.commits[0]?.subject, scan.commits.at(-1)?.subject, scan.isCut]).toEqual(['7400', '12344', false]);
  expect(scan.commits.length).toBeLessThanOrEqual(limits.apiCommitsMax);
  expect(client.count(routes.compare)).toBe(51);
});

test('patch-ids are those of git; a merge and what is no commit have none', async () => {
  const mirror = await openMirror(directory);
  const asked = [...main, 'd'.repeat(40)];
  const [api, local] = [
    await new ApiMirror(makeClient(), repository).readPatchIds(asked),
    await mirror.readPatchIds(asked),
  ];
  await mirror.close();
  expect([api.size, [...api].sort()]).toEqual([4, [...local].sort()]);
});

test('a commit is known by its id, its branch or its tag', async () => {
  const mirror = new ApiMirror(makeClient(), repository);
  expect(await Promise.all([`${main[0]}`, 'master', 'none', ''].map(name => mirror.hasCommit(name)))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
