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
  readonly #joinsFlowed: boolean;
  #offset = 0;
  #number: number;
  #line: string | undefined;
  /** Where the next line begins, and its number. */
  #next: Mark;

  constructor(text: string, firstLine: number, joinsFlowed = false) {
    this.#text = text;
    this.#joinsFlowed = joinsFlowed;
    this.#number = firstLine;
    this.#next = { offset: 0, number: firstLine };
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
    this.reset(this.#next);
  }

  /** The line that stands `count` lines after the current one. */
  lookAhead(count: number): string | undefined {
    const mark = this.mark();
    for (let step = 0; step < count; step += 1) this.advance();
    const { line } = this;
    this.reset(mark);
    return line;
  }

  mark(): Mark {
    return { offset: this.#offset, number: this.#number };
  }

  reset(mark: Mark): void {
    this.#offset = mark.offset;
    this.#number = mark.number;
    this.#next = this.#joinsFlowed ? this.#takeFlowed(mark) : this.#takeLine(mark);
  }

  #takeLine(from: Mark): Mark {
    if (from.offset >= this.#text.length) {
      this.#line = undefined;
      return from;
    }
    const end = this.#text.indexOf('\n', from.offset);
    this.#line = end === -1 ? this.#text.slice(from.offset) : this.#text.slice(from.offset, end);
    return { offset: end === -1 ? this.#text.length : end + 1, number: from.number + 1 };
  }

  #takeFlowed(from: Mark): Mark {
    let next = this.#takeLine(from);
    let joined = this.#line;
    while (
      joined !== undefined &&
      this.#line?.endsWith(' ') &&
      this.#line !== '-- ' &&
      joined.length < limits.lineCharsMax
    ) {
      next = this.#takeLine(next);
      joined += this.#line ?? '';
    }
    this.#line = joined;
    return next;
  }
}
