import { hash } from 'node:crypto';
import type { DiffLine, FileDiff } from '../domain/diff.js';
import { pathOf } from '../domain/diff.js';

const hashBytes = 20;

/**
 * The patch-id as `git patch-id --stable` prints it: 40 hex digits, blind to white space, line numbers and the order of files.
 * Git gives none to a diff without `diff` lines (quilt's, cvs's); such a file is counted with the line that git would have written.
 * Gives undefined where nothing readable is changed. Source: git's builtin/patch-id.c (2.39), whose ways with binary files
 * and with files without hunks are kept, since other people's ids come from there.
 */
export function patchIdOf(files: readonly FileDiff[]): string | undefined {
  const sum = new HashSum();
  // Git begins at the first `diff` line: what stands before it is a change that the message talks about.
  const hashed = files.slice(Math.max(files.findIndex(hasDiffLine), 0));
  for (const [index, file] of hashed.entries()) addFile(sum, file, hashed[index - 1]);
  return sum.isEmpty ? undefined : sum.close();
}

function hasDiffLine(file: FileDiff): boolean {
  return file.header[0]?.startsWith('diff ') === true;
}

/** Git ends a part where the next file's begins, and sees no end of a file without hunks: that is hashed with the next one. */
function addFile(sum: HashSum, file: FileDiff, previous: FileDiff | undefined): void {
  if (previous !== undefined && !previous.isBinary && previous.hunks.length > 0) sum.flush();
  const header = hashedHeader(file);
  // Git overlooks the `diff` line that follows a binary file: it serves to end that file only.
  const skipped = previous?.isBinary === true ? 1 : 0;
  sum.addText(header.slice(skipped).join(''));
  if (file.isBinary) {
    sum.addBytes(readIndexIds(file));
    sum.flush();
    return;
  }
  for (const { lines } of file.hunks) sum.addText(lines.map(line => markers[line.kind] + line.text).join(''));
}

const markers: Readonly<Record<DiffLine['kind'], string>> = { context: ' ', removed: '-', added: '+' };

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

  addText(text: string): void {
    this.addBytes(text.replace(/[ \t\n\r]+/g, ''));
  }

  addBytes(text: string): void {
    if (text === '') return;
    this.isEmpty = false;
    this.#part.push(text);
  }

  flush(): void {
    // All at once: an object that takes a text bit by bit costs more than the hash of a usual part.
    const digest = hash('sha1', this.#part.join(''), 'buffer');
    this.#part = [];
    let carry = 0;
    for (const [index, byte] of digest.entries()) {
      carry += byte + (this.#sum[index] ?? 0);
      this.#sum[index] = carry & 0xff;
      carry >>= 8;
    }
  }

  close(): string {
    this.flush();
    return Buffer.from(this.#sum).toString('hex');
  }
}
