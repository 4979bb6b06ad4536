/** A first look at so many bytes sees the head of nearly every mail. */
const firstBytes = 8_192;

/** Reads a mail's lines from its start, as Latin-1, one character a byte; of a large mail no more than is asked for. */
export class HeadLines {
  /** A text that holds the line that was taken last, among others. */
  text: string;
  /** Indices into the text: of that line, and of its end without LF and CRs before it. Fields, for a mail has dozens of lines. */
  start = 0;
  end = 0;
  /** Offset into the bytes of what follows that line. */
  next = 0;
  readonly #bytes: Buffer;
  /** Where the text begins in the bytes. */
  #base = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.text = bytes.toString('latin1', 0, firstBytes);
  }

  /** The start of the mail, while all that was taken stands in it; bounded, so that a pattern may be looked for in it. */
  get startOfMail(): string | undefined {
    return this.#base === 0 && this.text.length <= firstBytes ? this.text : undefined;
  }

  /** Takes the line at an offset into the bytes; offsets must grow from call to call. */
  take(offset: number): void {
    let newline = this.text.indexOf('\n', offset - this.#base);
    while (newline < 0 && this.#base + this.text.length < this.#bytes.length) {
      this.text = this.#bytes.toString('latin1', offset, offset + 2 * this.text.length);
      this.#base = offset;
      newline = this.text.indexOf('\n');
    }
    this.start = offset - this.#base;
    this.end = newline < 0 ? this.text.length : newline;
    this.next = this.#base + (newline < 0 ? this.end : this.end + 1);
    while (this.end > this.start && this.text.charCodeAt(this.end - 1) === 0x0d) this.end -= 1;
  }
}
