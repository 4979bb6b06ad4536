import { CappedBuffer } from '../capped-buffer.js';

const lineFeed = 0x0a;

/** An object that did not end yet. */
interface OpenObject {
  readonly isBlob: boolean;
  readonly bytes: CappedBuffer;
  /** Bytes that are still to come. */
  left: number;
}

/** Takes apart what `git cat-file --batch` prints (git-cat-file(1), "BATCH OUTPUT"), piece by piece as it comes. */
export class BatchAnswers {
  /** Of the line that has not ended yet. */
  #line = '';
  #object: OpenObject | undefined;

  /** The answers that end in this piece: the bytes of a blob, cut at `limits.mailBytesMax`; undefined for what is missing or no blob. */
  take(piece: Buffer): readonly (Buffer | undefined)[] {
    const answers: (Buffer | undefined)[] = [];
    for (let at = 0; at < piece.length; ) {
      const object = this.#object;
      if (object === undefined) {
        const end = piece.indexOf(lineFeed, at);
        this.#line += piece.toString('latin1', at, end === -1 ? piece.length : end);
        if (end === -1) break;
        at = end + 1;
        if (!this.#begin()) answers.push(undefined);
      } else if (object.left > 0) {
        const part = piece.subarray(at, at + object.left);
        object.bytes.append(part);
        object.left -= part.length;
        at += part.length;
      } else {
        // The line feed behind it.
        at += 1;
        answers.push(object.isBlob ? object.bytes.toBuffer() : undefined);
        this.#object = undefined;
      }
    }
    return answers;
  }

  /** Whether the line that has ended announces an object. */
  #begin(): boolean {
    const [, type, size] = /^[0-9a-f]+ ([a-z]+) (\d+)$/.exec(this.#line) ?? [];
    this.#line = '';
    if (size === undefined) return false;
    this.#object = { isBlob: type === 'blob', left: Number(size), bytes: new CappedBuffer() };
    return true;
  }
}
