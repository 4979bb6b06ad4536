import { tellSuite } from './act-on-checks.js';
import { changeIssue, tellPull } from './act-on-issues.js';
import { moveHead } from './act-on-pulls.js';
import type { GitCommit } from './git-repository.js';
import type { Hub } from './hub.js';
import { repositoryHtmlUrl, type View } from './view-repository.js';
import { fullNameOf, type Repo, type User, type World } from './world.js';

const nothing = '0'.repeat(40);
const heads = 'refs/heads/';
/** GitHub lists no more of a push. */
const commitsMax = 2_048;

/** A ref is another commit now, or gone (undefined). Pull requests with that head follow; those whose head landed are merged. */
export async function pushTo(
  hub: Hub,
  repository: Repo,
  user: User,
  ref: string,
  sha: string | undefined,
): Promise<void> {
  const { git } = repository;
  const before = git.refs.get(ref);
  if (before === sha) return;
  git.setRef(ref, sha);
  if (ref.startsWith(heads)) {
    const payload = await viewPush(hub.world, repository, user, ref, before, sha);
    hub.tell(repository, user, 'push', undefined, payload);
    if (sha !== undefined) await tellSuite(hub, repository, user, 'requested', sha, ref.slice(heads.length));
  }
  if (sha === undefined) return closePulls(hub, repository, user, ref);
  for (const issue of repository.issues.values()) {
    if (issue.pull?.headRef === ref && issue.isOpen) await moveHead(hub, repository, user, issue, sha);
  }
  if (ref.startsWith(heads)) await noteMerged(hub, repository, user, ref.slice(heads.length), sha);
}

/** Without its branch a pull request is closed. */
async function closePulls(hub: Hub, repository: Repo, user: User, ref: string): Promise<void> {
  for (const issue of repository.issues.values()) {
    if (issue.pull?.headRef === ref) await changeIssue(hub, repository, user, issue, { isOpen: false });
  }
}

/** An open pull request whose head lies in its base is merged, whoever pushed it. */
async function noteMerged(hub: Hub, repository: Repo, user: User, branch: string, tip: string): Promise<void> {
  for (const issue of repository.issues.values()) {
    const { pull } = issue;
    if (pull === undefined || !issue.isOpen || pull.baseBranch !== branch || pull.headRef === heads + branch) continue;
    if (!(await isAncestor(repository, pull.headSha, tip))) continue;
    await noteMerge(hub, repository, user, issue.number, tip);
  }
}

export async function noteMerge(hub: Hub, repository: Repo, user: User, number: number, sha: string): Promise<void> {
  const issue = repository.issues.get(number);
  if (issue?.pull === undefined || !issue.isOpen) return;
  const now = hub.world.timestamp();
  Object.assign(issue.pull, { mergedAt: now, mergeSha: sha });
  Object.assign(issue, { isOpen: false, closedAt: now, updatedAt: now });
  await tellPull(hub, repository, user, 'closed', issue);
}

async function isAncestor(repository: Repo, one: string, other: string): Promise<boolean> {
  const printed = await repository.git.git(['rev-list', '--max-count=1', one, '--not', other]);
  return printed === '';
}

async function viewPush(
  world: World,
  repository: Repo,
  user: User,
  ref: string,
  before: string | undefined,
  after: string | undefined,
): Promise<View> {
  const commits = after === undefined ? [] : await commitsOf(world, repository, ref, before, after);
  const isForced = before !== undefined && after !== undefined && !(await isAncestor(repository, before, after));
  const range =
    before === undefined ? `${after?.slice(0, 12)}` : `${before.slice(0, 12)}...${(after ?? nothing).slice(0, 12)}`;
  return {
    ref,
    before: before ?? nothing,
    after: after ?? nothing,
    base_ref: null,
    created: before === undefined,
    deleted: after === undefined,
    forced: isForced,
    compare: `${repositoryHtmlUrl(world, repository)}/compare/${range}`,
    commits,
    head_commit:
      after === undefined
        ? null
        : (commits.at(-1) ?? (await viewPushed(world, repository, ['--max-count=1', after]))[0]),
    pusher: { name: user.login, email: `${user.id}@example.com` },
  };
}

/** The commits that are new on the branch, oldest first; of a new branch those that are on no other. */
async function commitsOf(
  world: World,
  repository: Repo,
  ref: string,
  before: string | undefined,
  after: string,
): Promise<readonly View[]> {
  const others = [...repository.git.refs]
    .filter(([each]) => each !== ref && each.startsWith(heads))
    .map(([, sha]) => sha);
  const known = [...new Set(before === undefined ? others : [before])];
  return viewPushed(world, repository, [
    '--topo-order',
    `--max-count=${commitsMax}`,
    after,
    ...known.map(sha => `^${sha}`),
  ]);
}

/** The commits that git lists, oldest first, with the files that each touches: one process for all of them. */
async function viewPushed(world: World, repository: Repo, list: readonly string[]): Promise<readonly View[]> {
  const format = ['--reverse', '--format=%x00%H', '--name-status', '--no-renames', '--diff-merges=first-parent'];
  const printed = await repository.git.git(['log', ...format, ...list]);
  const parts = printed.split('\0').slice(1);
  return Promise.all(parts.map(part => viewPushedCommit(world, repository, part.split('\n'))));
}

async function viewPushedCommit(
  world: World,
  repository: Repo,
  [sha = '', ...lines]: readonly string[],
): Promise<View> {
  const commit = await repository.git.readCommit(sha);
  const person = ({ name, email, date }: GitCommit['author']) => ({ name, email, date });
  const pathsOf = (kinds: string) =>
    lines.flatMap(line => {
      const [kind = '', path] = line.split('\t');
      return path !== undefined && kinds.includes(kind) ? [path] : [];
    });
  return {
    id: sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${world.htmlUrl}/${fullNameOf(repository)}/commit/${sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    added: pathsOf('A'),
    removed: pathsOf('D'),
    modified: pathsOf('MT'),
  };
}
