import type { FamilyKeys } from '../domain/family.js';
import { inChunks } from './in-chunks.js';
import { insertRows } from './insert-rows.js';
import type { Database } from './open-database.js';

/** Mails that come with keys: a new mail, or a family of which new keys became known. */
export interface Member {
  /** That of the family, or of the mail, which becomes that of its family where it finds none. */
  readonly id: number;
  readonly keys: FamilyKeys;
  readonly isFamily: boolean;
}

export interface Joined {
  /** The family of each member, by the member's id. */
  readonly familyOf: ReadonlyMap<number, number>;
  /** The families that went up in another one, and that one. */
  readonly absorbed: ReadonlyMap<number, number>;
}

/**
 * Brings together what has a key in common, in the tables as well. The oldest of several families takes in the others. Call inside a
 * transaction, before new mails are written.
 */
export async function joinFamilies(db: Database, members: readonly Member[]): Promise<Joined> {
  const groups = new Groups(members);
  const keys = members.flatMap(({ keys: { own, title, soughtTitle } }) =>
    [...own, title, soughtTitle].filter(key => key !== undefined),
  );
  const known = await inChunks([...new Set(keys)], chunk =>
    db.selectFrom('family_key').select(['key', 'family_id']).where('key', 'in', chunk).execute(),
  );
  const owners = new Map(known.map(({ key, family_id }) => [key, family_id]));
  for (const member of members) groups.take(member, owners);
  const sought = new Set(members.flatMap(({ keys: { soughtTitle } }) => soughtTitle ?? []));
  const titled = await inChunks([...sought], chunk =>
    db.selectFrom('mail').select(['title_key', 'family_id']).distinct().where('title_key', 'in', chunk).execute(),
  );
  for (const { title_key, family_id } of titled) if (title_key !== null) groups.own(title_key, family_id);
  const joined = groups.settle();
  await absorb(db, joined.absorbed);
  const newKeys = [...groups.newKeys(owners)].map(([key, family_id]) => ({ key, family_id }));
  await insertRows(db, newKeys, row =>
    db
      .insertInto('family_key')
      .values(row)
      .onConflict(conflict => conflict.doNothing()),
  );
  return joined;
}

/** Which ids are of one family: a forest whose roots are the families. */
class Groups {
  readonly #above = new Map<number, number>();
  readonly #families = new Set<number>();
  readonly #members: readonly Member[];
  readonly #holders = new Map<number, number>();
  readonly #sought: ReadonlySet<number | undefined>;

  constructor(members: readonly Member[]) {
    this.#members = members;
    this.#sought = new Set(members.map(({ keys }) => keys.soughtTitle));
    for (const { id, isFamily } of members) if (isFamily) this.#families.add(id);
  }

  take({ id, keys: { own, title, soughtTitle } }: Member, owners: ReadonlyMap<number, number>): void {
    for (const key of [...own, soughtTitle]) {
      if (key === undefined) continue;
      const owner = owners.get(key);
      if (owner !== undefined) this.own(key, owner);
      this.#hold(key, id);
    }
    if (title === undefined) return;
    // Whoever looked for this title before is its family; so is who looks for it in the same batch.
    const seeker = owners.get(title);
    if (seeker !== undefined) this.own(title, seeker);
    if (seeker !== undefined || this.#sought.has(title)) this.#hold(title, id);
  }

  /** Says that a family of the store has a key. */
  own(key: number, family: number): void {
    this.#families.add(family);
    this.#hold(key, family);
  }

  #hold(key: number, id: number): void {
    const holder = this.#holders.get(key);
    if (holder === undefined) this.#holders.set(key, id);
    else this.#join(holder, id);
  }

  #rootOf(id: number): number {
    let root = id;
    for (let above = this.#above.get(root); above !== undefined; above = this.#above.get(root)) root = above;
    // The way there is cut short, so that a long chain is walked once.
    for (let at = id; at !== root; ) {
      const above = this.#above.get(at) ?? root;
      this.#above.set(at, root);
      at = above;
    }
    return root;
  }

  /** A family of the store goes before a new mail, an older one before a younger one. */
  #join(a: number, b: number): void {
    const [one, other] = [this.#rootOf(a), this.#rootOf(b)];
    if (one === other) return;
    const isFirst = this.#rank(one) < this.#rank(other);
    this.#above.set(isFirst ? other : one, isFirst ? one : other);
  }

  #rank(id: number): number {
    return this.#families.has(id) ? id : Number.MAX_SAFE_INTEGER / 2 + id;
  }

  settle(): Joined {
    const absorbed = [...this.#families].map(id => [id, this.#rootOf(id)] as const).filter(([id, root]) => id !== root);
    return {
      familyOf: new Map(this.#members.map(({ id }) => [id, this.#rootOf(id)])),
      absorbed: new Map(absorbed),
    };
  }

  *newKeys(owners: ReadonlyMap<number, number>): Generator<readonly [number, number]> {
    for (const [key, holder] of this.#holders) if (!owners.has(key)) yield [key, this.#rootOf(holder)];
  }
}

async function absorb(db: Database, absorbed: ReadonlyMap<number, number>): Promise<void> {
  const byFamily = new Map<number, number[]>();
  for (const [gone, family] of absorbed) byFamily.set(family, [...(byFamily.get(family) ?? []), gone]);
  for (const [family_id, gone] of byFamily) {
    await db.updateTable('mail').set({ family_id }).where('family_id', 'in', gone).execute();
    await db.updateTable('family_key').set({ family_id }).where('family_id', 'in', gone).execute();
    for (const table of ['thread', 'series', 'patch', 'problem'] as const)
      await db.deleteFrom(table).where('family_id', 'in', gone).execute();
    await db.deleteFrom('family').where('id', 'in', gone).execute();
  }
}
