import type { Message } from '../../domain/message.js';
import type { Remark } from '../../domain/remark.js';
import type { QuotedLine } from '../../mail/quotation.js';
import { cutBlocks, type RemarkBlock } from './cut-blocks.js';
import type { PatchQuotes, Placement } from './patch-quotes.js';
import { remarkKindOf } from './remark-kind.js';

/** A mail that answers a patch. */
export interface Reply {
  readonly message: Message;
  readonly lines: readonly QuotedLine[];
  /** What it quotes, by patch; the patch that it mostly talks about comes first. */
  readonly quotes: readonly PatchQuotes[];
  /** Whether the mail is at hand whose words stand at this depth: then they are placed there, not here. */
  readonly isAtHand: (depth: number, comment: string) => boolean;
}

/** Places each block of own text in a reply, and each block of another person whose own mail is not at hand. */
export function placeReply(reply: Reply): Remark[] {
  const remarks: Remark[] = [];
  for (const block of cutBlocks(reply.lines, 0)) remarks.push(...placeBlock(reply, block, reply.message.from.name));
  const patchDepth = reply.quotes[0]?.depth ?? 0;
  for (let depth = 1; depth < patchDepth; depth += 1) {
    for (const block of cutBlocks(reply.lines, depth)) {
      const quotedFrom = speakerBelow(reply.lines, block.quotedAt, depth);
      if (quotedFrom === undefined || reply.isAtHand(depth, block.comment)) continue;
      remarks.push(...placeBlock(reply, block, quotedFrom).map(remark => ({ ...remark, quotedFrom })));
    }
  }
  return remarks;
}

function speakerBelow(lines: readonly QuotedLine[], from: number, depth: number): string | undefined {
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at];
    if (line?.depth === depth) return line.speaker;
  }
  return undefined;
}

/** One remark, or none where the block follows no quotation of a patch. */
function placeBlock(reply: Reply, block: RemarkBlock, writer: string): Remark[] {
  const chosen = choosePlacement(reply.quotes, block.quotedAt);
  if (chosen === undefined) return [];
  const { state, path, side, line } = chosen.placement;
  return [
    {
      messageId: reply.message.id,
      patchMessageId: chosen.quotes.patch.patch.messageId,
      kind: remarkKindOf(block.comment, writer),
      comment: block.comment,
      state,
      path,
      side,
      line,
      quotedLine: reply.lines[block.quotedAt]?.text.trimEnd(),
    },
  ];
}

interface Choice {
  readonly quotes: PatchQuotes;
  readonly placement: Placement;
}

/** The patch that is quoted nearest above; of a patch that the mail does not mostly talk about, only a telling line counts. */
function choosePlacement(quotes: readonly PatchQuotes[], quotedAt: number): Choice | undefined {
  let chosen: Choice | undefined;
  for (const [index, candidate] of quotes.entries()) {
    const placement = candidate.placeAfter(quotedAt);
    if (placement === undefined || (index > 0 && !placement.isTelling)) continue;
    if (chosen === undefined || isBetter(placement, chosen.placement)) chosen = { quotes: candidate, placement };
  }
  return chosen;
}

function isBetter(a: Placement, b: Placement): boolean {
  if (a.state === 'not-found' || b.state === 'not-found') return a.state !== 'not-found' && b.state === 'not-found';
  return (a.quotedAt ?? -1) > (b.quotedAt ?? -1);
}
