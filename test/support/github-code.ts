import { spawnSync } from 'node:child_process';
import type { TableRoute } from './github-table.js';
import { refuse } from './github-table.js';

/** How GitHub gives code that lies in a git repository here: objects through GraphQL, blobs and commits through REST. */
export class GitHubCode {
  readonly #directory: string;
  readonly #known = new Map<string, Buffer>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  readonly graphql = (query: string, variables: Readonly<Record<string, unknown>>): unknown => {
    const aliases = [...query.matchAll(/(\w+): object\(expression: \$(\w+)\)/g)];
    const objects = this.#objects(aliases.map(([, , name = '']) => `${variables[name]}`));
    const repository = Object.fromEntries(aliases.map(([, alias = ''], index) => [alias, objects[index]]));
    return { rateLimit: { limit: 5_000, cost: 1, remaining: 4_000, resetAt: '2031-03-04T05:06:07Z' }, repository };
  };

  readonly routes: Readonly<Record<string, TableRoute>> = {
    'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': ({ file_sha: id }) => {
      const bytes = this.#git(['cat-file', 'blob', `${id}`]);
      if (bytes === undefined) return refuse('not-found', 404);
      return {
        sha: id,
        size: bytes.length,
        encoding: 'base64',
        content: bytes.toString('base64').replace(/.{60}/g, '$&\n'),
      };
    },
    'GET /repos/{owner}/{repo}/commits/{ref}': ({ ref, mediaType }) => {
      const sha = this.#git(['rev-parse', '--verify', '-q', `${ref}^{commit}`])
        ?.toString()
        .trim();
      if (sha === undefined) return refuse('unprocessable', 422, `No commit found for SHA: ${ref}`);
      if (mediaType === undefined) return this.commit(sha);
      return this.#git(['diff-tree', '-p', '-M', '--root', '--no-commit-id', sha])?.toString();
    },
  };

  /** A commit as lists and comparisons give it. */
  commit(sha: string): unknown {
    const format = ['%H', '%P', '%an', '%ae', '%cI', '%B'].join('%x00');
    const [id, parents = '', name, email, date, message] =
      `${this.#git(['show', '-s', `--format=${format}`, sha])}`.split('\0');
    return {
      sha: id,
      commit: { message: message?.trimEnd(), author: { name, email, date }, committer: { name, email, date } },
      parents: parents
        .split(' ')
        .filter(Boolean)
        .map(parent => ({ sha: parent })),
    };
  }

  /** What GitHub says of objects. It gives text where it takes the bytes for that, decoded somehow, and cut where there is much of it. */
  #objects(expressions: readonly string[]): readonly unknown[] {
    let output = this.#git(['cat-file', '--batch'], `${expressions.join('\n')}\n`) ?? Buffer.alloc(0);
    return expressions.map(() => {
      const end = output.indexOf('\n');
      const [oid, type, size] = output.toString('latin1', 0, end).split(' ');
      output = output.subarray(end + 1);
      if (size === undefined || !/^\d+$/.test(size)) return null;
      const bytes = output.subarray(0, Number(size));
      output = output.subarray(Number(size) + 1);
      if (type !== 'blob') return {};
      const isBinary = bytes.includes(0);
      const text = isBinary ? null : bytes.toString('utf8').slice(0, 512_000);
      return { oid, byteSize: bytes.length, isBinary, isTruncated: bytes.length > 512_000, text };
    });
  }

  /** Undefined where git fails, as it does of what is not there. What is there stays as it is. */
  #git(args: readonly string[], input = ''): Buffer | undefined {
    const key = JSON.stringify([args, input]);
    const known = this.#known.get(key);
    if (known) return known;
    const { status, stdout } = spawnSync('git', ['-C', this.#directory, ...args], {
      input,
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
      maxBuffer: 100_000_000,
    });
    if (status !== 0) return undefined;
    if (input === '') this.#known.set(key, stdout);
    return stdout;
  }
}
