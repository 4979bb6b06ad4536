import type { Socket } from 'node:net';
import { limits } from '../../domain/limits.js';
import { CappedBuffer } from '../capped-buffer.js';
import { wireBytesMax } from '../server/line-ends.js';

const lineFeed = 0x0a;
const dot = 0x2e;
/** The line of a single dot that ends an answer of several lines (RFC 3977 3.1.1), with the line end above it. */
const terminator = Buffer.from('\n.\r\n');

/** A server that owes an answer and says nothing, ends, or sends what no news server sends. */
export class WireFailure extends Error {
  override readonly name = 'WireFailure';
  readonly code: 'ETIMEOUT' | 'ECONNRESET' | 'NONSENSE';

  constructor(code: WireFailure['code']) {
    super(code);
    this.code = code;
  }
}

/** Reads lines, and blocks that end in a line of a single dot, from a socket by turns. Holds one mail at most. */
export class WireReader {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #socket: Socket;
  readonly #answerMs: number;
  #rest: Buffer = Buffer.alloc(0);

  /** Throws a WireFailure wherever the server says nothing for `answerMs` milliseconds. */
  constructor(socket: Socket, answerMs: number) {
    this.#socket = socket;
    this.#answerMs = answerMs;
    this.#chunks = socket[Symbol.asyncIterator]();
    socket.on('timeout', () => socket.destroy(new WireFailure('ETIMEOUT')));
  }

  /** The next line without its line end; longer ones than `limits.nntpLineBytesMax` are nonsense. */
  async readLine(): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf(lineFeed);
      if ((end === -1 ? this.#rest.length : end) > limits.nntpLineBytesMax) throw new WireFailure('NONSENSE');
      if (end !== -1)
        return this.#take(end + 1)
          .toString('utf8')
          .replace(/\r?\n$/, '');
      this.#rest = Buffer.concat([this.#rest, await this.#next()]);
    }
  }

  /** The lines up to the line of a single dot, that one not among them. */
  async *readLines(): AsyncGenerator<string> {
    for (let line = await this.readLine(); line !== '.'; line = await this.readLine()) yield line;
  }

  /** The bytes up to the line of a single dot, cut above `wireBytesMax`. Doubled dots are single again. */
  async readBlock(): Promise<Buffer> {
    const block = new CappedBuffer(wireBytesMax);
    // The line feed stands for the end of the line before, so that a block without lines has its end as well.
    let pending: Buffer = Buffer.concat([Buffer.of(lineFeed), this.#rest]);
    for (let skipped = 0; ; skipped += pending.length) {
      if (skipped > limits.nntpArticleBytesMax) throw new WireFailure('NONSENSE');
      const end = pending.indexOf(terminator);
      if (end !== -1) {
        block.append(pending.subarray(0, end + 1));
        this.#rest = pending.subarray(end + terminator.length);
        return withoutStuffing(block.toBuffer());
      }
      const sure = Math.max(0, pending.length - terminator.length);
      block.append(pending.subarray(0, sure));
      pending = Buffer.concat([pending.subarray(sure), await this.#next()]);
    }
  }

  #take(length: number): Buffer {
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }

  /** The socket is not read ahead of whoever reads here, so a pause between two reads is not the server's. */
  async #next(): Promise<Buffer> {
    this.#socket.setTimeout(this.#answerMs);
    const next = await this.#chunks.next();
    this.#socket.setTimeout(0);
    if (next.done) throw new WireFailure('ECONNRESET');
    return next.value;
  }
}

/** A line that begins with a dot has it twice on the way. `block` begins with the end of a line that is not part of it. */
function withoutStuffing(block: Buffer): Buffer {
  const text = Buffer.allocUnsafe(block.length);
  let length = 0;
  for (let at = 1; at < block.length; at += 1) {
    const byte = block[at] ?? 0;
    if (byte === dot && block[at - 1] === lineFeed) continue;
    text[length] = byte;
    length += 1;
  }
  return text.subarray(0, length);
}
