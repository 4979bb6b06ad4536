import type { Message } from '../../domain/message.js';
import type { Patch } from '../../domain/patch.js';
import type { Remark } from '../../domain/remark.js';
import type { Thread, ThreadNode } from '../../domain/thread.js';
import { PatchFinder } from './patch-finder.js';
import { PatchQuotes } from './patch-quotes.js';
import { placeReply } from './place-reply.js';
import { rejoinTails } from './rejoin-tails.js';
import { ThreadPatches } from './thread-patches.js';
import { ThreadReading } from './thread-reading.js';

/**
 * Places the blocks of own text in all replies of a thread on the lines of its patches, in reading order. `patches` are the
 * patches of this thread, those recovered from quotations (`recoverQuotedPatches`) among them. A reply talks about the patch above
 * it of which it quotes most (also one that another reply proposed); where the thread shows none, about the one patch whose lines it
 * quotes. Deterministic; a mail that answers no patch yields nothing.
 *
 * @param reading of this thread, where its patches were recovered before
 */
export function placeRemarks(
  thread: Thread,
  patches: readonly Patch[],
  reading: ThreadReading = new ThreadReading(thread),
): Remark[] {
  const threadPatches = new ThreadPatches(reading, patches);
  const finder = new PatchFinder(threadPatches);
  return thread.nodes.flatMap(node => placeRemarksOf(node, threadPatches, finder));
}

function placeRemarksOf(node: ThreadNode, patches: ThreadPatches, finder: PatchFinder): Remark[] {
  const { message } = node;
  if (message === undefined || !hasQuotation(message) || patches.isPatchMail(message)) return [];
  if (!finder.mayFind(node)) return [];
  const read = patches.reading.linesOf(message);
  const found = finder.find(node, read);
  if (found.length === 0) return [];
  const answered = patches.parentOf(node)?.message;
  const lines = rejoinTails(
    read,
    found.map(({ patch }) => patch),
    () => (answered === undefined ? [] : patches.reading.linesOf(answered)),
  );
  const quotes = found.map(patch => new PatchQuotes(lines, patch));
  const isAtHand = (depth: number, comment: string): boolean =>
    isMailAtHand(patches, node, { depth, comment, distance: found[0]?.distance ?? 0 });
  return placeReply({ message, lines, quotes, isAtHand });
}

const quoteMark = /^ ?[A-Za-z]{0,4}[>|]/m;

function hasQuotation(message: Message): boolean {
  return quoteMark.test(message.body) || /^-+ ?original message/im.test(message.body);
}

interface QuotedWords {
  readonly depth: number;
  readonly comment: string;
  /** How many mails up the patch stands; 0 where that is not known. */
  readonly distance: number;
}

/** Whether a quoted mail was seen: by its place below the patch, or, where the thread does not show the way, by its words. */
function isMailAtHand(patches: ThreadPatches, node: ThreadNode, words: QuotedWords): boolean {
  if (words.depth < words.distance) {
    const ancestors = [...patches.ancestors(node)];
    return ancestors[words.depth - 1]?.message !== undefined;
  }
  return patches.reading.words.isWrittenElsewhere(words.comment, node);
}
