import { expect, test } from '@jest/globals';
import { lookForCommits } from '../../../src/app/ingest/look-for-commits.js';
import { ApiMirror } from '../../../src/reporters/github/api-mirror.js';
import { findMirrorCursor } from '../../../src/store/commits.js';
import { Store } from '../../../src/store/store.js';
import { GitHubTable, paged } from '../../support/github-table.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';

const root = makeTemporaryDirectory();

function commitOf(number: number) {
  return {
    sha: number.toString(16).padStart(40, '0'),
    commit: {
      message: `jar: ${number}\n\nLink: https://lore.kernel.org/r/${number}@example.org`,
      author: null,
      committer: null,
    },
    parents: [],
  };
}

test('a branch that is read through the API is followed, and what is too much for one look is told', async () => {
  const store = await Store.open(root, { mayMake: true });
  let count = 150;
  const commits = (from: number) => Array.from({ length: count - from }, (_, index) => commitOf(from + index));
  const client = new GitHubTable({
    'GET /repos/{owner}/{repo}/commits/{ref}': () => commitOf(count - 1),
    'GET /repos/{owner}/{repo}/commits': paged(commits(0).reverse()),
    'GET /repos/{owner}/{repo}/compare/{basehead}': ({ basehead, ...rest }) => {
      const behind = commits(Number.parseInt(`${basehead}`.slice(0, 40), 16) + 1);
      return paged(behind, page => ({ total_commits: behind.length, commits: page }))(rest);
    },
  });
  const landing = {
    mirror: new ApiMirror(client, { owner: 'octo', name: 'linux' }, 200),
    name: '7 master',
    revision: 'master',
  };
  const kept = async () => (await store.db.selectFrom('landed_commit').select('id').execute()).length;
  expect([await lookForCommits(store.db, landing), await kept()]).toEqual([undefined, 150]);
  count = 300;
  expect([await lookForCommits(store.db, landing), await kept()]).toEqual([undefined, 300]);
  count = 1_000;
  expect(await lookForCommits(store.db, landing)).toBe('500 of 700 new commits were not looked at, the oldest');
  expect([await kept(), await findMirrorCursor(store.db, '7 master')]).toEqual([500, commitOf(999).sha]);
  await store.close();
});
