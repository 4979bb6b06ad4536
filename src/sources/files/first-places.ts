/** Of very many items the first by their places, in an order that needs no more memory than `max` of them. */
export class FirstPlaces<T extends { readonly place: string }> {
  readonly #max: number;
  #items = new Map<string, T>();
  /** Nothing behind this place is kept any more. */
  #bound: string | undefined;

  constructor(max: number) {
    this.#max = max;
  }

  /** Whether nothing had to be left out. */
  get isAll(): boolean {
    return this.#bound === undefined;
  }

  /** Of two items at one place the later stays. */
  add(item: T): void {
    if (this.#bound !== undefined && item.place > this.#bound) return;
    this.#items.set(item.place, item);
    if (this.#items.size <= this.#max) return;
    const kept = this.toSorted().slice(0, Math.ceil(this.#max / 2));
    this.#items = new Map(kept.map(each => [each.place, each]));
    this.#bound = kept.at(-1)?.place;
  }

  /** In the order of their places; none that was added comes before one of these and is missing. */
  toSorted(): readonly T[] {
    return [...this.#items.values()].sort((a, b) => (a.place < b.place ? -1 : 1));
  }
}
