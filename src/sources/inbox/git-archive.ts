import type { Selection } from '../selection.js';
import { type SourceItem, unreadable, wordsOf } from '../source-item.js';
import { type ArchiveChange, listCommits, lookAtTip, noMails } from './archive-changes.js';
import { readBlobs } from './git-process.js';

/**
 * The mails of a public-inbox, oldest first in the order of its commits; mails that the archive deleted later are left out.
 * Only the selected mails are read. An epoch that git cannot read is a Problem with git's words, and so is one without mails.
 */
export async function* readGitArchive(epochs: readonly string[], selection: Selection): AsyncGenerator<SourceItem> {
  const newestFirst: { epoch: string; mails: ArchiveChange[] }[] = [];
  let room = selection.newest ?? Number.POSITIVE_INFINITY;
  for (const epoch of epochs.toReversed()) {
    if (room === 0) break;
    try {
      if ((await lookAtTip(epoch)) !== 'mail') {
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

async function* readMails(epoch: string, mails: readonly ArchiveChange[]): AsyncGenerator<SourceItem> {
  let read = 0;
  try {
    const ids = mails.map(mail => mail.blob);
    for await (const blobs of readBlobs(epoch, ids))
      for (const bytes of blobs) {
        const origin = mails[read]?.origin ?? epoch;
        yield bytes === undefined ? unreadable(origin, 'the archive has not got this mail') : { bytes, origin };
        read += 1;
      }
  } catch (error) {
    yield unreadable(mails[read]?.origin ?? epoch, wordsOf(error));
  }
}

/** Newest first, without what was deleted later. */
async function listMails(epoch: string, since: number | undefined, most: number): Promise<ArchiveChange[]> {
  const mails: ArchiveChange[] = [];
  const deleted = new Set<string>();
  for await (const commits of listCommits(epoch, [])) {
    for (const change of commits.flatMap(commit => commit.changes)) {
      if (change.kind === 'deleted') deleted.add(change.blob);
      else if ((since === undefined || change.seconds * 1_000 >= since) && !deleted.has(change.blob))
        mails.push(change);
      if (mails.length === most) return mails;
    }
  }
  return mails;
}
