import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { GitObjects, splitOnce } from './git-objects.js';

const execute = promisify(execFile);

/** Seconds since the epoch: when the first commit is made. */
const usualFirstCommitAt = 1_700_000_000;

export interface GitPerson {
  readonly name: string;
  readonly email: string;
}

export interface GitCommit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: GitPerson & { readonly date: string };
  readonly committer: GitPerson & { readonly date: string };
  readonly message: string;
}

/** Content by path; undefined: the file is not there any more. */
export type FileChanges = Readonly<Record<string, string | Uint8Array | undefined>>;

/** A real bare repository in a temporary directory, so that ids, diffs and merge bases are git's own. */
export class GitRepository {
  readonly directory = mkdtempSync(join(tmpdir(), 'faultline-github-'));
  readonly objects = new GitObjects(this.directory);
  /** `refs/heads/master` → id of a commit. */
  readonly refs = new Map<string, string>();
  readonly #printed = new Map<string, Promise<string>>();
  /** Commits are made a minute apart, so that their ids are the same in each run. */
  #minute = 0;

  readonly #firstCommitAt: number;

  /** `firstCommitAt`: seconds since the epoch. */
  constructor(firstCommitAt: number = usualFirstCommitAt) {
    this.#firstCommitAt = firstCommitAt;
    for (const folder of ['objects/info', 'refs/heads']) mkdirSync(join(this.directory, folder), { recursive: true });
    writeFileSync(join(this.directory, 'HEAD'), 'ref: refs/heads/master\n');
    writeFileSync(join(this.directory, 'config'), '[core]\n\tbare = true\n\trepositoryformatversion = 0\n');
  }

