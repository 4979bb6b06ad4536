import { describe, expect, test } from '@jest/globals';
import { listOpenPulls, readPull, readPullCommits, readPullFiles } from '../../../src/reporters/github/read-pull.js';
import { GitHubTable, paged, refuse, type TableRoute } from '../../support/github-table.js';

const repository = { owner: 'octo', name: 'linux' };
const [base, head] = ['b'.repeat(40), 'a'.repeat(40)];

const routes = {
  pull: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
  pulls: 'GET /repos/{owner}/{repo}/pulls',
  commits: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/commits',
  commit: 'GET /repos/{owner}/{repo}/commits/{ref}',
  files: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
};

const pull = {
  number: 7,
  title: 'mm: keep the lid on',
  body: null,
  state: 'open',
  merged: false,
  draft: false,
  base: { ref: 'master', sha: base },
  head: { ref: 'lid', sha: head },
  user: null,
  commits: 2,
  changed_files: 3,
};

/** The id of the commit with this number. */
function shaOf(number: number): string {
  return number.toString(16).padStart(40, '0');
}

function commitOf(number: number, parents: readonly string[] = [shaOf(number - 1)]) {
  return {
    sha: shaOf(number),
    parents: parents.map(sha => ({ sha })),
    commit: {
      message: `commit ${number}`,
      author: null,
      committer: { name: 'A', email: 'a@example.com', date: '2031-03-04T05:06:07Z' },
    },
  };
}

describe('a pull request', () => {
  test('is read as it is now; what GitHub leaves out is empty', async () => {
    const client = new GitHubTable({ [routes.pull]: () => pull });
    expect(await readPull(client, repository, 7)).toEqual({
      number: 7,
      title: 'mm: keep the lid on',
      body: '',
      isOpen: true,
      isDraft: false,
      baseBranch: 'master',
      baseSha: base,
      headSha: head,
      commitCount: 2,
      fileCount: 3,
    });
    expect(client.requests).toEqual([
      { route: routes.pull, parameters: { owner: 'octo', repo: 'linux', pull_number: 7 } },
    ]);
  });

  test('that is not there is undefined; any other refusal is thrown', async () => {
    expect(await readPull(new GitHubTable({}), repository, 7)).toBeUndefined();
    const client = new GitHubTable({ [routes.pull]: () => refuse('doubtful', 502, 'Bad Gateway') });
    await expect(readPull(client, repository, 7)).rejects.toThrow('Bad Gateway');
  });

  test.each([
    [{ ...pull, title: 7 }, 'the pull request.title of the answer is not text'],
    [{ ...pull, head: { sha: 'master' } }, 'the pull request.head.sha of the answer is not an object id'],
    [{ ...pull, base: null }, 'the pull request.base of the answer is not an object'],
    [{ ...pull, commits: 1.5 }, 'the pull request.commits of the answer is not a number'],
    ['<html>', 'the pull request of the answer is not an object'],
  ])('of another form than GitHub documents is refused', async (data, message) => {
    const client = new GitHubTable({ [routes.pull]: () => data });
    await expect(readPull(client, repository, 7)).rejects.toMatchObject({ kind: 'wrong', message });
  });
});

test('the open pull requests are listed page by page', async () => {
  const items = Array.from({ length: 230 }, (_, index) => ({
    number: index + 1,
    head: { sha: head },
    base: { sha: base },
  }));
  const client = new GitHubTable({ [routes.pulls]: paged(items) });
  const { pulls, notRead } = await listOpenPulls(client, repository);
  expect([pulls.length, pulls.at(-1), notRead]).toEqual([230, { number: 230, headSha: head }, undefined]);
  expect(client.count(routes.pulls)).toBe(3);
});

test('of more open pull requests than are looked at it is said so', async () => {
  const items = Array.from({ length: 2_001 }, (_, index) => ({
    number: index + 1,
    head: { sha: head },
    base: { sha: base },
  }));
  const { pulls, notRead } = await listOpenPulls(new GitHubTable({ [routes.pulls]: paged(items) }), repository);
  expect([pulls.length, notRead]).toEqual([2_000, 'only the newest 2000 open pull requests were looked at']);
});

