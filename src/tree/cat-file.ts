import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { GitEnvironment } from '../domain/git-environment.js';
import { limits } from '../domain/limits.js';
import type { BlobReading } from './tree.js';

interface Body {
  readonly id: string;
  readonly isBlob: boolean;
  /** Undefined for a body that is read only to get past it. */
  readonly bytes: Buffer | undefined;
  filled: number;
  /** Bytes still to come, the LF behind the body among them. */
  left: number;
}

/** `id`: of the object, whatever it is; undefined where there is none. */
type Answer = (reading: BlobReading, id?: string) => void;

/**
 * One long-lived `git cat-file --batch`: 64,500 objects a second, where a process for each object gives some hundred.
 * Requests may overlap; git answers in their order. Git ends when it is asked for an object that a partial clone promised
 * and may not fetch: that object is missing, and the next request starts git anew.
 */
export class CatFile {
  readonly #environment: GitEnvironment;
  #git: ChildProcessWithoutNullStreams | undefined;
  #waiting: { readonly name: string; readonly answer: Answer }[] = [];
  #header = '';
  #body: Body | undefined;

  constructor(environment: GitEnvironment) {
    this.#environment = environment;
  }

  /** `name` is an object name for git, without line ends. */
  read(name: string): Promise<BlobReading> {
    return new Promise(resolve => this.#ask(name, resolve));
  }

  /** The full id of what a name stands for; undefined where that is nothing. */
  find(name: string): Promise<string | undefined> {
    return new Promise(resolve => this.#ask(name, (_, id) => resolve(id)));
  }

  #ask(name: string, answer: Answer): void {
    this.#waiting.push({ name, answer });
    this.#running().stdin.write(`${name}\n`);
  }

  /** Lets git end; requests that wait are answered before. */
  async close(): Promise<void> {
    const git = this.#git;
    if (git === undefined) return;
    const ended = new Promise(resolve => git.once('close', resolve));
    git.stdin.end();
    await ended;
  }

  #running(): ChildProcessWithoutNullStreams {
    if (this.#git !== undefined) return this.#git;
    const git = spawn('git', ['cat-file', '--batch'], { env: this.#environment });
    git.stdout.on('data', (chunk: Buffer) => this.#take(chunk));
    git.stderr.resume();
    git.stdin.on('error', () => git.stdin.destroy());
    git.on('error', () => git.stdin.destroy());
    git.on('close', () => this.#restart());
    this.#git = git;
    return git;
  }

  /** The request that git did not live to answer has no answer; those behind it are asked again. */
  #restart(): void {
    this.#git = undefined;
    this.#header = '';
    this.#body = undefined;
    this.#answer({ ok: false, reason: 'is not there' });
    for (const { name } of this.#waiting) this.#running().stdin.write(`${name}\n`);
  }

  #answer(reading: BlobReading, id?: string): void {
    this.#waiting.shift()?.answer(reading, id);
  }

  #take(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) rest = this.#body === undefined ? this.#takeHeader(rest) : this.#takeBody(this.#body, rest);
  }

  #takeHeader(chunk: Buffer): Buffer {
    const end = chunk.indexOf(0x0a);
    this.#header += chunk.toString('latin1', 0, end === -1 ? chunk.length : end);
    if (end === -1) return chunk.subarray(chunk.length);
    const header = this.#header;
    this.#header = '';
    this.#body = readHeader(header);
    if (this.#body === undefined) {
      this.#answer({ ok: false, reason: header.endsWith(' ambiguous') ? 'is ambiguous' : 'is not there' });
    }
    return chunk.subarray(end + 1);
  }

  #takeBody(body: Body, chunk: Buffer): Buffer {
    const taken = Math.min(chunk.length, body.left);
    body.bytes?.set(chunk.subarray(0, Math.min(taken, body.bytes.length - body.filled)), body.filled);
    body.filled += taken;
    body.left -= taken;
    if (body.left === 0) {
      this.#body = undefined;
      this.#answer(readBody(body), body.id);
    }
    return chunk.subarray(taken);
  }
}

function readHeader(header: string): Body | undefined {
  const [, id, type, digits] = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(header) ?? [];
  if (id === undefined) return undefined;
  const size = Number(digits);
  const isBlob = type === 'blob';
  const bytes = isBlob && size <= limits.blobBytesMax ? Buffer.alloc(size) : undefined;
  return { id, isBlob, bytes, filled: 0, left: size + 1 };
}

function readBody(body: Body): BlobReading {
  if (body.bytes !== undefined) return { ok: true, blob: { id: body.id, bytes: body.bytes } };
  if (!body.isBlob) return { ok: false, reason: 'is no file' };
  return { ok: false, reason: `is larger than ${limits.blobBytesMax} bytes` };
}
