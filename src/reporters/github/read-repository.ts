import { limits } from '../../domain/limits.js';
import type { Repository } from '../../domain/repository.js';
import { answerOf } from './answer-of.js';
import { Answered } from './answered.js';
import type { GitHubClient } from './github-client.js';
import { inRepository, type RepositoryName } from './read-commit.js';
import { readPages } from './read-pages.js';

/** A file of a repository, or why its text cannot be had, for people. */
export type RepositoryFile =
  | { readonly ok: true; readonly text: string; readonly sha: string }
  | { readonly ok: false; readonly reason: string; readonly sha: string };

/** What somebody may do in a repository; `maintain` is a kind of write, `triage` one of read. */
export type Permission = 'admin' | 'write' | 'read' | 'none';

/** A repository by GitHub's number of it, however it is called now; undefined where it is gone, or not for this installation. */
export async function readRepository(
  client: GitHubClient,
  id: number,
  installationId: number,
): Promise<Repository | undefined> {
  const data = await answerOf(client, 'GET /repositories/{repository_id}', { repository_id: id });
  return data === undefined ? undefined : asRepository(new Answered(data, 'the repository'), installationId);
}

/** The repositories that an installation gives us. `notRead`: what was left out, for people. */
export async function listInstallationRepositories(
  client: GitHubClient,
  installationId: number,
): Promise<{ readonly repositories: readonly Repository[]; readonly notRead?: string | undefined }> {
  const { items, isCut } = await readPages(client, 'GET /installation/repositories', {}, 'the list of repositories', {
    itemsMax: limits.repositoriesMax,
    list: 'repositories',
  });
  return {
    repositories: items.map(item => asRepository(item, installationId)),
    notRead: isCut ? `only ${items.length} repositories of the installation are looked after` : undefined,
  };
}

function asRepository(item: Answered, installationId: number): Repository {
  return {
    id: item.at('id').number(),
    installationId,
    owner: item.at('owner', 'login').text(),
    name: item.at('name').text(),
    defaultBranch: item.at('default_branch').text(),
    isArchived: item.at('archived').optional()?.flag() ?? false,
  };
}

/** A file at a branch or commit, or at the default branch where none is named; undefined where there is no such file. */
export async function readFileAt(
  client: GitHubClient,
  repository: RepositoryName,
  ref: string | undefined,
  path: string,
): Promise<RepositoryFile | undefined> {
  const data = await answerOf(client, 'GET /repos/{owner}/{repo}/contents/{path}', {
    ...inRepository(repository),
    path,
    ...(ref === undefined ? {} : { ref }),
  });
  // A folder is a list.
  if (data === undefined || Array.isArray(data)) return undefined;
  const file = new Answered(data, 'the file');
  if (file.at('type').text() !== 'file') return undefined;
  const sha = file.at('sha').objectId();
  const size = file.at('size').number();
  const max = limits.settingsFileBytesMax;
  if (size > max) return { ok: false, sha, reason: `it has ${size} bytes, and at most ${max} are read` };
  const text = Buffer.from(file.at('content').text(), 'base64').toString('utf8');
  return { ok: true, sha, text };
}

/** The commit at the end of a branch; undefined where there is no such branch. */
export async function readBranchHead(
  client: GitHubClient,
  repository: RepositoryName,
  branch: string,
): Promise<string | undefined> {
  const data = await answerOf(client, 'GET /repos/{owner}/{repo}/git/ref/{ref}', {
    ...inRepository(repository),
    ref: `heads/${branch}`,
  });
  return data === undefined ? undefined : new Answered(data, 'the ref').at('object', 'sha').objectId();
}

/** What somebody may do in a repository, teams and organisation considered. */
export async function readPermission(
  client: GitHubClient,
  repository: RepositoryName,
  login: string,
): Promise<Permission> {
  const data = await answerOf(client, 'GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
    ...inRepository(repository),
    username: login,
  });
  const word = data === undefined ? 'none' : new Answered(data, 'the permission').at('permission').text();
  return permissions.get(word) ?? 'none';
}

const permissions: ReadonlyMap<string, Permission> = new Map([
  ['admin', 'admin'],
  ['maintain', 'write'],
  ['write', 'write'],
  ['triage', 'read'],
  ['read', 'read'],
]);
