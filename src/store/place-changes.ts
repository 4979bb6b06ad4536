import { sql } from './kysely.js';
import type { Database } from './open-database.js';

/** What a source says of places that were taken before. Collects the families whose facts have to be made anew. */
export class PlaceChanges {
  readonly #db: Database;
  readonly #sourceId: number;
  readonly stale = new Set<number>();

  constructor(db: Database, sourceId: number) {
    this.#db = db;
    this.#sourceId = sourceId;
  }

  /** Its archive has deleted the mail of a place. */
  async withdraw(place: string): Promise<void> {
    const at = this.#db.updateTable('place').set({ is_withdrawn: 1 }).where('source_id', '=', this.#sourceId);
    await at.where('place', '=', place).execute();
    const families = await this.#familiesAt().where('place', '=', place).execute();
    for (const { family_id } of families) this.stale.add(family_id);
  }

  /** A place that is told anew is in sight again. */
  async findAgain(place: string): Promise<void> {
    // One that was withdrawn: its family may have been made without it since then.
    const families = await this.#familiesAt()
      .where('place', '=', place)
      .where('is_pending', '=', 1)
      .where('is_withdrawn', '=', 1)
      .execute();
    for (const { family_id } of families) this.stale.add(family_id);
    await this.#db
      .updateTable('place')
      .set({ is_pending: 0, is_withdrawn: 0 })
      .where('source_id', '=', this.#sourceId)
      .where('place', '=', place)
      .where('is_pending', '=', 1)
      .execute();
  }

  /** The places that begin like this are told anew. */
  async expectAgain(scope: string): Promise<void> {
    await this.#db
      .updateTable('place')
      .set({ is_pending: 1 })
      .where('source_id', '=', this.#sourceId)
      .where(beginOf('place', scope))
      .execute();
  }

  #familiesAt() {
    return this.#db
      .selectFrom('place')
      .innerJoin('mail', 'mail.id', 'place.mail_id')
      .select('mail.family_id')
      .where('source_id', '=', this.#sourceId);
  }

  /** Forgets the places that did not come. Their mails go with them where that is meant; else only those that stand elsewhere. */
  async forgetPending(scope: string, isPurge: boolean): Promise<void> {
    const rows = await this.#db
      .selectFrom('place')
      .leftJoin('mail', 'mail.id', 'place.mail_id')
      .select(['place', 'mail_id', 'family_id'])
      .where('source_id', '=', this.#sourceId)
      .where('is_pending', '=', 1)
      .where(beginOf('place', scope))
      .execute();
    for (const { place, mail_id, family_id } of rows) {
      const isLast = mail_id !== null && !(await this.#standsElsewhere(mail_id, place));
      if (isLast && !isPurge) {
        await this.findAgain(place);
        continue;
      }
      for (const table of ['place', 'problem'] as const)
        await this.#db.deleteFrom(table).where('source_id', '=', this.#sourceId).where('place', '=', place).execute();
      if (family_id !== null) this.stale.add(family_id);
      if (!isLast) continue;
      await this.#db.deleteFrom('problem').where('mail_id', '=', mail_id).execute();
      await this.#db.deleteFrom('mail').where('id', '=', mail_id).execute();
    }
  }

  async #standsElsewhere(mailId: number, place: string): Promise<boolean> {
    const other = await this.#db
      .selectFrom('place')
      .select('place')
      .where('mail_id', '=', mailId)
      .where(({ eb, or }) => or([eb('source_id', '!=', this.#sourceId), eb('place', '!=', place)]))
      .executeTakeFirst();
    return other !== undefined;
  }
}

/** Whether a text begins with another one, whatever order the database gives to texts. */
function beginOf(column: 'place', start: string) {
  return sql<boolean>`substr(${sql.ref(column)}, 1, ${[...start].length}) = ${start}`;
}
