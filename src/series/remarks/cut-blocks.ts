import type { QuotedLine } from '../../mail/quotation.js';

/** A block of somebody's words that follows a quotation. */
export interface RemarkBlock {
  /** Trimmed, LF. */
  readonly comment: string;
  /** Indexes into the lines of the mail: the last quoted line above the block, and the end of what it follows (exclusive). */
  readonly quotedAt: number;
  /** Where the quotation above begins that no other block of the same voice has answered yet. */
  readonly segmentStart: number;
}

/**
 * Cuts the words that stand at one depth into blocks. Deeper lines are what they answer and end a block; shallower lines are other
 * people's interjections and do not: a remark that a later reply has cut in two is still one. At depth 0 both are the same.
 */
export function cutBlocks(lines: readonly QuotedLine[], depth: number): RemarkBlock[] {
  const blocks: RemarkBlock[] = [];
  let words: string[] = [];
  let quotedAt: number | undefined;
  let segmentStart = 0;
  const close = (nextSegment: number): void => {
    const comment = words.join('\n').trim();
    words = [];
    if (comment === '') return;
    if (quotedAt !== undefined) blocks.push({ comment, quotedAt, segmentStart });
    segmentStart = nextSegment;
  };
  for (const [at, line] of lines.entries()) {
    if (line.depth === depth) {
      if (line.role === 'text') words.push(line.text.trimEnd());
    } else if (line.depth > depth) {
      close(at);
      if (line.role !== 'attribution' && line.text.trim() !== '') quotedAt = at;
    }
  }
  close(lines.length);
  return blocks;
}
