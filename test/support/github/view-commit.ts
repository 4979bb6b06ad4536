import { type DiffFile, diffFiles } from './git-diffs.js';
import type { GitCommit } from './git-repository.js';
import { nodeIdOf, repositoryHtmlUrl, repositoryUrl, type View } from './view-repository.js';
import type { Repo, World } from './world.js';

export async function viewCommit(world: World, repository: Repo, sha: string): Promise<View> {
  const commit = await repository.git.readCommit(sha);
  const url = `${repositoryUrl(world, repository)}/commits/${sha}`;
  const htmlUrl = `${repositoryHtmlUrl(world, repository)}/commit/`;
  return {
    sha,
    node_id: nodeIdOf('commit', sha),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${repositoryUrl(world, repository)}/git/trees/${commit.tree}` },
      url: url.replace('/commits/', '/git/commits/'),
      comment_count: 0,
      verification: unverified,
    },
    url,
    html_url: htmlUrl + sha,
    comments_url: `${url}/comments`,
    // People who have no account on GitHub, as most on mailing lists.
    author: null,
    committer: null,
    parents: commit.parents.map(parent => ({ sha: parent, url: url.replace(sha, parent), html_url: htmlUrl + parent })),
  };
}

/** With what it changes, a page of files at a time. */
export async function viewCommitWithFiles(world: World, repository: Repo, sha: string): Promise<View> {
  const { parents } = await repository.git.readCommit(sha);
  const files = await diffFiles(repository.git, parents[0], sha, world.limits);
  const additions = files.reduce((sum, each) => sum + each.additions, 0);
  const deletions = files.reduce((sum, each) => sum + each.deletions, 0);
  return {
    ...(await viewCommit(world, repository, sha)),
    stats: { additions, deletions, total: additions + deletions },
    files: files.map(file => viewFile(world, repository, sha, file)),
  };
}

/** Of git's own view: `git/commits`. */
export function viewGitCommit(world: World, repository: Repo, commit: GitCommit): View {
  const url = `${repositoryUrl(world, repository)}/git/commits/`;
  const htmlUrl = `${repositoryHtmlUrl(world, repository)}/commit/`;
  return {
    sha: commit.sha,
    node_id: nodeIdOf('commit', commit.sha),
    url: url + commit.sha,
    html_url: htmlUrl + commit.sha,
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: `${repositoryUrl(world, repository)}/git/trees/${commit.tree}` },
    parents: commit.parents.map(sha => ({ sha, url: url + sha, html_url: htmlUrl + sha })),
    verification: unverified,
  };
}

export function viewFile(world: World, repository: Repo, sha: string, file: DiffFile): View {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${repositoryHtmlUrl(world, repository)}/blob/${sha}/${path}`,
    raw_url: `${repositoryHtmlUrl(world, repository)}/raw/${sha}/${path}`,
    contents_url: `${repositoryUrl(world, repository)}/contents/${path}?ref=${sha}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.oldPath === undefined ? {} : { previous_filename: file.oldPath }),
  };
}

const unverified = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };
