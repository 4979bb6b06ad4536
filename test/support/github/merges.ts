import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pullOf } from './act-on-pulls.js';
import type { GitPerson } from './git-repository.js';
import type { Hub } from './hub.js';
import { commitsBetween, mergeBaseOf } from './pulls.js';
import { noteMerge, pushTo } from './pushes.js';
import type { Issue, Repo, User } from './world.js';

export type MergeMethod = 'merge' | 'squash' | 'rebase';

/** Lands a pull request on its base, which is pushed. Returns the commit that landed last. */
export async function mergePull(
  hub: Hub,
  repository: Repo,
  user: User,
  issue: Issue,
  method: MergeMethod,
): Promise<string> {
  const pull = pullOf(issue);
  const { git } = repository;
  const base = `refs/heads/${pull.baseBranch}`;
  const tip = git.refs.get(base) ?? pull.baseSha;
  const commits = await commitsBetween(repository, tip, pull.headSha);
  const rebased = await replay(repository, commits, tip);
  const { tree } = await git.readCommit(rebased.at(-1) ?? tip);
  const committer = { name: user.login, email: `${user.login}@example.com` };
  const landed =
    method === 'rebase'
      ? (rebased.at(-1) ?? tip)
      : method === 'squash'
        ? git.commitTree(
            tree,
            [tip],
            `${issue.title} (#${issue.number})`,
            await authorOf(repository, pull.headSha),
            committer,
          )
        : git.commitTree(tree, [tip, pull.headSha], `Merge pull request #${issue.number}`, committer, committer);
  await pushTo(hub, repository, user, base, landed);
  // After a squash or a rebase the head itself is not in the base.
  await noteMerge(hub, repository, user, issue.number, landed);
  return landed;
}

/** The commits of a pull request are made anew on the tip of its base, and pushed. Returns the new head. */
export async function rebasePull(hub: Hub, repository: Repo, user: User, issue: Issue): Promise<string> {
  const pull = pullOf(issue);
  const tip = repository.git.refs.get(`refs/heads/${pull.baseBranch}`) ?? pull.baseSha;
  const start = (await mergeBaseOf(repository, tip, pull.headSha)) ?? tip;
  const commits = await commitsBetween(repository, start, pull.headSha);
  const head = (await replay(repository, commits, tip)).at(-1) ?? tip;
  await pushTo(hub, repository, user, pull.headRef, head);
  return head;
}

/** What each commit changes, on another one. Throws where git finds a conflict. */
async function replay(repository: Repo, commits: readonly string[], onto: string): Promise<readonly string[]> {
  const { git } = repository;
  const made: string[] = [];
  for (const sha of commits) {
    const { parents, message, author, committer } = await git.readCommit(sha);
    const parent = parents[0] ?? onto;
    const below = made.at(-1) ?? onto;
    const files: Record<string, Buffer | undefined> = {};
    const paths = await git.git(['diff-tree', '-r', '-z', '--name-only', '--no-renames', parent, sha]);
    for (const path of paths.split('\0').filter(each => each !== '')) {
      const [old, mine, theirs] = await Promise.all([parent, below, sha].map(each => git.readFile(each, path)));
      files[path] = theirs === undefined || isSame(old, mine) ? theirs : mergeFile(mine, old, theirs, path);
    }
    made.push(await git.commit([below], files, message, author, committer));
  }
  return made;
}

function isSame(one: Buffer | undefined, other: Buffer | undefined): boolean {
  return one === undefined || other === undefined ? one === other : one.equals(other);
}

/** Three versions of a file as git merges them. */
function mergeFile(mine: Buffer | undefined, old: Buffer | undefined, theirs: Buffer, path: string): Buffer {
  const directory = mkdtempSync(join(tmpdir(), 'faultline-merge-'));
  try {
    const files = [mine, old, theirs].map((content, index) => {
      const file = join(directory, `${index}`);
      writeFileSync(file, content ?? '');
      return file;
    });
    return execFileSync('git', ['merge-file', '-p', ...files], { stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    throw new Error(`${path} cannot be merged`, { cause: error });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function authorOf(repository: Repo, sha: string): Promise<GitPerson> {
  const { author } = await repository.git.readCommit(sha);
  return author;
}
