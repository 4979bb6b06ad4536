/**
 * Who answers whom, for messages and ghosts: trees of ids that can never hold a cycle. Asking for a tree's root is all
 * but constant (paths are halved on the way), so that a chain of 100,000 replies takes no longer than a star of them.
 */
export class ReplyForest {
  readonly #parents = new Map<string, string | undefined>();
  /** A shortcut towards the root, not always the parent. */
  readonly #upwards = new Map<string, string>();

  /** Id by id, in the order in which they became known; a root has no parent. */
  get parents(): ReadonlyMap<string, string | undefined> {
    return this.#parents;
  }

  add(id: string): void {
    if (!this.#parents.has(id)) this.#parents.set(id, undefined);
  }

  /** Makes a root the child of another id. False, and nothing is done, where it has a parent or would be its own ancestor. */
  link(child: string, parent: string): boolean {
    this.add(child);
    this.add(parent);
    if (this.#parents.get(child) !== undefined || this.#rootOf(parent) === child) return false;
    this.#parents.set(child, parent);
    this.#upwards.set(child, parent);
    return true;
  }

  #rootOf(id: string): string {
    let current = id;
    for (let above = this.#upwards.get(current); above !== undefined; above = this.#upwards.get(current)) {
      const further = this.#upwards.get(above);
      if (further !== undefined) this.#upwards.set(current, further);
      current = above;
    }
    return current;
  }
}
