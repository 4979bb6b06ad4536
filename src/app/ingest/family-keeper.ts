import { groupBy } from '../../domain/group-by.js';
import { limits } from '../../domain/limits.js';
import { type FamilyFacts, findStaleFamilies, type MadeFamily, retryCrashed } from '../../store/families.js';
import type { Taken } from '../../store/intake.js';
import type { Store } from '../../store/store.js';
import type { BenchMail, MailBench } from './mail-bench.js';
import { type FamilyOrder, orderFamilies } from './order-family.js';

/** Reads mails and makes families: in this thread or in another one. */
export type FamilyMaker = Pick<MailBench, 'make'> & { drop(digests: readonly string[]): void };

/** A family whose facts are stale. */
interface Stale {
  /** How many mails had been taken in when the last one of its own came. */
  readonly since: number;
  /** Its mails that the maker holds, with their characters, by their digests. */
  readonly held: ReadonlyMap<string, number>;
}

/** Orders that are on their way when nothing else is to be done: so whoever makes the families need not wait for the next one. */
const ordersAhead = 3;

/** Families that are being made. */
interface Making {
  readonly orders: readonly FamilyOrder[];
  readonly made: Promise<readonly (FamilyFacts | undefined)[]>;
  /** Those that changed since they were ordered: what is made of them does not hold any more. */
  readonly changed: Set<number>;
}

/**
 * Sees to it that the facts of each family follow its mails. While many mails come, a family waits until none has come for it for a while;
 * its mails are held in memory so long, within a bound, and read again from the store where they are not.
 */
export class FamilyKeeper {
  readonly #store: Store;
  readonly #maker: FamilyMaker;
  /** The one that waits longest first. */
  readonly #stale = new Map<number, Stale>();
  /** The one that was ordered first first. */
  readonly #making: Making[] = [];
  /** The mails that the maker holds for these families, by their digests. */
  readonly #held = new Set<string>();
  #chars = 0;
  #taken = 0;

  private constructor(store: Store, maker: FamilyMaker) {
    this.#store = store;
    this.#maker = maker;
  }

  /** Families that a run before this one left stale, or could not make, are among those that are waited for. */
  static async open(store: Store, maker: FamilyMaker): Promise<FamilyKeeper> {
    const keeper = new FamilyKeeper(store, maker);
    await retryCrashed(store.db);
    for (const id of await findStaleFamilies(store.db)) keeper.#hold(id, nothing);
    return keeper;
  }

  /** Notes what was taken in, and the mails that were read for it: those that no family waits for need not be held. */
  note({ mails, absorbed, stale }: Taken, read: readonly BenchMail[]): void {
    this.#taken += mails.length;
    const chars = new Map(read.map(mail => [mail.note.digest, mail.chars]));
    for (const [gone, family] of absorbed) this.#hold(family, this.#release(gone));
    this.#tear([...absorbed.keys(), ...stale]);
    const fresh = groupBy(mails, mail => mail.familyId);
    for (const id of stale) {
      this.#hold(id, new Map((fresh.get(id) ?? []).map(({ digest }) => [digest, chars.get(digest) ?? 0])));
    }
    this.#drop([...chars.keys()]);
  }

  /**
   * Orders the families that have waited long enough, or those that waited longest where memory is short, and writes those that were
   * ordered the time before: so neither thread waits for the other one.
   */
  async settleDue(): Promise<void> {
    const due: number[] = [];
    for (const [id, { since }] of this.#stale) {
      const isDue = this.#taken - since >= limits.familyWaitMails || this.#chars >= limits.familyMailCharsMax;
      if (!isDue || due.length >= limits.familiesTogether) break;
      due.push(id);
    }
    if (due.length > 0) await this.#beginToMake(due);
    while (this.#making.length > Math.min(due.length, 1)) await this.#keepNext();
  }

  /**
   * Makes the facts of all that are stale. While those of some families are written, those of the next ones are made, and more are ordered.
   *
   * @param meanwhile done while the first are made, when nothing is to be written
   */
  async settleAll(
    meanwhile: () => void,
    report: (done: number, total: number) => void = () => undefined,
  ): Promise<void> {
    const order = async (): Promise<void> => {
      while (this.#making.length < ordersAhead && this.#stale.size > 0)
        await this.#beginToMake([...this.#stale.keys()].slice(0, limits.familiesTogether));
    };
    await order();
    meanwhile();
    for (let done = 0; this.#making.length > 0; ) {
      done += await this.#keepNext();
      await order();
      report(done, done + this.#making.reduce((sum, { orders }) => sum + orders.length, this.#stale.size));
    }
  }

  async #beginToMake(ids: readonly number[]): Promise<void> {
    const orders = await this.#order(ids);
    const made = this.#maker.make(orders);
    // Who waits for it may come later than its failure.
    made.catch(() => undefined);
    this.#making.push({ orders, made, changed: new Set() });
  }

  /** Writes what was ordered first, as soon as it is made. Returns how many families it was. */
  async #keepNext(): Promise<number> {
    const next = this.#making.shift();
    if (next === undefined) return 0;
    const made = await next.made;
    const whole: MadeFamily[] = [];
    for (const [index, { id, mails }] of next.orders.entries()) {
      if (next.changed.has(id)) continue;
      const facts = made[index];
      // A mail was dropped that was to be held: the family is ordered again, with the bytes of all.
      if (facts === undefined) this.#hold(id, nothing);
      else whole.push({ id, mails, facts });
    }
    await this.#keep(whole);
    return next.orders.length;
  }

  /** The others wait on where those of all would take too much memory. */
  async #order(ids: readonly number[]): Promise<readonly FamilyOrder[]> {
    const orders = await orderFamilies(this.#store.db, ids, this.#held);
    const held = orders.flatMap(({ id }) => [...this.#release(id).keys()]);
    // Some may be out of sight by now, and nobody else would ask for them.
    const listed = new Set(orders.flatMap(({ mails }) => mails.map(({ digest }) => digest)));
    this.#drop(held.filter(digest => !listed.has(digest)));
    return orders;
  }

  /** Holds mails no longer that no family waits for. */
  #drop(digests: readonly string[]): void {
    const unneeded = digests.filter(digest => !this.#held.has(digest));
    if (unneeded.length > 0) this.#maker.drop(unneeded);
  }

  /** Families that turn out to be of one family with others are one from now on, which is put together anew. */
  async #keep(made: readonly MadeFamily[]): Promise<void> {
    if (made.length === 0) return;
    const absorbed = await this.#store.intake.keepFamilies(made);
    for (const [gone, family] of absorbed) this.#hold(family, this.#release(gone));
    this.#tear([...absorbed].flat());
  }

  #tear(families: Iterable<number>): void {
    for (const id of families) for (const { changed } of this.#making) changed.add(id);
  }

  /** Puts a family behind all others, with mails that are held for it. */
  #hold(id: number, held: ReadonlyMap<string, number>): void {
    const all = new Map([...this.#release(id), ...held]);
    this.#stale.set(id, { since: this.#taken, held: all });
    for (const [digest, chars] of all) {
      this.#held.add(digest);
      this.#chars += chars;
    }
  }

  #release(id: number): ReadonlyMap<string, number> {
    const held = this.#stale.get(id)?.held ?? nothing;
    this.#stale.delete(id);
    for (const [digest, chars] of held) {
      this.#held.delete(digest);
      this.#chars -= chars;
    }
    return held;
  }
}

const nothing: ReadonlyMap<string, number> = new Map();
