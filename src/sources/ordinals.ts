/**
 * Counts how often each key has come, in 16 to 32 bytes a key however many there are: only keys that come again are kept as they are.
 * Keys are hexadecimal ids of at least 13 digits. Two ids that begin alike share their first count, so an ordinal may be skipped;
 * none is given to the same key twice.
 */
export class Ordinals {
  /** The first 52 bits of each id, which a number holds exactly, by open addressing; 0 is an empty place. */
  #seen = new Float64Array(1_024);
  #count = 0;
  readonly #repeated = new Map<string, number>();

  /** How often the key has come, as far as it was told: 0 for never. */
  last(key: string): number {
    return this.#repeated.get(key) ?? (this.#seen[this.#find(bitsOf(key))] === 0 ? 0 : 1);
  }

  /** The ordinal of this coming of the key, 1 for the first; `before` comings are not told here but count, where none is told yet. */
  next(key: string, before = 0): number {
    const ordinal = Math.max(this.last(key), before) + 1;
    if (ordinal > 1) this.#repeated.set(key, ordinal);
    const bits = bitsOf(key);
    const place = this.#find(bits);
    if (this.#seen[place] === 0) {
      this.#seen[place] = bits;
      this.#count += 1;
      if (this.#count * 2 > this.#seen.length) this.#grow();
    }
    return ordinal;
  }

  /** Where these bits stand, or the empty place in which they would. */
  #find(bits: number): number {
    const { length } = this.#seen;
    let place = bits % length;
    while (this.#seen[place] !== 0 && this.#seen[place] !== bits) place = (place + 1) % length;
    return place;
  }

  #grow(): void {
    const before = this.#seen;
    this.#seen = new Float64Array(before.length * 2);
    for (const bits of before) if (bits !== 0) this.#seen[this.#find(bits)] = bits;
  }
}

/** Never 0, which marks an empty place. */
function bitsOf(key: string): number {
  return Number.parseInt(key.slice(0, 13), 16) + 1;
}
