import { isCommonplace, type PatchLines, type ReplyLine } from './patch-lines.js';

/**
 * A client that wraps quoted lines leaves their tails without its mark: they are quoted, not its user's words. A line is such a tail
 * where it and the deeper line directly above it make up a line of a patch, or of the answered mail (`readAnswered`: asked
 * only where a line could be a tail, which most replies have none of).
 */
export function rejoinTails(
  lines: readonly ReplyLine[],
  patches: readonly PatchLines[],
  readAnswered: () => readonly ReplyLine[],
): readonly ReplyLine[] {
  let originals: ReadonlySet<string> | undefined;
  const isAnswered = (text: string): boolean => {
    originals ??= new Set(readAnswered().map(line => line.squeezed));
    return originals.has(text);
  };
  const isKnown = (text: string): boolean => patches.some(({ index }) => index.has(text)) || isAnswered(text);
  return lines.map((line, at) => {
    const above = lines[at - 1];
    if (above === undefined || line.squeezed === '' || line.depth >= above.depth) return line;
    // A bare `-` is a line of many a patch, and often all that is left of one that was wrapped.
    const isWhole = isKnown(above.squeezed) && !isCommonplace(above.squeezed);
    const isTail = !isWhole && isKnown(above.squeezed + line.squeezed);
    return isTail ? { ...line, depth: above.depth, speaker: above.speaker } : line;
  });
}
