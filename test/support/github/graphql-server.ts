import { buildSchema, execute, parse, validate } from 'graphql';
import { readRepositoryFile } from '../repository.js';
import { nodeIdOf, repositoryHtmlUrl } from './view-repository.js';
import { fullNameOf, type Repo, type World } from './world.js';

const schema = buildSchema(readRepositoryFile('test/support/github/github-graphql.graphql'));

export interface GraphqlRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** What does not fit GitHub's schema; undefined where all does. */
export function faultOfQuery(request: unknown): string | undefined {
  const { query } = (request ?? {}) as { readonly query?: unknown };
  if (typeof query !== 'string') return 'POST /graphql: no query';
  try {
    const errors = validate(schema, parse(query));
    return errors.length === 0 ? undefined : `POST /graphql: ${errors.map(({ message }) => message).join('; ')}`;
  } catch (error) {
    return `POST /graphql: ${error instanceof Error ? error.message : 'no query'}`;
  }
}

/** `mayRead`: whether who asks sees the repository. */
export async function answerQuery(
  world: World,
  request: GraphqlRequest,
  mayRead: (repository: Repo) => boolean,
  rate: object,
) {
  const missing: object[] = [];
  const repository = (args: { owner: string; name: string; followRenames: boolean }) => {
    const moved = args.followRenames ? world.findMoved(args.owner, args.name) : undefined;
    const found = world.findRepository(args.owner, args.name) ?? moved;
    if (found !== undefined && mayRead(found)) return resolveRepository(world, found);
    const message = `Could not resolve to a Repository with the name '${args.owner}/${args.name}'.`;
    missing.push({ type: 'NOT_FOUND', path: ['repository'], locations: [{ line: 1, column: 1 }], message });
    return null;
  };
  const { data, errors = [] } = await execute({
    schema,
    document: parse(request.query),
    rootValue: { repository, rateLimit: { cost: 1, nodeCount: 1, ...rate }, node: () => null },
    variableValues: request.variables ?? {},
  });
  const all = [...errors.map(error => error.toJSON()), ...missing];
  return { ...(data === undefined ? {} : { data }), ...(all.length === 0 ? {} : { errors: all }) };
}

function resolveRepository(world: World, repository: Repo) {
  const { git } = repository;
  return {
    __typename: 'Repository',
    id: nodeIdOf('repository', repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullNameOf(repository),
    isArchived: repository.isArchived,
    isFork: false,
    isPrivate: repository.isPrivate,
    url: repositoryHtmlUrl(world, repository),
    owner: {
      __typename: 'Organization',
      id: nodeIdOf('user', repository.owner.id),
      login: repository.owner.login,
    },
    defaultBranchRef: () => resolveRef(world, repository, `refs/heads/${repository.defaultBranch}`),
    ref: ({ qualifiedName }: { qualifiedName: string }) =>
      resolveRef(world, repository, qualifiedName) ?? resolveRef(world, repository, `refs/heads/${qualifiedName}`),
    object: async ({ expression, oid }: { expression?: string; oid?: string }) => {
      if (expression === undefined) return resolveObject(world, repository, oid ?? '');
      const [, revision = '', path] = /^([^:]*)(?::(.*))?$/s.exec(expression) ?? [];
      const commit = await git.resolve(revision === 'HEAD' ? repository.defaultBranch : revision);
      if (path === undefined || commit === undefined) return resolveObject(world, repository, commit ?? revision);
      const found = await git.find(commit, path);
      return found === undefined ? null : resolveObject(world, repository, found.sha);
    },
  };
}

function resolveRef(world: World, repository: Repo, ref: string) {
  const sha = repository.git.refs.get(ref);
  if (sha === undefined) return null;
  const [, prefix = '', name = ''] = /^(refs\/[^/]+\/)(.*)$/.exec(ref) ?? [];
  return {
    __typename: 'Ref',
    id: nodeIdOf('ref', ref),
    name,
    prefix,
    target: () => resolveObject(world, repository, sha),
  };
}

/** `name`: an id, which may be shortened. */
async function resolveObject(world: World, repository: Repo, name: string) {
  const object = await repository.git.objects.read(name);
  if (object === undefined || object.type === 'tag') return null;
  const { sha } = object;
  const common = {
    id: nodeIdOf(object.type, sha),
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    commitUrl: `${repositoryHtmlUrl(world, repository)}/commit/${sha}`,
    repository: () => resolveRepository(world, repository),
  };
  if (object.type === 'blob') return { ...common, ...resolveBlob(object.content, world.limits.blobTextBytesMax) };
  if (object.type === 'tree')
    return { ...common, __typename: 'Tree', entries: () => resolveEntries(world, repository, sha) };
  const commit = await repository.git.readCommit(sha);
  return {
    ...common,
    __typename: 'Commit',
    message: commit.message,
    messageHeadline: commit.message.split('\n')[0],
    committedDate: commit.committer.date,
    tree: () => resolveObject(world, repository, commit.tree),
  };
}

/** GitHub gives no text of a binary file, cuts a long one, and makes UTF-8 of what is written otherwise. */
function resolveBlob(content: Buffer, textBytesMax: number) {
  const isBinary = content.subarray(0, 8000).includes(0);
  const isTruncated = content.length > textBytesMax;
  const shown = content.subarray(0, textBytesMax);
  const text = isUtf8(content) ? shown.toString('utf8') : shown.toString('latin1');
  return { __typename: 'Blob', byteSize: content.length, isBinary, isTruncated, text: isBinary ? null : text };
}

async function resolveEntries(world: World, repository: Repo, tree: string) {
  const entries = await repository.git.objects.readTree(tree);
  return entries.map(({ mode, name, sha }) => ({
    name,
    path: name,
    oid: sha,
    mode: Number.parseInt(mode, 8),
    type: mode === '40000' ? 'tree' : mode === '160000' ? 'commit' : 'blob',
    extension: name.includes('.') ? `.${name.split('.').at(-1)}` : '',
    isGenerated: false,
    size: async () => (await repository.git.objects.read(sha))?.content.length ?? 0,
    object: () => resolveObject(world, repository, sha),
  }));
}

function isUtf8(content: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content);
    return true;
  } catch {
    // Some other encoding.
    return false;
  }
}
