import type { Message } from '../domain/message.js';
import type { Patch } from '../domain/patch.js';
import type { Remark } from '../domain/remark.js';
import type { Thread, ThreadNode } from '../domain/thread.js';
import { readQuotation } from '../mail/quotation.js';
import { type FoundPatch, PatchFinder } from './place-remarks-finder.js';
import { placeReply } from './place-remarks-reply.js';
import { ThreadIndex } from './place-remarks-thread.js';

/**
 * Places the blocks of own text in all replies of a thread on the lines of its patches, in reading order. `patches` are the
 * patches of this thread, those recovered from quotations (`recoverQuotedPatches`) among them. A reply belongs to the nearest patch
 * above it of which it quotes something; where the thread shows none, to the one patch whose lines it quotes.
 * Deterministic; a mail that answers no patch yields nothing.
 */
export function placeRemarks(thread: Thread, patches: readonly Patch[]): Remark[] {
  if (patches.length === 0) return [];
  const index = new ThreadIndex(thread);
  const finder = new PatchFinder(index, patches);
  const remarks: Remark[] = [];
  for (const node of thread.nodes) {
    const { message } = node;
    if (message === undefined || !hasQuotation(message) || finder.isPatch(message)) continue;
    const lines = readQuotation(message.body, message.form);
    const found = finder.find(node, lines);
    if (found === undefined) continue;
    const isAtHand = (depth: number, comment: string): boolean => isMailAtHand(index, node, found, depth, comment);
    remarks.push(...placeReply({ message, lines, distance: found.distance, isAtHand }, found.patch));
  }
  return remarks;
}

/**
 * Whether the mail that is quoted at a depth was seen: by its place between reply and patch, or, where the thread does not show the
 * way, by the words.
 */
function isMailAtHand(
  thread: ThreadIndex,
  node: ThreadNode,
  found: FoundPatch,
  depth: number,
  comment: string,
): boolean {
  if (depth < (found.distance ?? 0)) {
    let distance = 0;
    for (const ancestor of thread.ancestors(node)) {
      distance += 1;
      if (distance === depth) return ancestor.message !== undefined;
    }
  }
  const [firstLine = ''] = comment.split('\n', 1);
  return thread.nodes.some(other => other !== node && other.message?.body.includes(firstLine) === true);
}

const quoteMark = /^ ?[A-Za-z]{0,4}[>|]/m;

function hasQuotation(message: Message): boolean {
  return quoteMark.test(message.body) || /^-+ ?original message/im.test(message.body);
}
