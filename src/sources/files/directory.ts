import { opendir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type SourceItem, unreadable, wordsOf } from '../source-item.js';
import { readFileMails } from './byte-stream.js';

const noMails =
  'no .eml, .mbox, .mbox.gz or .patch lies below this directory, and it is no maildir and no archive; give one of these';
const mailName = /\.(?:eml|mbox|mbox\.gz|patch)$/;

/** What lies below a directory: a directory that is listed next, one that could not be, and why, or a file of mails. */
export type DirectoryFinding =
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'trouble'; readonly path: string; readonly words: string }
  | { readonly kind: 'file'; readonly path: string; readonly isOfMaildir: boolean };

/** The mails below a directory, in path order. What may not be entered or read is a Problem. */
export async function* readDirectoryMails(directory: string): AsyncGenerator<SourceItem> {
  const files: string[] = [];
  for await (const found of walkMailFiles(directory)) {
    if (found.kind === 'file') files.push(found.path);
    if (found.kind === 'trouble') yield unreadable(found.path, `${found.words}; check who may read it`);
  }
  if (files.length === 0) yield unreadable(directory, noMails);
  for (const file of files.sort()) yield* readFileMails(file);
}

/**
 * Every file below a directory that is named .eml, .mbox, .mbox.gz or .patch (as git format-patch names them), and every file in
 * `new` and `cur` of a maildir, as they are met. Links to directories are not followed, so no way leads in a circle.
 */
export async function* walkMailFiles(directory: string): AsyncGenerator<DirectoryFinding> {
  const waiting = [directory];
  for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
    const isOfMaildir = ['new', 'cur'].includes(basename(current));
    yield { kind: 'directory', path: current };
    try {
      for await (const entry of await opendir(current)) {
        const path = join(current, entry.name);
        const isFile = entry.isFile() || entry.isSymbolicLink();
        if (isFile && (isOfMaildir || mailName.test(entry.name))) yield { kind: 'file', path, isOfMaildir };
        if (entry.isDirectory() && entry.name !== '.git') waiting.push(path);
      }
    } catch (error) {
      yield { kind: 'trouble', path: current, words: `this directory could not be listed (${wordsOf(error)})` };
    }
  }
}
