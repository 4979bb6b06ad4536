import { statSync } from 'node:fs';
import { readFileMails, readStreamMails } from './files/byte-stream.js';
import { readDirectoryMails } from './files/directory.js';
import { findEpochs, noMails } from './inbox/archive-changes.js';
import { readGitArchive } from './inbox/git-archive.js';
import type { Selection } from './selection.js';
import { type SourceItem, unreadable, wordsOf } from './source-item.js';

/** The path that stands for standard input. */
const stdinPath = '-';

/**
 * The mails at a path: a mail, an mbox, a saved page, one of them gzipped, a directory or maildir of them, a public-inbox
 * archive, or standard input. Only an archive looks at the selection, so that it need not read all; others hand on every mail.
 * Whatever cannot be read is a Problem among the mails; nothing is thrown.
 */
export async function* openSource(path: string, selection: Selection): AsyncGenerator<SourceItem> {
  if (path === stdinPath) {
    yield* readStreamMails(process.stdin, 'standard input');
    return;
  }
  const kind = kindOf(path);
  if (kind === 'directory') yield* readAnyDirectory(path, selection);
  else if (kind === 'file') yield* readFileMails(path);
  else yield unreadable(path, kind.trouble);
}

function kindOf(path: string): 'file' | 'directory' | { readonly trouble: string } {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return { trouble: 'there is no such file or directory; check the path' };
    return stats.isDirectory() ? 'directory' : 'file';
  } catch (error) {
    // A link that leads in a circle, a name that is too long, a directory on the way that may not be entered.
    return { trouble: `it cannot be looked at (${wordsOf(error)}); check the path and who may read it` };
  }
}

async function* readAnyDirectory(directory: string, selection: Selection): AsyncGenerator<SourceItem> {
  const epochs = await findEpochs(directory);
  if (epochs.length === 0) {
    yield* readDirectoryMails(directory);
    return;
  }
  let isEmpty = true;
  for await (const item of readGitArchive(epochs, selection)) {
    isEmpty = false;
    yield item;
  }
  // With `since` an archive may well hold nothing new: that is an answer.
  if (isEmpty && selection.since === undefined) yield unreadable(directory, noMails);
}
