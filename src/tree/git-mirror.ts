import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type GitEnvironment, makeGitEnvironment } from '../domain/git-environment.js';
import { limits } from '../domain/limits.js';
import { OperationalError } from '../domain/operational-error.js';
import { CatFile } from './cat-file.js';
import { readPatchIds } from './patch-ids.js';
import { type CommitScan, scanCommits } from './scan-commits.js';
import type { BlobReading, Tree, WordSearch } from './tree.js';
import { WordIndex } from './word-index.js';

const run = promisify(execFile);

/** A git repository as a tree. */
export interface Mirror extends Tree {
  /** Whether a name, as git understands it (a tag, a branch, an id, `v6.12~3`), stands for a commit. */
  hasCommit(revision: string): Promise<boolean>;
  /**
   * The commits of `revision` behind `cursor`, where the last look ended; the newest ones where that is undefined, or not there any more
   * because the history was rewritten.
   */
  scanCommits(revision: string, cursor: string | undefined): Promise<CommitScan>;
  /** The stable patch-ids of commits, by their ids; a merge has none. Costs some milliseconds each. */
  readPatchIds(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/**
 * Opens a git repository (bare, or the working folder of one) as a tree. Throws an OperationalError where `directory` is none.
 * Git reads that repository alone: nothing of the caller's environment or settings, no replaced objects, no fetching.
 */
export async function openMirror(directory: string): Promise<Mirror> {
  const environment = makeGitEnvironment(await findGitDirectory(directory), process.env.PATH);
  return new GitMirror(environment, await readObjectFormat(directory, environment));
}

class GitMirror implements Mirror {
  readonly objectFormat: 'sha1' | 'sha256';
  readonly #environment: GitEnvironment;
  readonly #catFile: CatFile;
  readonly #words: WordIndex;

  constructor(environment: GitEnvironment, objectFormat: 'sha1' | 'sha256') {
    this.#environment = environment;
    this.#catFile = new CatFile(environment);
    this.#words = new WordIndex(environment);
    this.objectFormat = objectFormat;
  }

  async readBlob(abbreviatedId: string): Promise<BlobReading> {
    if (!/^[0-9a-f]{4,64}$/.test(abbreviatedId)) return { ok: false, reason: 'is no object id' };
    // `^{blob}` tells git to overlook commits and trees whose ids begin alike.
    const reading = await this.#catFile.read(`${abbreviatedId}^{blob}`);
    // Of such a name git says only that it is missing; of the plain one also whether it is ambiguous.
    return reading.ok ? reading : this.#catFile.read(abbreviatedId);
  }

  async readPath(revision: string, path: string): Promise<BlobReading> {
    if (revision === '' || !isAskable(revision + path)) return { ok: false, reason: 'cannot be asked for' };
    return this.#catFile.read(`${revision}:${path}`);
  }

  async hasCommit(revision: string): Promise<boolean> {
    return (await this.#findCommit(revision)) !== undefined;
  }

  async findWords(revision: string, words: readonly string[]): Promise<WordSearch> {
    const commit = await this.#findCommit(revision);
    if (commit === undefined) return { ok: false, reason: 'it is not there', isMissing: true };
    return this.#words.find(commit, words);
  }

  async scanCommits(revision: string, cursor: string | undefined): Promise<CommitScan> {
    const tip = await this.#findCommit(revision);
    if (tip === undefined) return { ok: false, reason: 'it is not there' };
    const from = cursor === undefined ? undefined : await this.#findCommit(cursor);
    return scanCommits(this.#environment, { tip, cursor: from, countMax: limits.commitsScannedMax });
  }

  readPatchIds(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return readPatchIds(this.#environment, ids);
  }

  close(): Promise<void> {
    return this.#catFile.close();
  }

  /** The id of a commit; only that ever stands among the arguments of another git. */
  async #findCommit(revision: string): Promise<string | undefined> {
    return isAskable(revision) ? this.#catFile.find(`${revision}^{commit}`) : undefined;
  }
}

/** Git reads one request a line. */
function isAskable(name: string): boolean {
  return name !== '' && !/[\r\n\0]/.test(name);
}

/** The repository itself, its `.git` folder, or where a `.git` file (worktree, submodule) points; never one above. */
async function findGitDirectory(directory: string): Promise<string> {
  const inner = join(directory, '.git');
  const kind = await stat(inner).catch(() => undefined);
  if (kind?.isDirectory()) return resolve(inner);
  const pointer = kind === undefined ? undefined : /^gitdir: (.+)/.exec(await readFile(inner, 'utf8'))?.[1];
  return resolve(directory, pointer ?? '.');
}

async function readObjectFormat(directory: string, environment: GitEnvironment): Promise<'sha1' | 'sha256'> {
  try {
    const { stdout } = await run('git', ['rev-parse', '--show-object-format'], { env: environment });
    return stdout.trim() === 'sha256' ? 'sha256' : 'sha1';
  } catch (error) {
    const isGitMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isGitMissing) throw new OperationalError('git cannot be run', 'PATH', 'install git to read a mirror', error);
    const remedy = 'name a repository, bare or not, that holds the code before the patches';
    throw new OperationalError('the mirror is not a git repository', directory, remedy, error);
  }
}
