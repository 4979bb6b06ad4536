import { type Call, mediaOf, notFound, ok, page, type RouteTable, textAnswer } from './handler.js';
import { viewCommit, viewGitCommit } from './view-commit.js';
import { nodeIdOf, repositoryHtmlUrl, repositoryUrl, type View, viewRepository, viewUser } from './view-repository.js';
import type { Repo, Role, World } from './world.js';

const reads = ['contents:read'];
const heads = 'refs/heads/';

export const routesOfRepository: RouteTable = {
  'GET /repos/{owner}/{repo}': {
    needs: ['metadata:read'],
    handle: ({ world }, repository) => ok(viewRepository(world, repository)),
  },
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': {
    needs: ['metadata:read'],
    handle: ({ world, path }, repository) => {
      const user = world.users.get((path.username ?? '').toLowerCase()) ?? notFound();
      const known = user.id === repository.owner.id ? 'admin' : repository.roles.get(user.login.toLowerCase());
      // Whoever sees a public repository may read it.
      const role: Role = known ?? (repository.isPrivate ? 'none' : 'read');
      const permission = { maintain: 'write', triage: 'read' }[role as string] ?? role;
      const rank = ['none', 'read', 'triage', 'write', 'maintain', 'admin'].indexOf(role);
      const permissions = { pull: rank > 0, triage: rank > 1, push: rank > 2, maintain: rank > 3, admin: rank > 4 };
      return ok({ permission, role_name: role, user: { ...viewUser(world, user), permissions, role_name: role } });
    },
  },
  'GET /repos/{owner}/{repo}/contents/{path}': { needs: reads, handle: answerContents },
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': {
    needs: reads,
    handle: async (call, repository) => {
      const sha = call.path.file_sha ?? '';
      const object = sha.length === 40 ? await repository.git.objects.read(sha) : undefined;
      if (object?.type !== 'blob') return notFound();
      if (mediaOf(call) === 'raw') return textAnswer(object.content, 'raw');
      return ok({
        sha,
        node_id: nodeIdOf('blob', sha),
        size: object.content.length,
        url: `${repositoryUrl(call.world, repository)}/git/blobs/${sha}`,
        content: base64Of(object.content),
        encoding: 'base64',
      });
    },
  },
  'GET /repos/{owner}/{repo}/git/ref/{ref}': {
    needs: reads,
    handle: ({ world, path }, repository) => {
      const ref = `refs/${path.ref}`;
      const sha = repository.git.refs.get(ref) ?? notFound();
      return ok(viewRef(world, repository, ref, sha));
    },
  },
  'GET /repos/{owner}/{repo}/git/matching-refs/{ref}': {
    needs: reads,
    handle: ({ world, path }, repository) => {
      const found = refsBelow(repository, `refs/${path.ref}`);
      return ok(found.map(([ref, sha]) => viewRef(world, repository, ref, sha)));
    },
  },
  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}': {
    needs: reads,
    handle: async ({ world, path }, repository) => {
      const sha = path.commit_sha ?? '';
      if ((await repository.git.objects.read(sha))?.type !== 'commit') return notFound();
      return ok(viewGitCommit(world, repository, await repository.git.readCommit(sha)));
    },
  },
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': {
    needs: reads,
    handle: async ({ world, path, query }, repository) => {
      const name = path.tree_sha ?? '';
      const commit = await repository.git.resolve(name);
      const sha = commit === undefined ? name : (await repository.git.readCommit(commit)).tree;
      if ((await repository.git.objects.read(sha))?.type !== 'tree') return notFound();
      const url = `${repositoryUrl(world, repository)}/git`;
      const tree = await entriesBelow(repository, sha, '', query.recursive !== undefined);
      const views = tree.map(({ type, ...entry }) => ({ ...entry, type, url: `${url}/${type}s/${entry.sha}` }));
      return ok({ sha, url: `${url}/trees/${sha}`, tree: views, truncated: false });
    },
  },
  'GET /repos/{owner}/{repo}/branches': {
    needs: reads,
    handle: (call, repository) =>
      page(call, refsBelow(repository, heads), ([ref, sha]) => viewBranch(call.world, repository, ref, sha)),
  },
  'GET /repos/{owner}/{repo}/branches/{branch}': {
    needs: reads,
    handle: async ({ world, path }, repository) => {
      const sha = repository.git.refs.get(heads + path.branch) ?? notFound();
      const url = `${repositoryUrl(world, repository)}/branches/${path.branch}`;
      return ok({
        name: path.branch,
        commit: await viewCommit(world, repository, sha),
        _links: { html: `${repositoryHtmlUrl(world, repository)}/tree/${path.branch}`, self: url },
        protected: false,
        protection: { enabled: false },
        protection_url: `${url}/protection`,
      });
    },
  },
};

