import type { SourceMemory } from './mail-source.js';
import { Ordinals } from './ordinals.js';
import { countKnown, findKnown, placeOf } from './places.js';

/**
 * How what comes is told from what was taken before. `new`: nothing that is listed was taken, so bytes that memory knows come
 * again. `mixed`: some of it may have been. `retold`: what was taken is said to be still there.
 */
export type ReadingMode = 'new' | 'mixed' | 'retold';

/** Something that is known by its content: it comes, or it is only looked for. */
export interface Placeable {
  /** A hash of the bytes, hexadecimal. */
  readonly id: string;
  readonly comes: boolean;
}

export interface Placement {
  readonly place: string;
  /** Which coming of these bytes it is, or the last there was; 0 where what is looked for never came. */
  readonly ordinal: number;
  /** Memory has it: it was taken before. */
  readonly isKnown: boolean;
}

/** Gives each mail its place by what is in it, in order; one placer for the whole of a reading. */
export class Placer {
  readonly #ordinals = new Ordinals();
  readonly #scope: string;
  readonly #mode: ReadingMode;
  readonly #memory: SourceMemory;

  /** Places begin with the scope. */
  constructor(scope: string, mode: ReadingMode, memory: SourceMemory) {
    this.#scope = scope;
    this.#mode = mode;
    this.#memory = memory;
  }

  async place(items: readonly Placeable[]): Promise<readonly Placement[]> {
    const before = await this.#countBefore(items);
    const placed = items.map(({ id, comes }) => {
      const count = before.get(id) ?? 0;
      const ordinal = comes
        ? this.#ordinals.next(id, this.#mode === 'new' ? count : 0)
        : this.#ordinals.last(id) || count;
      return { ordinal, comes, place: placeOf(this.#scope, id, ordinal) };
    });
    const coming = placed.filter(item => item.comes).map(item => item.place);
    const known = this.#mode === 'new' ? new Set<string>() : await findKnown(this.#memory, coming);
    return placed.map(({ ordinal, comes, place }) => ({ ordinal, place, isKnown: comes && known.has(place) }));
  }

  /** How often memory saw what this reading has not met yet; where it is told from its beginning, nothing came before. */
  async #countBefore(items: readonly Placeable[]): Promise<ReadonlyMap<string, number>> {
    if (this.#mode === 'retold') return new Map();
    const counted = items.filter(({ id, comes }) => (this.#mode === 'new' || !comes) && this.#ordinals.last(id) === 0);
    return countKnown(
      this.#memory,
      this.#scope,
      counted.map(item => item.id),
    );
  }
}
