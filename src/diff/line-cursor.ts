import { limits } from '../domain/limits.js';

interface Mark {
  readonly offset: number;
  readonly number: number;
}

/**
 * Walks over the lines of a text without splitting it: a body of 20 million line ends must not become an array.
 * With `joinsFlowed`, a line that ends in a space is one with the next (RFC 3676, 4.1), as if the mail had not been wrapped.
 */
export class LineCursor {
  readonly #text: string;
  readonly joinsFlowed: boolean;
  #offset = 0;
  #number: number;
  #line: string | undefined;
  /** Where the next line begins, and its number: two fields, since an object for each line would cost as much as the line. */
  #nextOffset = 0;
  #nextNumber: number;

  constructor(text: string, firstLine: number, joinsFlowed = false) {
    this.#text = text;
    this.joinsFlowed = joinsFlowed;
    this.#number = firstLine;
    this.#nextNumber = firstLine;
    this.advance();
  }

  /** The current line without its LF; undefined at the end. */
  get line(): string | undefined {
    return this.#line;
  }

  /** The current line's number; at the end, the number that the next line would have. */
  get number(): number {
    return this.#number;
  }

  advance(): void {
    this.#moveTo(this.#nextOffset, this.#nextNumber);
  }

  /** The line that stands `count` lines after the current one. */
  lookAhead(count: number): string | undefined {
    const mark = this.mark();
    for (let step = 0; step < count; step += 1) this.advance();
    const { line } = this;
    this.reset(mark);
    return line;
  }

  /** The text between a mark and the current line, as it stands there. */
  textSince({ offset }: Mark): string {
    return this.#text.slice(offset, this.#offset);
  }

  mark(): Mark {
    return { offset: this.#offset, number: this.#number };
  }

  reset(mark: Mark): void {
    this.#moveTo(mark.offset, mark.number);
  }

  #moveTo(offset: number, number: number): void {
    this.#offset = offset;
    this.#number = number;
    this.#nextOffset = offset;
    this.#nextNumber = number;
    if (this.joinsFlowed) this.#takeFlowed();
    else this.#takeLine();
  }

  #takeLine(): void {
    const start = this.#nextOffset;
    if (start >= this.#text.length) {
      this.#line = undefined;
      return;
    }
    const end = this.#text.indexOf('\n', start);
    this.#line = end === -1 ? this.#text.slice(start) : this.#text.slice(start, end);
    this.#nextOffset = end === -1 ? this.#text.length : end + 1;
    this.#nextNumber += 1;
  }

  #takeFlowed(): void {
    this.#takeLine();
    let joined = this.#line;
    while (
      joined !== undefined &&
      this.#line?.endsWith(' ') &&
      this.#line !== '-- ' &&
      joined.length < limits.lineCharsMax
    ) {
      this.#takeLine();
      joined += this.#line ?? '';
    }
    this.#line = joined;
  }
}
