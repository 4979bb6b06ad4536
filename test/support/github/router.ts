import { type Asker, notFound, type RouteEntry, type RouteTable } from './handler.js';
import { Refusal } from './hub.js';
import { operations, type Route } from './openapi-operations.js';
import { isGranted } from './routes-of-app.js';
import type { Repo, World } from './world.js';

export interface Matched {
  readonly route: Route;
  readonly path: Record<string, string>;
}

interface Pattern {
  readonly route: Route;
  readonly method: string;
  readonly expression: RegExp;
}

/** Names with slashes in them: of files, refs and branches. */
const withSlashes = ['path', 'ref', 'branch', 'basehead', 'name'];

// Words before parameters: `pulls/comments/{comment_id}` is no pull request called comments.
const patterns: readonly Pattern[] = [...operations].sort((one, other) => rankOf(one) - rankOf(other)).map(patternOf);

/** Undefined: no operation that is known. `path`: below the API, not decoded. */
export function matchRoute(method: string, path: string): Matched | undefined {
  for (const pattern of patterns) {
    const found = pattern.method === method ? pattern.expression.exec(path) : null;
    if (found === null) continue;
    const values = Object.entries(found.groups ?? {}).map(([name, value = '']) => [name, decodeURIComponent(value)]);
    return { route: pattern.route, path: Object.fromEntries(values) as Record<string, string> };
  }
  return undefined;
}

/** The entry of a route and the repository that it is about, if who asks may do that; else it is refused. `isSeen`: also where nothing may be written. */
export function admit(world: World, table: RouteTable, { route, path }: Matched, asker: Asker) {
  const entry = table[route];
  if (entry === undefined) throw new Error(`nothing answers ${route}`);
  checkAsker(entry, asker);
  if (path.owner === undefined || path.repo === undefined) return { entry, repository: undefined };
  const repository = world.findRepository(path.owner, path.repo);
  if (repository === undefined)
    return { entry, repository: undefined, moved: world.findMoved(path.owner, path.repo) ?? notFound() };
  if (asker.kind === 'installation') checkRights(route, entry, repository, asker);
  return { entry, repository };
}

function checkAsker({ by }: RouteEntry, asker: Asker): void {
  if (by === 'anyone') return;
  if (by === 'app' && asker.kind !== 'app') throw new Refusal(401, 'A JSON web token could not be decoded');
  if (by === undefined && asker.kind === 'nobody') throw new Refusal(401, 'Requires authentication');
  if (by === undefined && asker.kind === 'app') throw new Refusal(403, 'Resource not accessible by integration');
}

function checkRights(
  route: Route,
  entry: RouteEntry,
  repository: Repo,
  asker: Asker & { readonly kind: 'installation' },
): void {
  const { installation, permissions } = asker;
  const isWrite = !route.startsWith('GET ');
  if (!installation.repositoryIds.has(repository.id)) {
    if (repository.isPrivate) notFound();
    if (isWrite) throw new Refusal(403, 'Resource not accessible by integration');
  }
  const isAllowed = entry.needs === undefined || entry.needs.some(need => isGranted(permissions, need));
  if (!isAllowed) throw new Refusal(403, 'Resource not accessible by integration');
  if (isWrite && repository.isArchived) throw new Refusal(403, 'Repository was archived so is read-only.');
}

function rankOf(route: Route): number {
  const parts = route.split('/');
  const last = parts.at(-1) ?? '';
  const hasSlashes = withSlashes.some(name => last === `{${name}}`);
  return (hasSlashes ? 100 : 0) + parts.filter(part => part.startsWith('{')).length;
}

function patternOf(route: Route): Pattern {
  const [method = '', path = ''] = route.split(' ');
  const source = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'path') return `(?<${name}>.*)`;
    return withSlashes.includes(name) ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`;
  });
  return { route, method, expression: new RegExp(`^${source}$`) };
}
