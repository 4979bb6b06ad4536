import type { Message } from '../../domain/message.js';
import { readQuotation } from '../../mail/quotation.js';
import { dropWhiteSpace, isCommonplace, type PatchLines, type ReplyLine } from './patch-lines.js';

/**
 * A client that wraps quoted lines leaves their tails without its mark: they are quoted, not its user's words. A line is such a tail
 * where it and the deeper line directly above it make up a line of a patch, or of the answered mail.
 */
export function rejoinTails(
  lines: readonly ReplyLine[],
  patches: readonly PatchLines[],
  answered: Message | undefined,
): readonly ReplyLine[] {
  const originals = new AnsweredLines(answered);
  const isKnown = (text: string): boolean => patches.some(({ index }) => index.has(text)) || originals.has(text);
  return lines.map((line, at) => {
    const above = lines[at - 1];
    if (above === undefined || line.squeezed === '' || line.depth >= above.depth) return line;
    // A bare `-` is a line of many a patch, and often all that is left of one that was wrapped.
    const isWhole = isKnown(above.squeezed) && !isCommonplace(above.squeezed);
    const isTail = !isWhole && isKnown(above.squeezed + line.squeezed);
    return isTail ? { ...line, depth: above.depth, speaker: above.speaker } : line;
  });
}

/** The lines of the answered mail, read when the first line asks: most replies have no line that could be a tail. */
class AnsweredLines {
  readonly #message: Message | undefined;
  #texts: ReadonlySet<string> | undefined;

  constructor(message: Message | undefined) {
    this.#message = message;
  }

  has(squeezed: string): boolean {
    this.#texts ??= new Set(this.#read());
    return this.#texts.has(squeezed);
  }

  #read(): string[] {
    if (this.#message === undefined) return [];
    return readQuotation(this.#message.body, this.#message.form).map(line => dropWhiteSpace(line.text));
  }
}
