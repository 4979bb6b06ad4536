import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readFileMails } from './byte-stream.js';
import { type SourceItem, unreadable, wordsOf } from './source-item.js';

const noMails =
  'no .eml, .mbox, .mbox.gz or .patch lies below this directory, and it is no maildir and no archive; give one of these';
const mailName = /\.(?:eml|mbox|mbox\.gz|patch)$/;

/**
 * The mails below a directory, in path order: of every file named .eml, .mbox, .mbox.gz or
 * .patch (as git format-patch names them), and of every file in `new` and `cur`
 * of a maildir. Links to directories are not followed, so no way leads in a circle.
 * What may not be entered or read is a Problem.
 */
export async function* readDirectoryMails(directory: string): AsyncGenerator<SourceItem> {
  const files: string[] = [];
  const waiting = [directory];
  for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
    try {
      const found = await listDirectory(current);
      files.push(...found.files);
      waiting.push(...found.directories);
    } catch (error) {
      yield unreadable(current, `this directory could not be listed (${wordsOf(error)}); check who may read it`);
    }
  }
  if (files.length === 0) yield unreadable(directory, noMails);
  for (const file of files.sort()) yield* readFileMails(file);
}

async function listDirectory(directory: string): Promise<{ files: string[]; directories: string[] }> {
  const entries = await readdir(directory, { withFileTypes: true });
  const isMailbox = ['new', 'cur'].includes(basename(directory));
  return {
    files: entries
      .filter(entry => (entry.isFile() || entry.isSymbolicLink()) && (isMailbox || mailName.test(entry.name)))
      .map(entry => join(directory, entry.name)),
    directories: entries
      .filter(entry => entry.isDirectory() && entry.name !== '.git')
      .map(entry => join(directory, entry.name)),
  };
}