  /** All branches of another repository, whose objects are shared with it. */
  async borrow(directory: string): Promise<void> {
    const objects = (await this.#run(directory, ['rev-parse', '--git-path', 'objects'])).trim();
    writeFileSync(join(this.directory, 'objects/info/alternates'), `${join(directory, objects)}\n`);
    const refs = await this.#run(directory, ['for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads']);
    for (const [ref, sha] of refs
      .trim()
      .split('\n')
      .map(line => splitOnce(line, ' ')))
      this.setRef(ref, sha);
  }

  setRef(ref: string, sha: string | undefined): void {
    this.objects.flush();
    const file = join(this.directory, ref);
    if (sha === undefined) {
      this.refs.delete(ref);
      rmSync(file, { force: true });
      return;
    }
    this.refs.set(ref, sha);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${sha}\n`);
  }

  /** Of a branch, a ref, or a (shortened) commit id; `topic~2` and `topic^` as well. */
  async resolve(name: string): Promise<string | undefined> {
    const [, start, steps] = /^([^~^]+)([~^].*)$/.exec(name) ?? [];
    if (start !== undefined) {
      const sha = await this.resolve(start);
      return sha === undefined ? undefined : this.#verify(`${sha}${steps}`);
    }
    const ref = this.refs.get(`refs/heads/${name}`) ?? this.refs.get(`refs/${name}`) ?? this.refs.get(name);
    if (ref !== undefined || !/^[0-9a-f]{7,40}$/.test(name)) return ref;
    if (name.length === 40) return (await this.objects.read(name))?.type === 'commit' ? name : undefined;
    return this.#verify(name);
  }

  /** Writes a commit; no ref is moved. */
  async commit(
    parents: readonly string[],
    files: FileChanges,
    message: string,
    author: GitPerson,
    committer: GitPerson = author,
  ): Promise<string> {
    const parent = parents[0] === undefined ? undefined : await this.readCommit(parents[0]);
    const tree = await this.#changeTree(parent?.tree, Object.entries(files));
    return this.#writeCommit(tree, parents, message, author, committer);
  }

  /** A commit with the tree of another one: what a rebase or a merge leaves. */
  commitTree(
    tree: string,
    parents: readonly string[],
    message: string,
    author: GitPerson,
    committer: GitPerson,
  ): string {
    return this.#writeCommit(tree, parents, message, author, committer);
  }

  async readCommit(sha: string): Promise<GitCommit> {
    const object = await this.objects.read(sha);
    if (object?.type !== 'commit') throw new Error(`${sha} is no commit`);
    const [head, message] = splitOnce(object.content.toString('utf8'), '\n\n');
    const lines = head.split('\n').map(line => splitOnce(line, ' '));
    const valuesOf = (name: string) => lines.filter(([each]) => each === name).map(([, value]) => value);
    return {
      sha,
      tree: valuesOf('tree')[0] ?? '',
      parents: valuesOf('parent'),
      author: parsePerson(valuesOf('author')[0] ?? ''),
      committer: parsePerson(valuesOf('committer')[0] ?? ''),
      message: message.replace(/\n+$/, ''),
    };
  }

  /** What lies at a path of a commit: undefined where nothing does. The empty path is the root. */
  async find(commit: string, path: string): Promise<{ readonly mode: string; readonly sha: string } | undefined> {
    let found = { mode: '40000', sha: (await this.readCommit(commit)).tree };
    for (const part of path.split('/').filter(each => each !== '')) {
      if (found.mode !== '40000') return undefined;
      const entry = (await this.objects.readTree(found.sha)).find(({ name }) => name === part);
      if (entry === undefined) return undefined;
      found = entry;
    }
    return found;
  }

  async readFile(commit: string, path: string): Promise<Buffer | undefined> {
    const found = await this.find(commit, path);
    return found === undefined ? undefined : (await this.objects.read(found.sha))?.content;
  }

  /** What git prints. The same question is asked once: ids of objects mean the same for ever. */
  git(args: readonly string[]): Promise<string> {
    const key = args.join('\0');
    const known = this.#printed.get(key);
    if (known !== undefined) return known;
    this.objects.flush();
    const printed = this.#run(this.directory, args);
    this.#printed.set(key, printed);
    printed.catch(() => this.#printed.delete(key));
    return printed;
  }

  close(): void {
    this.objects.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  #verify(revision: string): Promise<string | undefined> {
    return this.git(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]).then(
      printed => printed.trim(),
      () => undefined,
    );
  }

  async #changeTree(tree: string | undefined, changes: readonly (readonly [string, FileChanges[string]])[]) {
    const entries = new Map(
      (tree === undefined ? [] : await this.objects.readTree(tree)).map(each => [each.name, each]),
    );
    const below = new Map<string, (readonly [string, FileChanges[string]])[]>();
    for (const [path, content] of changes) {
      const [name, rest] = splitOnce(path, '/');
      if (rest !== '') below.set(name, [...(below.get(name) ?? []), [rest, content]]);
      else if (content === undefined) entries.delete(name);
      else entries.set(name, { mode: '100644', name, sha: this.objects.write('blob', Buffer.from(content)) });
    }
    for (const [name, inner] of below) {
      const sha: string = await this.#changeTree(entries.get(name)?.sha, inner);
      if ((await this.objects.readTree(sha)).length === 0) entries.delete(name);
      else entries.set(name, { mode: '40000', name, sha });
    }
    return this.objects.writeTree([...entries.values()]);
  }

  #writeCommit(
    tree: string,
    parents: readonly string[],
    message: string,
    author: GitPerson,
    committer: GitPerson,
  ): string {
    this.#minute += 1;
    const stamp = `${this.#firstCommitAt + this.#minute * 60} +0000`;
    const head = [
      `tree ${tree}`,
      ...parents.map(parent => `parent ${parent}`),
      `author ${author.name} <${author.email}> ${stamp}`,
      `committer ${committer.name} <${committer.email}> ${stamp}`,
    ];
    return this.objects.write('commit', Buffer.from(`${head.join('\n')}\n\n${message.replace(/\n*$/, '\n')}`));
  }

  async #run(directory: string, args: readonly string[]): Promise<string> {
    const { stdout } = await execute('git', ['-C', directory, ...args], {
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    });
    return stdout;
  }
}

function parsePerson(line: string): GitCommit['author'] {
  const [, name = '', email = '', seconds = '0'] = /^(.*?) ?<(.*?)> (\d+)/.exec(line) ?? [];
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace('.000', '') };
}
