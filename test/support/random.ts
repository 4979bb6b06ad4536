/** A small generator of numbers (mulberry32), so that every run draws the same: each below its limit. */
export function makeRandom(seed: number): (limit: number) => number {
  let state = seed;
  return limit => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** In an order that the generator draws. */
export function shuffled<T>(items: readonly T[], random: (limit: number) => number): T[] {
  const keyed = items.map(item => ({ item, key: random(1_000_000) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
