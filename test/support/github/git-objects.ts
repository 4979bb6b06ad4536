import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { makePack } from './make-pack.js';

export type GitObjectType = 'blob' | 'tree' | 'commit' | 'tag';

export interface GitObject {
  /** 40 hex digits. */
  readonly sha: string;
  readonly type: GitObjectType;
  readonly content: Buffer;
}

export interface TreeEntry {
  /** `100644`, `40000`, … */
  readonly mode: string;
  readonly name: string;
  readonly sha: string;
}

/** From so many on they are packed. */
const looseMax = 64;

/** The objects of a bare repository. What is written is written by us, without a process; what was there is read by one `git cat-file`. */
export class GitObjects {
  readonly #directory: string;
  readonly #known = new Map<string, GitObject>();
  #unwritten: GitObject[] = [];
  #reader: ChildProcessWithoutNullStreams | undefined;
  #waiting: ((object: GitObject | undefined) => void)[] = [];
  #pieces: Buffer = Buffer.alloc(0);

  /** `directory`: of a bare repository. */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Returns its id: 40 hex digits. It is on the disk when `flush` was called, as it has to be before any other process looks. */
  write(type: GitObjectType, content: Uint8Array): string {
    const sha = createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex');
    if (this.#known.has(sha)) return sha;
    const object = { sha, type, content: Buffer.from(content) };
    this.#known.set(sha, object);
    this.#unwritten.push(object);
    return sha;
  }

  /** A file each for few objects, one pack for many, which is faster by far. */
  flush(): void {
    const objects = this.#unwritten;
    this.#unwritten = [];
    if (objects.length < looseMax) for (const object of objects) this.#writeLoose(object);
    else
      execFileSync('git', ['-C', this.#directory, 'index-pack', '--stdin'], {
        input: makePack(objects),
        stdio: 'pipe',
      });
  }

  writeTree(entries: readonly TreeEntry[]): string {
    // git sorts folders as if their names ended in a slash.
    const key = ({ mode, name }: TreeEntry) => Buffer.from(mode === '40000' ? `${name}/` : name);
    const sorted = [...entries].sort((one, other) => Buffer.compare(key(one), key(other)));
    const parts = sorted.flatMap(({ mode, name, sha }) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(sha, 'hex')]);
    return this.write('tree', Buffer.concat(parts));
  }

  /** `sha`: may be shortened. Undefined: there is no such object, or more than one. */
  async read(sha: string): Promise<GitObject | undefined> {
    if (!/^[0-9a-f]{4,40}$/.test(sha)) return undefined;
    return this.#known.get(sha) ?? (await this.#ask(sha));
  }

  async readTree(sha: string): Promise<readonly TreeEntry[]> {
    const content = (await this.read(sha))?.content ?? Buffer.alloc(0);
    const entries: TreeEntry[] = [];
    for (let index = 0; index < content.length; ) {
      const end = content.indexOf(0, index);
      const [mode = '', name = ''] = splitOnce(content.toString('utf8', index, end), ' ');
      entries.push({ mode, name, sha: content.toString('hex', end + 1, end + 21) });
      index = end + 21;
    }
    return entries;
  }

  close(): void {
    this.#reader?.kill();
    this.#reader = undefined;
  }

  #writeLoose({ sha, type, content }: GitObject): void {
    const folder = join(this.#directory, 'objects', sha.slice(0, 2));
    const file = join(folder, sha.slice(2));
    if (existsSync(file)) return;
    mkdirSync(folder, { recursive: true });
    const head = Buffer.from(`${type} ${content.length}\0`);
    writeFileSync(file, deflateSync(Buffer.concat([head, content]), { level: 1 }));
  }

  #ask(sha: string): Promise<GitObject | undefined> {
    this.flush();
    if (this.#reader === undefined) {
      this.#reader = spawn('git', ['-C', this.#directory, 'cat-file', '--batch'], { stdio: 'pipe' });
      this.#reader.stdout.on('data', (piece: Buffer) => this.#take(piece));
    }
    this.#reader.stdin.write(`${sha}\n`);
    return new Promise(resolve => this.#waiting.push(resolve));
  }

  #take(piece: Buffer): void {
    this.#pieces = Buffer.concat([this.#pieces, piece]);
    for (;;) {
      const end = this.#pieces.indexOf(10);
      if (end < 0) return;
      const [sha = '', type = '', size = ''] = this.#pieces.toString('latin1', 0, end).split(' ');
      const length = type === 'missing' || size === '' ? -1 : Number(size);
      if (length >= 0 && this.#pieces.length < end + length + 2) return;
      const object =
        length < 0
          ? undefined
          : { sha, type: type as GitObjectType, content: this.#pieces.subarray(end + 1, end + 1 + length) };
      if (object !== undefined) this.#known.set(sha, object);
      this.#pieces = this.#pieces.subarray(length < 0 ? end + 1 : end + length + 2);
      this.#waiting.shift()?.(object);
    }
  }
}

export function splitOnce(text: string, separator: string): readonly [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + separator.length)];
}
