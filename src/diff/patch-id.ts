import { hash } from 'node:crypto';
import { type FileDiff, pathOf } from '../domain/diff.js';
import type { RawHunk } from './read-hunk.js';

const hashBytes = 20;

/** A file's part of a diff, and its hunks as they stand there. */
export interface HashedFile {
  readonly file: FileDiff;
  readonly rawHunks: readonly RawHunk[];
}

/**
 * The patch-id as `git patch-id --stable` prints it: 40 hex digits, blind to white space, line numbers and the order of files.
 * Git gives none to a diff without `diff` lines (quilt's, cvs's); such a file is counted with the line that git would have written.
 * Gives undefined where nothing readable is changed. Source: git's builtin/patch-id.c (2.39), whose ways with binary files
 * and with files without hunks are kept, since other people's ids come from there.
 */
export function patchIdOf(files: readonly HashedFile[]): string | undefined {
  const sum = new HashSum();
  // Git begins at the first `diff` line: what stands before it is a change that the message talks about.
  const hashed = files.slice(
    Math.max(
      files.findIndex(({ file }) => hasDiffLine(file)),
      0,
    ),
  );
  for (const [index, each] of hashed.entries()) addFile(sum, each, hashed[index - 1]);
  return sum.isEmpty ? undefined : sum.close();
}

function hasDiffLine(file: FileDiff): boolean {
  return file.header[0]?.startsWith('diff ') === true;
}

/** Git ends a part where the next file's begins, and sees no end of a file without hunks: that is hashed with the next one. */
function addFile(sum: HashSum, { file, rawHunks }: HashedFile, previous: HashedFile | undefined): void {
  if (previous !== undefined && !previous.file.isBinary && previous.rawHunks.length > 0) sum.flush();
  const header = hashedHeader(file);
  // Git overlooks the `diff` line that follows a binary file: it serves to end that file only.
  const skipped = previous?.file.isBinary === true ? 1 : 0;
  for (const line of header.slice(skipped)) sum.add(line);
  if (file.isBinary) {
    sum.add(readIndexIds(file));
    sum.flush();
    return;
  }
  // What says that the file ends without a newline is no line of it.
  for (const { text } of rawHunks) sum.add(text.includes('\\ ') ? text.replace(/^\\ [^\n]*/gm, '') : text);
}

function hashedHeader(file: FileDiff): readonly string[] {
  const lines = file.header.filter(line => !/^(?:index |GIT binary patch|Binary files )/.test(line));
  if (hasDiffLine(file)) return lines;
  return [`diff --git a/${file.oldPath ?? pathOf(file)} b/${file.newPath ?? pathOf(file)}`, ...lines];
}

/** Both ids of the `index` line as written: all that git knows of a binary change. */
function readIndexIds(file: FileDiff): string {
  const line = file.header.find(text => text.startsWith('index '));
  const [, oldId = '', newId = ''] = /^index (\w+)\.\.(\w+)/.exec(line ?? '') ?? [];
  return oldId + newId;
}

/** The sum of the SHA-1s of the parts, byte by byte with carry, so that the order of the parts does not matter. */
class HashSum {
  #part: string[] = [];
  readonly #sum = new Uint8Array(hashBytes);
  isEmpty = true;

  /** Adds a text, of which white space does not count. */
  add(text: string): void {
    this.isEmpty &&= !/[^ \t\n\r]/.test(text);
    this.#part.push(text);
  }

  flush(): void {
    // All at once: an object that takes a text bit by bit costs more than the hash of a usual part.
    const digest = hash('sha1', this.#part.join('').replace(/[ \t\n\r]+/g, ''), 'buffer');
    this.#part = [];
    let carry = 0;
    for (let index = 0; index < hashBytes; index += 1) {
      carry += (digest[index] ?? 0) + (this.#sum[index] ?? 0);
      this.#sum[index] = carry & 0xff;
      carry >>= 8;
    }
  }

  close(): string {
    this.flush();
    return Buffer.from(this.#sum).toString('hex');
  }
}
