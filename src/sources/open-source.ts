import { statSync } from 'node:fs';
import { readFileMails, readStreamMails } from './byte-stream.js';
import { readDirectoryMails } from './directory.js';
import { findEpochs, readGitArchive } from './git-archive.js';
import type { Selection } from './selection.js';
import { type SourceItem, unreadable } from './source-item.js';

const NO_MAILS = 'this git repository holds no mails; give a public-inbox archive (it keeps each mail as a file m)';

/** The path that stands for standard input. */
export const STDIN_PATH = '-';

/**
 * The mails at a path: a mail, an mbox, a saved page, one of them gzipped, a directory or maildir of them, a public-inbox
 * archive, or standard input. Only an archive looks at the selection, so that it need not read all; others hand on every mail.
 * Whatever cannot be read is a Problem among the mails; nothing is thrown.
 */
export async function* openSource(path: string, selection: Selection): AsyncGenerator<SourceItem> {
  if (path === STDIN_PATH) {
    yield* readStreamMails(process.stdin, 'standard input');
    return;
  }
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) yield unreadable(path, 'there is no such file or directory; check the path');
  else if (stats.isDirectory()) yield* readAnyDirectory(path, selection);
  else yield* readFileMails(path);
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
  if (isEmpty && selection.since === undefined) yield unreadable(directory, NO_MAILS);
}
