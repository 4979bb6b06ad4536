import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { GitFailure, readGitLines } from './git-process.js';

/** What to give instead of a git repository that is none of a public-inbox. */
export const giveAnInbox = 'give a public-inbox archive (it keeps each mail as a file m)';
/** What is said of such a repository. */
export const noMails = `this git repository holds no mails; ${giveAnInbox}`;

/** What one commit of a public-inbox does: a mail came (as the file `m`), or one was deleted (it is the file `d`). */
export interface ArchiveChange {
  readonly kind: 'came' | 'deleted';
  /** A deletion holds the deleted mail, so its blob is that of the commit that brought it. */
  readonly blob: string;
  /** False where there is no file but a directory, a link or a submodule of that name. */
  readonly isFile: boolean;
  readonly commit: string;
  /** Committed, in seconds since the epoch. */
  readonly seconds: number;
  /** Where the mail is, for people: `nilfs.git:3f2a91c0b1d2`. */
  readonly origin: string;
}

/**
 * The git directories of a public-inbox archive, oldest epoch first: the directory itself (bare or with a work tree), or the
 * epochs of a v2 inbox (`git/0.git`, `git/1.git`, …; also where `all.git` beside them is named). Empty where it is none of these;
 * so is a work tree of anything else, which may well be a directory of mails under version control.
 */
export async function findEpochs(directory: string): Promise<string[]> {
  const epochs = basename(directory) === 'all.git' ? join(dirname(directory), 'git') : join(directory, 'git');
  // What cannot be listed there shows when the directory itself is read.
  const numbers = (await readdir(epochs).catch(() => []))
    .map(name => /^(\d+)\.git$/.exec(name)?.[1])
    .filter(number => number !== undefined)
    .sort((a, b) => Number(a) - Number(b));
  if (numbers.length > 0) return numbers.map(number => join(epochs, `${number}.git`));
  if (isGitDirectory(directory)) return [directory];
  const inside = join(directory, '.git');
  // What git cannot read there is still a directory, which may hold mails.
  const isArchive = isGitDirectory(inside) && (await lookAtTip(inside).catch(() => 'other')) === 'mail';
  return isArchive ? [inside] : [];
}

function isGitDirectory(directory: string): boolean {
  return existsSync(join(directory, 'HEAD')) && existsSync(join(directory, 'objects'));
}

/** What an epoch is called among places and origins: `0.git`, or the folder that a `.git` lies in. */
export function epochName(epoch: string): string {
  return basename(epoch) === '.git' ? basename(dirname(epoch)) : basename(epoch);
}

/** What the newest commit holds: only that one is looked at, so that a kernel tree is told at once. Throws as `readGitLines`. */
export async function lookAtTip(epoch: string): Promise<'mail' | 'nothing' | 'other'> {
  let found: 'nothing' | 'other' = 'nothing';
  for await (const names of readGitLines(epoch, ['ls-tree', '--name-only', 'HEAD'])) {
    if (names.some(name => name === 'm' || name === 'd')) return 'mail';
    found = 'other';
  }
  return found;
}

/** A commit of a public-inbox, and what it does: mostly one thing. */
export interface ArchiveCommit {
  readonly id: string;
  readonly changes: readonly ArchiveChange[];
}

/**
 * The commits of an epoch, in the order that `revisions` (arguments of git log) ask for; without any newest first. They come as git
 * prints them, those of one piece together. A commit that changes nothing brings the mail of the one before once more. An archive is a line
 * of commits, so first parents are all there is. Throws as `readGitLines`.
 */
export async function* listCommits(
  epoch: string,
  revisions: readonly string[],
): AsyncGenerator<readonly ArchiveCommit[]> {
  const lister = new CommitLister(epoch);
  try {
    for await (const lines of readGitLines(epoch, [
      '-c',
      'log.showSignature=false',
      '-c',
      'log.showRoot=true',
      'log',
      '--first-parent',
      '--raw',
      '--no-abbrev',
      '--no-renames',
      '--format=%H %ct %T',
      ...revisions,
      // A file of that name in the directory of the process is not meant.
      '--',
    ]))
      yield await lister.take(lines);
  } catch (error) {
    // Git breaks at the next commit.
    if (error instanceof GitFailure && lister.hasEntries) yield await lister.endCommit();
    throw error;
  }
  yield await lister.endCommit();
}

const commitLine = /^([0-9a-f]+) (\d+) ([0-9a-f]+)$/;
const entryLine = /^:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) ([A-Z])\t([md])$/;

/** A mail, or a deletion, in the tree of a commit. */
interface Entry {
  readonly file: string;
  readonly mode: string;
  readonly blob: string;
}

/** Gathers what git log prints of one commit after the other. */
class CommitLister {
  readonly #epoch: string;
  readonly #name: string;
  #commit: { readonly id: string; readonly seconds: number; readonly tree: string } | undefined;
  #entries: Entry[] = [];
  /** Of the commit before in the listing: a commit that changes nothing has the tree of a neighbour. */
  #before: { readonly tree: string; readonly entries: readonly Entry[] } = { tree: '', entries: [] };

  constructor(epoch: string) {
    this.#epoch = epoch;
    this.#name = epochName(epoch);
  }

  /** The commits that end with these lines. */
  async take(lines: readonly string[]): Promise<readonly ArchiveCommit[]> {
    const ended: ArchiveCommit[] = [];
    for (const line of lines) {
      const [, id, seconds, tree = ''] = commitLine.exec(line) ?? [];
      if (id !== undefined) {
        // Of thousands one may have to be waited for.
        ended.push(...(this.hasEntries ? this.#endWith(this.#entries) : await this.endCommit()));
        this.#commit = { id, seconds: Number(seconds), tree };
        this.#entries = [];
      }
      const [, mode = '', blob = '', status, file] = entryLine.exec(line) ?? [];
      if (file !== undefined && status !== 'D') this.#entries.push({ file, mode, blob });
    }
    return ended;
  }

  /** Whether something is known of the commit that did not end yet. */
  get hasEntries(): boolean {
    return this.#entries.length > 0;
  }

  /** The commit that was begun, if any. One that changes nothing brings what its tree holds. */
  async endCommit(): Promise<readonly ArchiveCommit[]> {
    if (this.#commit === undefined) return [];
    return this.#endWith(this.hasEntries ? this.#entries : await this.#readTree(this.#commit.tree));
  }

  #endWith(entries: readonly Entry[]): readonly ArchiveCommit[] {
    const { id = '', tree = '' } = this.#commit ?? {};
    this.#before = { tree, entries };
    return [{ id, changes: this.#changesOf(entries) }];
  }

  #changesOf(entries: readonly Entry[]): readonly ArchiveChange[] {
    const { id = '', seconds = 0 } = this.#commit ?? {};
    const origin = `${this.#name}:${id.slice(0, 12)}`;
    return entries.map(({ file, mode, blob }) => {
      const kind = file === 'm' ? 'came' : 'deleted';
      return { kind, blob, isFile: mode.startsWith('100'), commit: id, seconds, origin };
    });
  }

  async #readTree(tree: string): Promise<readonly Entry[]> {
    if (tree === this.#before.tree) return this.#before.entries;
    const entries: Entry[] = [];
    for await (const lines of readGitLines(this.#epoch, ['ls-tree', tree])) {
      for (const line of lines) {
        const [, mode = '', blob = '', file] = /^(\d+) \w+ ([0-9a-f]+)\t([md])$/.exec(line) ?? [];
        if (file !== undefined) entries.push({ file, mode, blob });
      }
    }
    return entries;
  }
}
