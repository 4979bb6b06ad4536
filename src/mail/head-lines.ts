/** A first look at so many bytes sees the head of nearly every mail. */
const firstBytes = 8_192;

/** A line within a text that holds more. */
export interface HeadLine {
  readonly text: string;
  /** Indices into the text: of the line, and of its end without LF and CRs before it. */
  readonly start: number;
  readonly end: number;
  /** Offset into the bytes of what follows the line. */
  readonly next: number;
}

/** Reads a mail's lines from its start, as Latin-1, one character a byte; of a large mail no more than is asked for. */
export class HeadLines {
  readonly #bytes: Buffer;
  #text: string;
  /** Where the text begins in the bytes. */
  #base = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#text = bytes.toString('latin1', 0, firstBytes);
  }

  /** The line at an offset into the bytes; offsets must grow from call to call. */
  at(offset: number): HeadLine {
    let newline = this.#text.indexOf('\n', offset - this.#base);
    while (newline < 0 && this.#base + this.#text.length < this.#bytes.length) {
      this.#text = this.#bytes.toString('latin1', offset, offset + 2 * this.#text.length);
      this.#base = offset;
      newline = this.#text.indexOf('\n');
    }
    const text = this.#text;
    const start = offset - this.#base;
    let end = newline < 0 ? text.length : newline;
    const next = this.#base + (newline < 0 ? end : end + 1);
    while (end > start && text.charCodeAt(end - 1) === 0x0d) end -= 1;
    return { text, start, end, next };
  }
}