describe('the commits of a pull request', () => {
  async function read(
    commits: readonly unknown[],
    numbers: { head: number; count: number },
    diff: TableRoute = ({ ref }) => `diff of ${ref}`,
  ) {
    const client = new GitHubTable({ [routes.commits]: paged(commits), [routes.commit]: diff });
    const asked = { number: 7, headSha: shaOf(numbers.head), commitCount: numbers.count };
    return { client, ...(await readPullCommits(client, repository, asked)) };
  }

  test('come with their diffs, each behind its parent, however GitHub sorts them', async () => {
    const { client, commits, notRead } = await read([commitOf(3), commitOf(1), commitOf(2)], { head: 3, count: 3 });
    expect(commits.map(({ sha, diff }) => [sha, diff])).toEqual(
      [1, 2, 3].map(number => [shaOf(number), { ok: true, text: `diff of ${shaOf(number)}` }]),
    );
    expect(commits[0]).toMatchObject({
      message: 'commit 1',
      authorName: '',
      committedAt: Date.UTC(2031, 2, 4, 5, 6, 7),
    });
    expect(notRead).toBeUndefined();
    expect(client.requests.at(-1)?.parameters).toMatchObject({ ref: shaOf(3), mediaType: { format: 'diff' } });
  });

  test('say of a merge that it was not looked at, and ask for no diff of it', async () => {
    const { client, commits } = await read([commitOf(1), commitOf(2, [shaOf(1), base])], { head: 2, count: 2 });
    expect(commits.map(({ diff }) => diff.ok || diff.reason)).toEqual([
      true,
      'it is a merge, whose own changes are not looked at',
    ]);
    expect(client.count(routes.commit)).toBe(1);
  });

  test('say of a diff that is too large why it is not there', async () => {
    const { commits } = await read([commitOf(1)], { head: 1, count: 1 }, () =>
      refuse('wrong', 406, 'Sorry, the diff exceeded the maximum number of lines (20000)'),
    );
    expect(commits[0]?.diff).toEqual({
      ok: false,
      reason: 'GitHub does not give its diff: Sorry, the diff exceeded the maximum number of lines (20000)',
    });
    await expect(read([commitOf(1)], { head: 1, count: 1 }, () => refuse('doubtful', 500, 'Oops'))).rejects.toThrow(
      'Oops',
    );
  });

  test('that GitHub does not list are told', async () => {
    const listed = Array.from({ length: 250 }, (_, index) => commitOf(index + 1));
    const { commits, notRead } = await read(listed, { head: 400, count: 400 });
    expect([commits.length, notRead]).toEqual([
      250,
      'only 250 of its 400 commits were read: GitHub lists no more of a pull request',
    ]);
  });

  test('of a pull request that was pushed to meanwhile are told to be others', async () => {
    expect((await read([commitOf(1), commitOf(2)], { head: 9, count: 2 })).notRead).toBe(
      'it was pushed to while it was read',
    );
  });
});

describe('the files of a pull request', () => {
  async function read(items: readonly unknown[], fileCount: number) {
    return readPullFiles(new GitHubTable({ [routes.files]: paged(items) }), repository, { number: 7, fileCount });
  }

  test('are told with the lines that GitHub shows of them, where it shows any', async () => {
    const items = [
      { filename: 'mm/jar.c', previous_filename: 'mm/pot.c', patch: '@@ -1 +1 @@\n-a\n+b' },
      { filename: 'logo.png' },
    ];
    expect(await read(items, 2)).toEqual({
      files: [
        { path: 'mm/jar.c', oldPath: 'mm/pot.c', patch: '@@ -1 +1 @@\n-a\n+b' },
        { path: 'logo.png', oldPath: undefined, patch: undefined },
      ],
      notRead: undefined,
    });
  });

  test('that GitHub does not list are told', async () => {
    const items = Array.from({ length: 3_000 }, (_, index) => ({ filename: `${index}.c` }));
    const { files, notRead } = await read(items, 4_000);
    expect([files.length, notRead]).toEqual([3_000, 'GitHub lists only 3000 of its 4000 files']);
  });
});
