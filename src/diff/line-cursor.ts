interface Mark {
  readonly offset: number;
  readonly number: number;
}

/** Walks over the lines of a text without splitting it: a body of 20 million line ends must not become an array. */
export class LineCursor {
  readonly #text: string;
  #offset = 0;
  #number: number;
  #line: string | undefined;

  constructor(text: string, firstLine: number) {
    this.#text = text;
    this.#number = firstLine;
    this.#line = this.#lineAt(0);
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
    if (this.#line === undefined) return;
    this.#offset += this.#line.length + 1;
    this.#number += 1;
    this.#line = this.#lineAt(this.#offset);
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
    this.#line = this.#lineAt(mark.offset);
  }

  #lineAt(offset: number): string | undefined {
    if (offset >= this.#text.length) return undefined;
    const end = this.#text.indexOf('\n', offset);
    return end === -1 ? this.#text.slice(offset) : this.#text.slice(offset, end);
  }
}
