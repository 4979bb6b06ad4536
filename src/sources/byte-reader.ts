import { CappedBuffer } from './capped-buffer.js';

const newline = 0x0a;

/** Reads lines and counted bytes from a stream by turns, as `git cat-file --batch` prints them. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** The next line without its line feed; undefined at the end of the stream. */
  async readLine(): Promise<string | undefined> {
    const pieces: Buffer[] = [];
    for (;;) {
      const end = this.#rest.indexOf(newline);
      if (end !== -1) {
        pieces.push(this.#take(end + 1).subarray(0, -1));
        return (pieces[1] === undefined ? pieces[0] : Buffer.concat(pieces))?.toString('utf8');
      }
      pieces.push(this.#take(this.#rest.length));
      if (!(await this.#more())) return undefined;
    }
  }

  /** So many bytes and the line feed behind them, cut at `limits.mailBytesMax`; undefined where the stream ends before them. */
  async readCounted(size: number): Promise<Buffer | undefined> {
    const collected = new CappedBuffer();
    for (let left = size; left > 0; ) {
      if (this.#rest.length === 0 && !(await this.#more())) return undefined;
      const piece = this.#take(Math.min(left, this.#rest.length));
      collected.append(piece);
      left -= piece.length;
    }
    await this.readLine();
    return collected.toBuffer();
  }

  #take(length: number): Buffer {
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done) return false;
    this.#rest = next.value;
    return true;
  }
}
