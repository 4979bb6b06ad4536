import type { Thread, ThreadNode } from '../domain/thread.js';

/** Discussions do not get deeper than this below their patch; a chain of thousands is an attack. */
const ancestorsMax = 60;

/** Finds the way up from a mail of a thread. */
export class ThreadIndex {
  readonly nodes: readonly ThreadNode[];
  readonly #nodes: ReadonlyMap<string, ThreadNode>;

  constructor(thread: Thread) {
    this.nodes = thread.nodes;
    this.#nodes = new Map(thread.nodes.map(node => [node.id, node]));
  }

  find(id: string): ThreadNode | undefined {
    return this.#nodes.get(id);
  }

  /** Undefined for the root. */
  parentOf(node: ThreadNode): ThreadNode | undefined {
    return node.parentId === undefined ? undefined : this.#nodes.get(node.parentId);
  }

  /** From the parent upwards, ghosts among them. */
  *ancestors(node: ThreadNode): Iterable<ThreadNode> {
    let at = this.parentOf(node);
    for (let distance = 1; at !== undefined && distance <= ancestorsMax; distance += 1) {
      yield at;
      at = this.parentOf(at);
    }
  }
}