async function answerContents(call: Call, repository: Repo) {
  const {
    world,
    path: { path = '' },
    query,
  } = call;
  const ref = query.ref ?? repository.defaultBranch;
  const commit = (await repository.git.resolve(ref)) ?? notFound();
  const found = (await repository.git.find(commit, path)) ?? notFound();
  const view = (each: FoundEntry) => viewEntry(world, repository, ref, each);
  if (found.mode === '40000') {
    const entries = await entriesBelow(repository, found.sha, path === '' ? '' : `${path}/`, false);
    return ok(entries.map(entry => ({ ...view(entry), type: entry.type === 'tree' ? 'dir' : 'file' })));
  }
  const object = (await repository.git.objects.read(found.sha)) ?? notFound();
  if (mediaOf(call) === 'raw') return textAnswer(object.content, 'raw');
  const entry = { path, mode: found.mode, type: 'blob', sha: found.sha, size: object.content.length };
  if (found.mode === '120000') return ok({ ...view(entry), type: 'symlink', target: object.content.toString() });
  // Between 1 and 100 MB only the raw form has the content.
  const isLarge = object.content.length > 1024 * 1024;
  const content = isLarge ? '' : base64Of(object.content);
  return ok({ ...view(entry), type: 'file', content, encoding: isLarge ? 'none' : 'base64' });
}

interface FoundEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
  readonly size?: number;
}

async function entriesBelow(
  repository: Repo,
  tree: string,
  prefix: string,
  isDeep: boolean,
): Promise<readonly FoundEntry[]> {
  const found: FoundEntry[] = [];
  for (const { mode, name, sha } of await repository.git.objects.readTree(tree)) {
    const path = prefix + name;
    if (mode === '40000') {
      found.push({ path, mode: '040000', type: 'tree', sha });
      if (isDeep) found.push(...(await entriesBelow(repository, sha, `${path}/`, true)));
    } else if (mode === '160000') found.push({ path, mode, type: 'commit', sha });
    else
      found.push({
        path,
        mode,
        type: 'blob',
        sha,
        size: (await repository.git.objects.read(sha))?.content.length ?? 0,
      });
  }
  return found;
}

function viewEntry(world: World, repository: Repo, ref: string, { path, sha, size = 0, type }: FoundEntry): View {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const url = `${repositoryUrl(world, repository)}/contents/${encoded}?ref=${encodeURIComponent(ref)}`;
  const gitUrl = `${repositoryUrl(world, repository)}/git/${type}s/${sha}`;
  const htmlUrl = `${repositoryHtmlUrl(world, repository)}/${type}/${ref}/${encoded}`;
  return {
    name: path.split('/').at(-1),
    path,
    sha,
    size,
    url,
    html_url: htmlUrl,
    git_url: gitUrl,
    download_url: type === 'tree' ? null : htmlUrl.replace('/blob/', '/raw/'),
    _links: { self: url, git: gitUrl, html: htmlUrl },
  };
}

function viewRef(world: World, repository: Repo, ref: string, sha: string): View {
  const url = `${repositoryUrl(world, repository)}/git`;
  return {
    ref,
    node_id: nodeIdOf('ref', ref),
    url: `${url}/${ref}`,
    object: { sha, type: 'commit', url: `${url}/commits/${sha}` },
  };
}

function viewBranch(world: World, repository: Repo, ref: string, sha: string): View {
  const url = repositoryUrl(world, repository);
  return { name: ref.slice(heads.length), commit: { sha, url: `${url}/commits/${sha}` }, protected: false };
}

function refsBelow(repository: Repo, prefix: string): (readonly [string, string])[] {
  const found = [...repository.git.refs].filter(([ref]) => ref.startsWith(prefix) && !ref.startsWith('refs/forks/'));
  return found.sort(([one], [other]) => (one < other ? -1 : 1));
}

/** GitHub breaks it into lines of 60. */
function base64Of(content: Buffer): string {
  return content.toString('base64').replaceAll(/(.{60})/g, '$1\n');
}
