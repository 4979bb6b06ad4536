import type { Message } from '../domain/message.js';

/** For each id, of a message or of a ghost, the id of its parent; a root has none. */
export type ParentLinks = ReadonlyMap<string, string | undefined>;

/**
 * Finds each message's parent as public-inbox and JWZ's algorithm do: In-Reply-To, else the last reference. References
 * between messages that were not seen become ghosts. A link that would close a cycle is left out.
 *
 * @param messages in an order that does not depend on arrival: of contradicting claims the first one counts
 */
export function linkMessages(messages: readonly Message[]): ParentLinks {
  const parents = new Map<string, string | undefined>();
  for (const message of messages) parents.set(message.id, undefined);
  for (const message of messages) {
    const parent = message.inReplyTo ?? message.references.at(-1);
    if (parent !== undefined) link(parents, message.id, parent);
  }
  const seen = new Set(messages.map(message => message.id));
  for (const message of messages) linkGhosts(parents, seen, message);
  return parents;
}

/** What a message says about others counts only where nobody closer says anything: for ghosts without a parent. */
function linkGhosts(parents: Map<string, string | undefined>, seen: ReadonlySet<string>, message: Message): void {
  let previous: string | undefined;
  for (const id of message.references) {
    if (previous !== undefined && !seen.has(id) && parents.get(id) === undefined) link(parents, id, previous);
    else if (!parents.has(id)) parents.set(id, undefined);
    previous = id;
  }
}

function link(parents: Map<string, string | undefined>, child: string, parent: string): void {
  if (!parents.has(parent)) parents.set(parent, undefined);
  if (!isBelow(parents, parent, child)) parents.set(child, parent);
}

/** Whether `id` is `ancestor` or stands somewhere below it. */
export function isBelow(parents: ParentLinks, id: string, ancestor: string): boolean {
  let current: string | undefined = id;
  while (current !== undefined) {
    if (current === ancestor) return true;
    current = parents.get(current);
  }
  return false;
}
