import type { Message } from '../domain/message.js';
import type { Thread, ThreadNode } from '../domain/thread.js';

/** A message that belongs to no series itself, and the cover letter or patch above it that it talks about. */
export interface Answer {
  readonly message: Message;
  readonly toMessageId: string;
}

/**
 * Finds for each message of the threads that is no post of a series the nearest post above it.
 *
 * @param postIds the ids of all cover letters and patches
 */
export function collectAnswers(threads: readonly Thread[], postIds: ReadonlySet<string>): readonly Answer[] {
  return threads.flatMap(thread => {
    const nearest = new Map<string, string>();
    return thread.nodes.flatMap(node => {
      const above = findNearest(node, nearest, postIds);
      if (above !== undefined) nearest.set(node.id, above);
      const isAnswer = above !== undefined && node.message !== undefined && !postIds.has(node.id);
      return isAnswer ? [{ message: node.message, toMessageId: above }] : [];
    });
  });
}

/** Nodes come in reading order, so a parent's nearest post is known before its children ask. */
function findNearest(
  node: ThreadNode,
  nearest: ReadonlyMap<string, string>,
  postIds: ReadonlySet<string>,
): string | undefined {
  if (postIds.has(node.id)) return node.id;
  return node.parentId === undefined ? undefined : nearest.get(node.parentId);
}
