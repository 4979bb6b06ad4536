import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readBlobs, readGitLines } from './git-process.js';
import type { Selection } from './selection.js';
import { type SourceItem, unreadable, wordsOf } from './source-item.js';

/** What is said of a git repository that is none of a public-inbox. */
export const noMails =
  'this git repository holds no mails; give a public-inbox archive (it keeps each mail as a file m)';

/** One mail of a public-inbox: a commit whose tree has it as the file `m`. */
interface ArchivedMail {
  readonly blob: string;
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
  const isArchive = isGitDirectory(inside) && (await endsInMail(inside).catch(() => false));
  return isArchive ? [inside] : [];
}

/** Whether the newest commit is one of a public-inbox: only that one is looked at, so that a kernel tree is told at once. */
async function endsInMail(gitDirectory: string): Promise<boolean> {
  for await (const name of readGitLines(gitDirectory, ['ls-tree', '--name-only', 'HEAD'])) {
    if (name === 'm' || name === 'd') return true;
  }
  return false;
}

function isGitDirectory(directory: string): boolean {
  return existsSync(join(directory, 'HEAD')) && existsSync(join(directory, 'objects'));
}

/**
 * The mails of a public-inbox, oldest first in the order of its commits; mails that the archive deleted later are left out.
 * Only the selected mails are read. An epoch that git cannot read is a Problem with git's words, and so is one without mails.
 */
export async function* readGitArchive(epochs: readonly string[], selection: Selection): AsyncGenerator<SourceItem> {
  const newestFirst: { epoch: string; mails: ArchivedMail[] }[] = [];
  let room = selection.newest ?? Number.POSITIVE_INFINITY;
  for (const epoch of epochs.toReversed()) {
    if (room === 0) break;
    try {
      if (!(await endsInMail(epoch))) {
        yield unreadable(epoch, noMails);
        continue;
      }
      const mails = await listMails(epoch, selection.since, room);
      newestFirst.push({ epoch, mails });
      room -= mails.length;
    } catch (error) {
      yield unreadable(epoch, wordsOf(error));
    }
  }
  for (const { epoch, mails } of newestFirst.toReversed()) yield* readMails(epoch, mails.toReversed());
}

async function* readMails(epoch: string, mails: readonly ArchivedMail[]): AsyncGenerator<SourceItem> {
  let read = 0;
  try {
    for await (const bytes of readBlobs(
      epoch,
      mails.map(mail => mail.blob),
    )) {
      const origin = mails[read]?.origin ?? epoch;
      yield bytes === undefined ? unreadable(origin, 'the archive has not got this mail') : { bytes, origin };
      read += 1;
    }
  } catch (error) {
    yield unreadable(mails[read]?.origin ?? epoch, wordsOf(error));
  }
}

/** Newest first. A deletion (file `d`) holds the deleted mail, so its blob names the commit that brought it. */
async function listMails(epoch: string, since: number | undefined, most: number): Promise<ArchivedMail[]> {
  const mails: ArchivedMail[] = [];
  const deleted = new Set<string>();
  const name = basename(epoch) === '.git' ? basename(dirname(epoch)) : basename(epoch);
  let commit = '';
  let isWanted = false;
  for await (const line of readGitLines(epoch, [
    '-c',
    'log.showSignature=false',
    'log',
    '--raw',
    '--no-abbrev',
    '--no-renames',
    '--format=%H %ct',
  ])) {
    const [, id, seconds] = /^([0-9a-f]+) (\d+)$/.exec(line) ?? [];
    if (id !== undefined) {
      commit = id;
      isWanted = since === undefined || Number(seconds) * 1_000 >= since;
    }
    const [, blob = '', status, file] = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) ([A-Z])\t([md])$/.exec(line) ?? [];
    if (file === 'd' && status !== 'D') deleted.add(blob);
    if (file !== 'm' || status === 'D' || !isWanted || deleted.has(blob)) continue;
    mails.push({ blob, origin: `${name}:${commit.slice(0, 12)}` });
    if (mails.length === most) break;
  }
  return mails;
}
