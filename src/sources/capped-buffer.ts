import { limits } from '../domain/limits.js';

/**
 * Collects the bytes of one mail and forgets what goes past `limits.mailBytesMax`, but for one byte:
 * so the reader of the mail sees that it was larger.
 */
export class CappedBuffer {
  readonly #pieces: Uint8Array[] = [];
  #room: number;

  /** `extra` bytes are kept besides: an envelope that will be taken off. */
  constructor(extra = 0) {
    this.#room = limits.mailBytesMax + 1 + extra;
  }

  get isFull(): boolean {
    return this.#room === 0;
  }

  append(piece: Uint8Array): void {
    if (this.isFull) return;
    const kept = piece.subarray(0, this.#room);
    this.#pieces.push(kept);
    this.#room -= kept.length;
  }

  /** What came in one piece is not copied. */
  toBuffer(): Buffer {
    const [first, second] = this.#pieces;
    if (first === undefined || second !== undefined) return Buffer.concat(this.#pieces);
    return Buffer.from(first.buffer, first.byteOffset, first.length);
  }
}
