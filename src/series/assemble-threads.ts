import { groupBy } from '../domain/group-by.js';
import type { Message } from '../domain/message.js';
import type { Thread, ThreadNode } from '../domain/thread.js';
import { adoptOrphans } from './adopt-orphans.js';
import { linkMessages } from './link-messages.js';
import { compareText, type MergedMessages, mergeDuplicates } from './merge-duplicates.js';

export interface AssembledThreads extends Pick<MergedMessages, 'problems' | 'others'> {
  /** By the time of their first message. */
  readonly threads: readonly Thread[];
}

/**
 * Assembles reply trees. Copies of a mail are merged, messages that others refer to and that were not seen are ghosts,
 * no tree has a cycle, and the same messages give the same threads in whatever order they arrive.
 */
export function assembleThreads(messages: readonly Message[]): AssembledThreads {
  const merged = mergeDuplicates(messages);
  const byId = new Map(merged.messages.map(message => [message.id, message]));
  const ordered = [...merged.messages].sort((a, b) => timeOf(a) - timeOf(b) || compareText(a.id, b.id));
  const links = linkMessages(ordered);
  adoptOrphans(ordered, links);
  const forest = makeForest(links.parents, byId);
  const threads = forest.roots.map(rootId => makeThread(rootId, forest, byId));
  return { threads, problems: merged.problems, others: merged.others };
}

/** When a message was written, for sorting only: a missing Date is replaced by the arrival, and that by the far future. */
export function timeOf(message: Message): number {
  return message.sentAt ?? message.receivedAt ?? Number.MAX_SAFE_INTEGER;
}

type ParentLinks = ReadonlyMap<string, string | undefined>;

interface Forest {
  readonly roots: readonly string[];
  /** Sorted for reading. */
  readonly children: ReadonlyMap<string | undefined, readonly string[]>;
}

function makeForest(parents: ParentLinks, byId: ReadonlyMap<string, Message>): Forest {
  const times = findFirstTimes(parents, byId);
  const byTime = (a: string, b: string) => (times.get(a) ?? 0) - (times.get(b) ?? 0) || compareText(a, b);
  const byParent = groupBy(parents.keys(), id => parents.get(id));
  for (const ids of byParent.values()) ids.sort(byTime);
  return { roots: byParent.get(undefined) ?? [], children: byParent };
}

/** A ghost was written no later than the first message below it. */
function findFirstTimes(parents: ParentLinks, byId: ReadonlyMap<string, Message>): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const message of byId.values()) {
    const time = timeOf(message);
    times.set(message.id, time);
    let above = parents.get(message.id);
    while (above !== undefined && !byId.has(above) && (times.get(above) ?? Number.POSITIVE_INFINITY) > time) {
      times.set(above, time);
      above = parents.get(above);
    }
  }
  return times;
}

function makeThread(rootId: string, forest: Forest, byId: ReadonlyMap<string, Message>): Thread {
  const nodes: ThreadNode[] = [];
  const stack: ThreadNode[] = [{ id: rootId, message: byId.get(rootId), depth: 0 }];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    nodes.push(node);
    for (const id of [...(forest.children.get(node.id) ?? [])].reverse()) {
      stack.push({ id, message: byId.get(id), parentId: node.id, depth: node.depth + 1 });
    }
  }
  return { rootId, nodes };
}
