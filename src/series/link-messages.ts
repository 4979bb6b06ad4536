import type { Message } from '../domain/message.js';
import { ReplyForest } from './reply-forest.js';

/**
 * Finds each message's parent as public-inbox and JWZ's algorithm do: In-Reply-To, else the last reference. References
 * between messages that were not seen become ghosts. A link that would close a cycle is left out.
 *
 * @param messages in an order that does not depend on arrival: of contradicting claims the first one counts
 */
export function linkMessages(messages: readonly Message[]): ReplyForest {
  const forest = new ReplyForest();
  for (const message of messages) forest.add(message.id);
  for (const message of messages) {
    const parent = message.inReplyTo ?? message.references.at(-1);
    if (parent !== undefined) forest.link(message.id, parent);
  }
  const seen = new Set(messages.map(message => message.id));
  for (const message of messages) linkGhosts(forest, seen, message);
  return forest;
}

/** What a message says about others counts only where nobody closer says anything: for ghosts without a parent. */
function linkGhosts(forest: ReplyForest, seen: ReadonlySet<string>, message: Message): void {
  let previous: string | undefined;
  for (const id of message.references) {
    if (previous === undefined || seen.has(id)) forest.add(id);
    else forest.link(id, previous);
    previous = id;
  }
}
