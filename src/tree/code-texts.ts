import { limits } from '../domain/limits.js';
import type { CodeText } from '../domain/source.js';

/**
 * Whole files by blob id, so that one which several patches touch, or which a series hands on, is one and the same text: what is
 * read out of a text is kept with it (`wholeFileOf`). Those that were not asked for the longest are forgotten. What is given never
 * depends on what is kept.
 */
export class CodeTexts {
  readonly #bytesMax: number;
  /** The one asked for last stands last. */
  readonly #kept = new Map<string, { readonly code: CodeText; readonly bytes: number }>();
  #bytes = 0;

  constructor(bytesMax: number = limits.keptTextBytesMax) {
    this.#bytesMax = bytesMax;
  }

  /** The text of a blob, one byte a character, whose first line has this number. Without an id it is not kept. */
  of(id: string | undefined, text: string, firstLine = 1): CodeText {
    const key = `${id} ${firstLine}`;
    const known = this.#kept.get(key);
    const entry = known ?? { code: readLines(text, firstLine), bytes: text.length };
    if (id === undefined) return entry.code;
    if (known) this.#kept.delete(key);
    else this.#bytes += entry.bytes;
    this.#kept.set(key, entry);
    this.#forget();
    return entry.code;
  }

  #forget(): void {
    for (const [key, { bytes }] of this.#kept) {
      if (this.#bytes <= this.#bytesMax) return;
      this.#kept.delete(key);
      this.#bytes -= bytes;
    }
  }
}

/** Bytes that are not UTF-8 become U+FFFD. */
function readLines(text: string, firstLine: number): CodeText {
  const lines = Buffer.from(text, 'latin1').toString('utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return { lines, firstLine };
}
